package smscodec

// The table of the formats' grammars: which method opens an answer, reads a row, writes a
// row and writes a refusal. What the answers of each format look like is in the table of
// the vendor's page, in page.go. A further format is a row there, a case in each switch
// here, and a file with its grammar.
//
// These are switches, not function values: a call of a function value would move every
// decoder and encoder to the heap.

// openFormat reads an answer, but for the rows of a list: for these it sets d.rows.
func (d *decoder) openFormat() Reply {
	switch d.req.Format {
	case Plain:
		return d.openPlain()
	case CSV:
		return d.openCSV()
	case XML:
		return d.openXML()
	case JSON:
		return d.openJSON()
	}
	return nil
}

// nextRow reads a row of a list. It returns false at the end of the list or after a
// failure.
func (d *decoder) nextRow(s *Sender) bool {
	switch d.req.Format {
	case Plain:
		return d.nextPlain(s)
	case CSV:
		return d.nextCSV(s)
	case XML:
		return d.nextXML(s)
	case JSON:
		return d.nextJSON(s)
	}
	return false
}

// writeRow writes a row of a list that has been checked. It returns false after a
// failure.
func (e *encoder) writeRow(s *Sender) bool {
	switch e.req.Format {
	case Plain:
		return e.plainRow(s)
	case CSV:
		return e.csvRow(s)
	case XML:
		return e.xmlRow(s)
	case JSON:
		return e.jsonRow(s)
	}
	return false
}

// writeRefusal writes the server's refusal. It returns false after a failure.
func (e *encoder) writeRefusal(r *APIError) {
	switch e.req.Format {
	case Plain:
		e.plainRefusal(r)
	case CSV:
		e.csvRefusal(r)
	case XML:
		e.xmlRefusal(r)
	case JSON:
		e.jsonRefusal(r)
	}
}
