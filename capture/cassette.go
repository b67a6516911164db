package capture

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Cassettes: the YAML in which VCR, vcrpy and go-vcr keep a list of interactions. The
// indentation of lines shows where each interaction ends, so each is parsed separately,
// and a damaged one does not affect the others.

// maxNodes bounds the YAML nodes of an interaction, which take many times their bytes in
// memory. It bounds the bytes that may begin a node, of which each node needs one.
const maxNodes = 1 << 18

// readCassette reads a cassette of up to whole bytes, with interactions of up to limit bytes each.
func readCassette(in *lookahead, limit, whole int, out *gatherer) {
	at, last := in.at, 0
	text, isWhole := in.readAll(whole)
	items, isList := splitCassette(text)
	switch {
	case !isWhole:
		out.fail(0, at, &Defect{ErrTooLarge, "a cassette of more than " + strconv.Itoa(whole) + " bytes"})
		return
	case in.failure() != nil:
		return
	case !isList:
		out.fail(0, at, &Defect{ErrMalformed, "want interactions as a block sequence"})
	}
	contents := contentDecoder{limit: limit}
	for i, place := range items {
		if in.stopped {
			return // parsing takes long
		}
		at = at.after(text[last:place.start])
		last = place.start
		read := func(end int) (*Exchange, *Defect) {
			x := &Exchange{Entry: i + 1}
			return x, contents.readInteraction(x, text[place.start:end], end == len(text), at)
		}
		x, failure := read(place.end)
		if failure != nil && place.margin > 0 { // what is at the margin may be no part of it
			if whole, damage := read(place.margin); damage == nil {
				if indented.Match(text[place.margin:place.end]) { // which may be the rest of it
					whole.addDefect(&Defect{ErrMalformed, "a line is no part of the interaction, and what follows it was not read"})
				}
				out.yield(whole, nil)
				at, last = at.after(text[last:place.margin]), place.margin
				failure = &Defect{ErrMalformed, "a line is no part of an interaction"}
			}
		}
		if failure != nil {
			out.fail(i+1, at, failure)
		} else {
			out.yield(x, nil)
		}
	}
}

// An interaction is the place of an interaction in a cassette.
type interaction struct {
	start, end int
	margin     int // the offset of the first line that is less indented than an interaction's, or 0
}

// splitCassette returns the interactions of a cassette: the items of the block sequences after
// the keys of lists, if there is one. Joined cassettes have several. Other lines at the margin, such
// as marks of a merge conflict, are a part of the interaction before them, or one by themselves.
func splitCassette(text []byte) (items []interaction, isList bool) {
	const none, unknown = -2, -1 // outside a list, and before its first item
	start, indent := 0, none     // of the line, and of the items of the list
	isOther := false             // lines at the margin may be of another member
	for line := range bytes.Lines(text) {
		rest := bytes.TrimLeft(line, " ")
		column, isItem := len(line)-len(rest), item.Match(rest)
		switch {
		case len(rest) == 0 || strings.IndexByte("\n\r#", rest[0]) >= 0: // in an item, or before one
		case listKey.Match(line):
			indent, isList = unknown, true
		case margin.Match(line):
			indent, isOther = none, openMember.Match(line)
		case isItem && column == indent, indent == unknown, indent == none && column == 0 && !isOther:
			indent = column
			items = append(items, interaction{start: start})
		case indent >= 0 && column <= indent && items[len(items)-1].margin == 0:
			items[len(items)-1].margin = start
		}
		start += len(line)
		if indent >= 0 {
			items[len(items)-1].end = start
		}
	}
	return items, isList
}

var (
	// item matches the beginning of an item.
	item = regexp.MustCompile(`^-(?:[ \t\r\n]|$)`)
	// indented matches a line that is not at the margin.
	indented = regexp.MustCompile(`(?m)^[ \t]+[^ \t\r\n]`)
	// listKey matches the key of the list of interactions, which may be empty.
	listKey = regexp.MustCompile(`^(?:http_)?interactions:[ \t]*(?:\[\][ \t]*)?(?:#.*)?\r?\n?$`)
	// margin matches a member of the cassette, the end of one over several lines, or a mark of a
	// document, and openMember a member whose value may continue at the margin.
	margin     = regexp.MustCompile(`^(?:[^\s#<=>|\x60@{}\[\],*-][^\n]*?:(?:\s|$)|[\]}]|---(?:\s|$)|\.\.\.(?:\s|$)|[%?])`)
	openMember = regexp.MustCompile(`^(?:[%?]|[^\n]*?:[ \t]*(?:[&!#|>][^\n]*|"[^"\n]*|'[^'\n]*|[\[{][^\]}\n]*)?\r?\n?$)`)
)

