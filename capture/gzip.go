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
	member   gzip.Reader
	src      bufio.Reader
	trailing bool // there is data after the last member
}

// reset starts reading another file or body, or the next member if src is g.src.
func (g *gzipReader) reset(src io.Reader) error {
	g.src.Reset(src)
	g.trailing = false
	err := g.member.Reset(&g.src)
	g.member.Multistream(false)
	return err
}

func (g *gzipReader) Read(p []byte) (int, error) {
	n, err := g.member.Read(p)
	if err != io.EOF {
		return n, err
	}
	following, err := g.src.Peek(len(gzipMagic))
	switch {
	case string(following) == gzipMagic:
		err = g.reset(&g.src)
	case err == nil || err == io.EOF:
		g.trailing, err = len(following) > 0, io.EOF
	}
	return n, err
}
