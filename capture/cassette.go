package capture

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/smscodec/smscodec/internal/http1"
)

// Cassettes: the YAML in which VCR, vcrpy and go-vcr keep a list of interactions. The
// indentation of lines shows where each interaction ends, so each is parsed separately,
// and a damaged one does not affect the others.

// maxNodes bounds the YAML nodes of an interaction, which take many times their bytes in
// memory. It bounds the bytes that may begin a node, of which each node needs one.
const maxNodes = 1 << 18

// readCassette returns the reader of a cassette of up to whole bytes.
func readCassette(whole int) func(in *lookahead, limit int, yield func(*Exchange, error) bool) bool {
	return func(in *lookahead, limit int, yield func(*Exchange, error) bool) bool {
		at, last := in.at, 0
		text, err := in.readAll(Cassette, whole, "a cassette of more than "+strconv.Itoa(whole)+" bytes")
		if err != nil {
			yield(nil, err)
			return false
		}
		c := cassetteReader{content: contentDecoder{limit: limit}}
		items, isList := splitCassette(text)
		if !isList {
			yield(nil, &Error{Format: Cassette, Position: at, Err: ErrMalformed, Detail: "want interactions as a block sequence"})
			return false
		}
		for i, item := range items {
			at = at.after(text[last:item.start])
			last = item.start
			x, err := &Exchange{Entry: i + 1}, error(nil)
			if failure := c.read(x, text[item.start:item.end], item.end == len(text), at); failure != nil {
				x, err = nil, failure.failure(Cassette, i+1, at)
			}
			if !yield(x, err) {
				return false
			}
		}
		return true
	}
}

// An interaction is the place of an interaction in a cassette.
type interaction struct{ start, end int }

// splitCassette returns the interactions of a cassette: the items of the block sequences after
// the keys of lists, if there is one. Joined cassettes have several.
func splitCassette(text []byte) (items []interaction, isList bool) {
	for next := 0; ; {
		key := listKey.FindIndex(text[next:])
		if key == nil {
			return items, isList
		}
		isList = true
		next += key[1]
		indent := -1
		for line := range bytes.Lines(text[next:]) {
			rest := bytes.TrimLeft(line, " ")
			column := len(line) - len(rest)
			isBlank := len(rest) == 0 || strings.IndexByte("\n\r#", rest[0]) >= 0
			isItem := !isBlank && rest[0] == '-' && (indent < 0 || column == indent)
			if isItem {
				indent = column
				items = append(items, interaction{start: next})
			} else if !isBlank && (indent < 0 || column <= indent) {
				break
			}
			next += len(line)
			if indent >= 0 {
				items[len(items)-1].end = next
			}
		}
	}
}

// listKey is the key of the list of interactions, which may be empty.
var listKey = regexp.MustCompile(`(?m)^(?:http_)?interactions:[ \t]*(?:\[\][ \t]*)?(?:#.*)?\r?(?:\n|$)`)

// A cassetteReader reads interactions, one after the other.
type cassetteReader struct {
	content  contentDecoder
	exchange *Exchange
	isUnread bool // a member of the interaction is ill-typed
}

// read reads an interaction that begins at a position. isLast says that the cassette ends
// after it.
func (c *cassetteReader) read(x *Exchange, text []byte, isLast bool, at Position) *Defect {
	nodes := 0
	for _, indicator := range "-:,?[{" { // one of which begins a node, or separates two
		nodes += bytes.Count(text, []byte(string(indicator)))
	}
	switch {
	case len(text) > c.content.limit:
		return &Defect{ErrTooLarge, "an interaction"}
	case nodes > maxNodes:
		return &Defect{ErrTooLarge, "an interaction has too many members"}
	}
	var list []yaml.Node
	err := yaml.Unmarshal(text, &list)
	isMapping := len(list) == 1 && list[0].Kind == yaml.MappingNode
	switch {
	case err != nil && strings.Contains(err.Error(), "unknown anchor"):
		return &Defect{ErrMalformed, "an alias of a node in another interaction"}
	case !isMapping && isLast:
		return &Defect{io.ErrUnexpectedEOF, "the interaction is cut off"}
	case !isMapping:
		return &Defect{ErrMalformed, "an interaction is not a YAML mapping"}
	}
	c.exchange, c.isUnread = x, false
	members := c.mapping(&list[0])
	request, response := c.mapping(members["request"]), c.mapping(members["response"])
	x.Request = c.request(request)
	x.Other = c.header(request["form"])
	if response == nil {
		x.Response.Lost = true
	} else if failure := c.respond(response, text, at); failure != nil {
		return failure
	}
	if response["body"] == nil && isLast {
		x.addDefect(Defect{io.ErrUnexpectedEOF, "the interaction is cut off"})
	}
	if c.isUnread {
		x.note(text)
	}
	return nil
}

// unread adds the defect of a member that is not read. The exchange will have the texts of the
// interaction beside its messages.
func (c *cassetteReader) unread(kind error, detail string) {
	c.exchange.addDefect(Defect{kind, detail})
	c.isUnread = true
}

// request reads a request. Its members have the names of VCR and vcrpy, or of go-vcr.
func (c *cassetteReader) request(members map[string]*yaml.Node) Request {
	request := Request{
		Method: strings.ToUpper(c.scalar(members["method"])), // QUIRK: VCR writes a Ruby symbol, in lower case
		URL:    c.scalar(members["uri"]) + c.scalar(members["url"]),
		Header: c.header(members["headers"]),
	}
	request.Body, _, _ = c.body(members["body"])
	request.findOmission(false)
	return request
}

