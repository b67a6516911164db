package smsctest

// The paths of the endpoint.

import (
	"net/http"
	"regexp"

	"github.com/smscodec/smscodec/internal/wire"
)

// Path is the path of the endpoint on a server.
const Path = "/" + wire.Path

// An endpointPath is what the path of a request is to the endpoint.
type endpointPath uint8

const (
	otherPath endpointPath = iota
	newPath                // Path
	oldPath                // of its predecessor
)

var slashes = regexp.MustCompile(`/+`)

// pathOf returns what the path of a request is. As on the usual web servers, repeated
// slashes count as one.
func pathOf(r *http.Request) endpointPath {
	switch slashes.ReplaceAllLiteralString(r.URL.Path, "/") {
	case Path:
		return newPath
	case "/" + wire.OldPath:
		return oldPath
	}
	return otherPath
}
