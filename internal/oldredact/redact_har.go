package oldredact

import "io"

// har copies a HAR. Its entries and pages are masked one by one, and so is what
// stands beside them.
func (c *redaction) har() error {
	if err := c.skipBOM(); err != nil {
		return err
	}
	err := c.members(func(name string, first byte) error {
		if name != "log" || first != '{' {
			return c.value(name)
		}
		return c.members(func(name string, first byte) error {
			if name != "entries" && name != "pages" || first != '[' {
				return c.value(name)
			}
			c.entry = 0
			return c.list('[', ']', func() error {
				c.entry++
				return c.value(name)
			})
		})
	})
	if err != nil {
		return err
	}
	c.entry = 0
	if _, err := c.next(); err != io.EOF {
		if err == nil {
			err = c.unwanted("the end of the file")
		}
		return err
	}
	return nil
}

// members copies the object that comes next. Each is handed the name and the first
// byte of a value, and copies that.
func (c *redaction) members(each func(name string, first byte) error) error {
	return c.list('{', '}', func() error {
		if first, err := c.next(); err != nil {
			return c.cutOff(err)
		} else if first != '"' {
			return c.unwanted("a string")
		}
		text, err := c.read()
		if err == nil {
			err = c.json(text, "")
		}
		if err != nil {
			return err
		}
		// What is masked is none of the names looked for.
		name, _, _ := stringValue(nil, text, 0)
		if err := c.write(text); err != nil {
			return err
		}
		if err := c.byte(':', "a colon"); err != nil {
			return err
		}
		first, err := c.next()
		if err != nil {
			return c.cutOff(err)
		}
		return each(string(name), first)
	})
}

// list copies an object or array. Each copies what is between the commas.
func (c *redaction) list(begin, end byte, each func() error) error {
	if err := c.byte(begin, "a list"); err != nil {
		return err
	}
	if next, err := c.next(); err == nil && next == end {
		return c.byte(end, "")
	}
	for {
		if err := each(); err != nil {
			return err
		}
		next, err := c.next()
		if err == nil && next == end {
			return c.byte(end, "")
		}
		if err := c.byte(',', "a comma or the end"); err != nil {
			return err
		}
	}
}

// value copies the value that comes next.
func (c *redaction) value(name string) error {
	if _, err := c.next(); err != nil {
		return c.cutOff(err)
	}
	text, err := c.read()
	if err == nil {
		err = c.json(text, name)
	}
	if err != nil {
		return err
	}
	return c.write(text)
}

// next copies white space, and gives the byte behind it.
func (c *redaction) next() (byte, error) {
	for {
		next, err := c.in.buf.Peek(1)
		if err != nil {
			return 0, err
		}
		if skipSpace(next, 0) == 0 {
			return next[0], nil
		}
		if err := c.write(next); err != nil {
			return 0, err
		}
		c.in.buf.Discard(1)
	}
}

// byte copies white space and a byte that has to come.
func (c *redaction) byte(want byte, what string) error {
	next, err := c.next()
	if err != nil {
		return c.cutOff(err)
	}
	if next != want {
		return c.unwanted(what)
	}
	c.in.buf.Discard(1)
	return c.write([]byte{want})
}

func (c *redaction) unwanted(what string) error {
	return c.fail(nil, 0, ErrMalformed, "want "+what)
}

// cutOff gives the error for an end where none should be.
func (c *redaction) cutOff(err error) error {
	if err == io.EOF {
		return c.fail(nil, 0, io.ErrUnexpectedEOF, "")
	}
	return err
}

// read reads the JSON value that comes next, as far as brackets and quotes tell.
func (c *redaction) read() ([]byte, error) {
	var text []byte
	var end valueEnd
	for {
		piece, err := c.in.buf.Peek(max(1, c.in.buf.Buffered()))
		if len(piece) == 0 && err != io.EOF {
			return nil, err
		}
		n, done := end.find(piece)
		text = append(text, piece[:n]...)
		c.in.buf.Discard(n)
		switch {
		case len(text) > c.max:
			return nil, c.fail(nil, 0, ErrTooLarge, "a value")
		case done, len(piece) == 0: // json finds what is cut off
			return text, nil
		}
	}
}