// respond reads a response of an interaction that begins at a position.
func (c *cassetteReader) respond(members map[string]*yaml.Node, text []byte, at Position) *Defect {
	x := c.exchange
	r := &x.Response
	r.Status, r.Header = c.status(members), c.header(members["headers"])
	// QUIRK: Ruby's Net::HTTP undoes gzip and removes Content-Encoding, but keeps the length.
	if x.Request.Header.Get("Accept-Encoding") == "gzip;q=1.0,deflate;q=0.6,identity;q=0.3" && r.Header.Get("Content-Encoding") == "" {
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Length") })
	}
	body, isBinary, start := c.body(members["body"])
	r.Text = !isBinary
	r.origin.at = at
	if start != nil {
		r.origin.at = at.after(text[:nodeStart(text, start)])
	}
	switch {
	case x.Request.IsElsewhere():
	case start == nil && http1.IsBodiless(x.Request.Method, r.Status):
		r.Body = []byte{}
	case start == nil:
		r.omitBody()
	case isBinary:
		out := c.content.decode(body, r.Header.Get("Content-Encoding"))
		if out.defect != nil && out.defect.Err == ErrTooLarge {
			return out.defect
		}
		if out.defect != nil {
			x.addDefect(*out.defect)
		}
		r.Body, r.Decoded = out.bytes, out.undone
	default:
		r.Body = body
	}
	return nil
}

// status reads the status: a number of go-vcr, or in a mapping of VCR and vcrpy.
func (c *cassetteReader) status(response map[string]*yaml.Node) int {
	code := response["code"]
	if code == nil {
		code = c.mapping(response["status"])["code"]
	}
	text := c.scalar(code)
	status, err := strconv.ParseUint(text, 10, 10)
	if err != nil && text != "" || status > 999 {
		c.unread(ErrMember, "the status is not an HTTP status")
		status = 0
	}
	return int(status)
}

// header reads a mapping of names to values, or to sequences of them.
func (c *cassetteReader) header(node *yaml.Node) (header Header) {
	if node = target(node); !c.is(node, yaml.MappingNode, "a mapping") {
		return nil
	}
	for pair := range slices.Chunk(node.Content, 2) {
		name, values := c.scalar(pair[0]), pair[1:]
		if list := target(pair[1]); list.Kind == yaml.SequenceNode {
			values = list.Content
		}
		for _, value := range values {
			if len(header) == maxFields {
				c.unread(ErrTooLarge, "more than "+strconv.Itoa(maxFields)+" headers")
				return header
			}
			header = append(header, Field{name, c.scalar(value)})
		}
	}
	return header
}

// body reads a body: a string, or a mapping with a string. It returns where the string
// starts, nil without a body, and whether the bytes are as they were sent.
func (c *cassetteReader) body(node *yaml.Node) (body []byte, isBinary bool, start *yaml.Node) {
	if target(node).Kind == yaml.MappingNode {
		members := c.mapping(node)
		isBinary = members["base64_string"] != nil
		node = cmp.Or(members["base64_string"], members["string"], node)
	}
	text, tag := c.scalar(node), target(node).ShortTag()
	switch {
	case target(node).Kind != yaml.ScalarNode, tag == "!!null":
		return nil, false, nil
	case !isBinary && tag != "!!binary" && tag != "!binary": // QUIRK: Ruby writes one exclamation mark
		return []byte(text), false, node
	}
	body, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		c.unread(ErrMember, "a body is not base64")
		return nil, false, nil
	}
	return body, true, node
}

// scalar returns the text of a scalar, or "" for null and other nodes.
func (c *cassetteReader) scalar(node *yaml.Node) string {
	node = target(node)
	if !c.is(node, yaml.ScalarNode, "a scalar") || node.ShortTag() == "!!null" {
		return ""
	}
	return node.Value
}

// mapping returns the members of a mapping, nil if it is none.
func (c *cassetteReader) mapping(node *yaml.Node) map[string]*yaml.Node {
	if node = target(node); !c.is(node, yaml.MappingNode, "a mapping") {
		return nil
	}
	members := make(map[string]*yaml.Node)
	for pair := range slices.Chunk(node.Content, 2) {
		name := c.scalar(pair[0])
		if members[name] != nil {
			c.unread(ErrMember, "a duplicate member")
		}
		members[name] = pair[1]
	}
	return members
}

// is reports whether a node is of a kind. It is ill-typed if it is not, and neither null nor empty.
func (c *cassetteReader) is(node *yaml.Node, kind yaml.Kind, want string) bool {
	if node.Kind != kind && node.ShortTag() != "!!null" && len(node.Content)+len(node.Value) > 0 {
		c.unread(ErrMember, "want "+want)
	}
	return node.Kind == kind
}

// target returns the node that an alias refers to, or the node itself. Of nil it returns a
// node that reads as null.
func target(node *yaml.Node) *yaml.Node {
	switch {
	case node == nil:
		return new(yaml.Node)
	case node.Kind == yaml.AliasNode:
		return node.Alias
	}
	return node
}

// nodeStart returns the offset of a node in the parsed text.
func nodeStart(text []byte, node *yaml.Node) int {
	lines := bytes.SplitAfterN(text, []byte("\n"), node.Line)
	rest := lines[len(lines)-1]
	before := []rune(string(rest[:min(len(rest), utf8.UTFMax*node.Column)]))
	before = before[:min(len(before), node.Column-1)]
	return len(text) - len(rest) + len(string(before))
}
