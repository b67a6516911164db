package smscodec

// What the tests need of the unexported code.

// DecodeCarefully is Codec.Decode without the fast path: the grammar of the format
// reads every row, member by member.
func DecodeCarefully(c Codec, data []byte, req Request) (Reply, error) {
	var d decoder
	reply := d.open(c, data, req)
	d.layouts = nil
	list := List{}
	for d.rows {
		var s Sender
		if !d.next(&s) {
			break
		}
		list = append(list, s)
	}
	if err := d.close(reply); err != nil {
		return nil, err
	}
	if d.rows {
		return list, nil
	}
	return reply, nil
}

// RowsAlike returns how many rows of a list are read by comparing them with a skeleton,
// a documented or a learned one.
func RowsAlike(c Codec, data []byte, req Request) (rows int) {
	a := arena{data: data}
	list, pos, whole := a.documentedRows(req, c.columns())
	if rows = len(list); whole {
		return rows
	}
	var d decoder
	var r rowReader
	d.open(c, data, req)
	if d.resume(len(list), pos); rows > 0 {
		r.start(&d)
	}
	for r.next(&d) {
		rows += r.batch.n
	}
	return rows
}

// IsWritten reports whether rows with the columns are written by copying a layout.
func IsWritten(c *Columns, format Format) bool {
	layouts := layoutsOf(Request{Op: OpGet, Format: format, Operators: true}, c)
	return layouts != nil && layouts[format][0] != nil
}
