package findings

// What a captured request asked, in a line without secrets.

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/shown"
	"github.com/smscodec/smscodec/internal/wire"
)

// shapeParameters decide what an answer looks like, in the order in which they are shown.
var shapeParameters = []string{
	wire.OpGet, wire.ParamGetSenders, wire.OpAdd, wire.OpChange, wire.OpSendCode, wire.OpCheckCode, wire.OpDelete,
	wire.ParamFormat, wire.ParamAll, wire.ParamOperators, wire.ParamCharset,
}

// AskedText returns the path and the parameters of a captured request that decide what the
// answer looks like, such as /sys/senders.php?get=1&fmt=3. It is the same for a GET and a
// POST, in any order of the parameters, on any host and for any sender name.
func AskedText(r *capture.Request) string {
	path, _, _ := strings.Cut(r.URL, "?")
	path, _, _ = strings.Cut(path, "#")
	values, err := r.Values()
	if err != nil {
		values = r.Query()
	}
	if strings.HasSuffix(path, "/"+wire.OldFile) {
		return AskedOf(wire.OldPath, values)
	}
	return AskedOf(wire.Path, values)
}

// AskedOf returns the same for a path and parameters.
func AskedOf(path string, values url.Values) string {
	var query []string
	for _, name := range shapeParameters {
		if values.Has(name) {
			query = append(query, name+"="+documentedValue(name, values.Get(name)))
		}
	}
	if len(query) == 0 {
		return "/" + path
	}
	return "/" + path + "?" + strings.Join(query, "&")
}

// documentedValue returns the value of a parameter, or x if it is not a documented one: it
// may be a secret in the wrong place.
func documentedValue(name, value string) string {
	var charset smscodec.Charset
	switch {
	case len(value) == 1 && '0' <= value[0] && value[0] <= '3', value == "":
		return value
	case name == wire.ParamCharset && charset.UnmarshalText([]byte(strings.ToLower(value))) == nil:
		return charset.String()
	}
	return "x"
}

// elsewhere names the endpoint of a request that is not the one that is checked: its host,
// and for the vendor's other endpoints the path.
func elsewhere(r *capture.Request) string {
	_, rest, isAbsolute := strings.Cut(r.URL, "://")
	host, path, _ := strings.Cut(rest, "/")
	if !isAbsolute {
		host, path = "", strings.TrimPrefix(r.URL, "/")
	}
	if _, after, hasUser := strings.Cut(host, "@"); hasUser {
		host = after
	}
	host, _, _ = strings.Cut(host, "?")
	host, _, _ = strings.Cut(host, "#")
	text := strings.ToLower(host)
	if file := vendorPath.FindString(path); file != "" {
		text += "/" + file
	}
	if r.Method == http.MethodOptions {
		text = http.MethodOptions + " " + text
	}
	if text == "" {
		return "another path"
	}
	if len(text) > maxElsewhere {
		text = strings.ToValidUTF8(text[:maxElsewhere], "") + "…"
	}
	return shown.Label(strings.Clone(text))
}

const maxElsewhere = 80 // bytes

var vendorPath = regexp.MustCompile(`^sys/[a-z_]{1,20}\.php`)
