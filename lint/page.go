package lint

import "bytes"

// isPage reports whether a body is an HTML page.
func isPage(body []byte) bool {
	beginning := bytes.TrimLeft(bytes.TrimPrefix(body[:min(len(body), 4<<10)], []byte(utf8BOM)), " \t\r\n")
	if !bytes.HasPrefix(beginning, []byte("<")) {
		return false
	}
	beginning = bytes.ToLower(beginning)
	return bytes.Contains(beginning, []byte("<html")) || bytes.Contains(beginning, []byte("<!doctype html"))
}

// isEmpty reports whether a body has nothing but white space.
func isEmpty(body []byte) bool {
	return len(bytes.TrimLeft(bytes.TrimPrefix(body, []byte(utf8BOM)), " \t\r\n")) == 0
}
