package smscodec

import "encoding/binary"

// DecodeCarefully is Codec.Decode by the obvious path alone: every row is read by
// its format's grammar, member by member.
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

// ScanOrdinary, ScanOrdinary16 and IndexControl are the scans of eight bytes at a time.
func ScanOrdinary(b []byte, format Format) int { return format.alphabet().scan(b, 0) }

func ScanOrdinary16(b *[16]byte, format Format) int {
	a := format.alphabet()
	return index16(a.special(binary.LittleEndian.Uint64(b[:])), a.special(binary.LittleEndian.Uint64(b[8:])))
}

// CopyOrdinary copies text if it has ordinary characters only.
func CopyOrdinary(dst []byte, text string, format Format) bool {
	return format.alphabet().copy(dst, text)
}

func IndexControl(b []byte) int { return indexControl(b) }

// HasLayout reports whether rows with the columns are written and read by a layout.
func HasLayout(c *Columns, format Format) bool { return c.layouts[format] != nil }