// readInteraction reads an interaction that begins at a position. isLast says that the cassette
// ends after it.
func (d *contentDecoder) readInteraction(x *Exchange, text []byte, isLast bool, at Position) *Defect {
	nodes := 0
	for _, indicator := range "-:,?[{" { // one of which begins a node, or separates two
		nodes += bytes.Count(text, []byte(string(indicator)))
	}
	switch {
	case len(text) > d.limit:
		return &Defect{ErrTooLarge, "an interaction"}
	case nodes > maxNodes:
		return &Defect{ErrTooLarge, "an interaction has too many members"}
	}
	var list []yaml.Node
	err := yaml.Unmarshal(text, &list)
	isMapping := len(list) == 1 && list[0].Kind == yaml.MappingNode
	_, isOther := err.(*yaml.TypeError) // another value than a list
	switch {
	case err != nil && strings.Contains(err.Error(), "unknown anchor"):
		return &Defect{ErrMalformed, "an alias of a node in another interaction"}
	case isLast && err != nil && !isOther:
		return &Defect{io.ErrUnexpectedEOF, "the interaction is cut off"}
	case !isMapping:
		return &Defect{ErrMalformed, "an interaction is not a YAML mapping"}
	}
	var y yamlReader
	root := y.members(&list[0])
	request, response := y.members(root["request"]), y.members(root["response"])
	form, _, _ := y.body(request["body"])
	body, isSent, start := y.body(response["body"])
	code := y.text(response["code"]) // of go-vcr, which has a status line beside it
	if code == "" {
		code = y.text(y.members(response["status"])["code"])
	}
	status, err := strconv.ParseUint(cmp.Or(code, "0"), 10, 10)
	if err != nil || status > 999 {
		status, y.isIllTyped = 0, true
	}
	x.Request = Request{
		Method: strings.ToUpper(y.text(request["method"])), // QUIRK: VCR writes a Ruby symbol, in lower case
		URL:    y.text(request["uri"]) + y.text(request["url"]),
		Header: y.header(request["headers"]),
		Body:   form,
	}
	x.Response = Response{Status: int(status), Header: y.header(response["headers"]), Body: body, Text: !isSent, origin: origin{at: at}}
	x.Other = slices.Concat(y.header(request["form"]), y.header(request["trailer"]), y.header(response["trailer"]))
	x.note([]byte(y.text(request["request_uri"])))
	switch {
	case y.isAmbiguous:
		return &Defect{ErrMalformed, "a mapping of an interaction has duplicate or merged members"}
	case y.isIllTyped:
		x.addDefect(&Defect{ErrMember, "a member of the interaction is ill-typed, or has too many values"})
		x.note(text)
	}
	r := &x.Response
	// QUIRK: Ruby's Net::HTTP undoes gzip and removes Content-Encoding, but keeps the length.
	if x.Request.Header.Get("Accept-Encoding") == "gzip;q=1.0,deflate;q=0.6,identity;q=0.3" && r.Header.Get("Content-Encoding") == "" {
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Length") })
	}
	if start != nil {
		r.origin.at = at.after(text[:nodeStart(text, start)])
	}
	d.complete(x, false, isSent)
	if isLast && response["body"] == nil && (r.Lost || r.BodyOmitted) {
		x.addDefect(&Defect{io.ErrUnexpectedEOF, "the interaction is cut off"})
	}
	return nil
}

// A yamlReader reads nodes. A nil node is one that the interaction does not have.
type yamlReader struct {
	isIllTyped  bool // a node was, and is not read
	isAmbiguous bool // a mapping has duplicate members, or those of another
}

// content returns the keys and values of a mapping. Some tools write an empty node of another kind.
func (y *yamlReader) content(node *yaml.Node) iter.Seq[[]*yaml.Node] {
	var content []*yaml.Node
	switch {
	case node == nil, len(node.Content) == 0 && node.Value == "":
	case node.Kind == yaml.MappingNode:
		content = node.Content
	case node.Decode(new(map[string]yaml.Node)) != nil: // nor is it null
		y.isIllTyped = true
	}
	return slices.Chunk(content, 2)
}

// members returns the members of a mapping.
func (y *yamlReader) members(node *yaml.Node) map[string]*yaml.Node {
	members := make(map[string]*yaml.Node)
	for pair := range y.content(node) {
		name := target(pair[0]).Value
		y.isAmbiguous = y.isAmbiguous || name == "<<" || members[name] != nil
		members[name] = target(pair[1])
	}
	return members
}

// text returns a scalar.
func (y *yamlReader) text(node *yaml.Node) (text string) {
	if node != nil && node.Decode(&text) != nil {
		y.isIllTyped = true
	}
	return text
}

// header returns the fields of a mapping of names to values, or to sequences of them, in their order.
func (y *yamlReader) header(node *yaml.Node) (h Header) {
	for pair := range y.content(node) {
		name, values := target(pair[0]), pair[1:]
		if list := target(pair[1]); list.Kind == yaml.SequenceNode {
			values = list.Content
		}
		for _, value := range values {
			f := Field{Name: name.Value}
			if name.Kind != yaml.ScalarNode || target(value).Kind != yaml.ScalarNode || len(h) == maxFields || value.Decode(&f.Value) != nil {
				y.isIllTyped = true
				return h
			}
			h = append(h, f)
		}
	}
	return h
}

// body returns a body, which is a string, or a mapping with one, and where the string starts, or
// nil without a body. isSent reports that it has the bytes as they were sent.
func (y *yamlReader) body(node *yaml.Node) (body []byte, isSent bool, start *yaml.Node) {
	if node != nil && node.Kind == yaml.MappingNode {
		members := y.members(node)
		isSent = members["base64_string"] != nil
		node = cmp.Or(members["base64_string"], members["string"], node)
	}
	switch {
	case node == nil || node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null":
		y.text(node) // which has none, or is ill-typed
		return nil, isSent, nil
	case !isSent && node.ShortTag() != "!!binary" && node.Tag != "!binary": // QUIRK: Ruby writes one exclamation mark
		return []byte(node.Value), false, node
	}
	body, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(node.Value), ""))
	if err != nil {
		body, y.isIllTyped = nil, true
	}
	return body, true, node
}

// target returns the node that an alias refers to, or the node itself.
func target(node *yaml.Node) *yaml.Node { return cmp.Or(node.Alias, node) }

// nodeStart returns the offset of a node in the parsed text.
func nodeStart(text []byte, node *yaml.Node) int {
	lines := bytes.SplitAfterN(text, []byte("\n"), node.Line)
	rest := lines[len(lines)-1]
	before := []rune(string(rest[:min(len(rest), utf8.UTFMax*node.Column)]))
	before = before[:min(len(before), node.Column-1)]
	return len(text) - len(rest) + len(string(before))
}
