package capture

import (
	"bufio"
	"compress/gzip"
	"io"
)

const gzipMagic = "\x1f\x8b"

// A gzipReader decompresses the members of a gzip file or body. It ignores data after the
// last member, as gzip(1) does: tools pad the files that they save, and append to them.
type gzipReader struct {
	src      *bufio.Reader
	member   gzip.Reader
	trailing bool // there is data after the last member
}

func (g *gzipReader) reset(src *bufio.Reader) error {
	g.src, g.trailing = src, false
	return g.next()
}

// next starts reading a member.
func (g *gzipReader) next() error {
	if err := g.member.Reset(g.src); err != nil {
		return err
	}
	g.member.Multistream(false)
	return nil
}

func (g *gzipReader) Read(p []byte) (int, error) {
	n, err := g.member.Read(p)
	if err != io.EOF {
		return n, err
	}
	following, err := g.src.Peek(len(gzipMagic))
	if string(following) == gzipMagic {
		return n, g.next()
	}
	if err != nil && err != io.EOF {
		return n, err
	}
	g.trailing = len(following) > 0
	return n, io.EOF
}
