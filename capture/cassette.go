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
	for i, item := range items {
		if in.stopped {
			return // parsing takes long
		}
		at = at.after(text[last:item.start])
		last = item.start
		x := &Exchange{Entry: i + 1}
		if failure := contents.readInteraction(x, text[item.start:item.end], item.end == len(text), at); failure != nil {
			out.fail(i+1, at, failure)
		} else {
			out.yield(x, nil)
		}
	}
}

// An interaction is the place of an interaction in a cassette.
type interaction struct{ start, end int }

// splitCassette returns the interactions of a cassette: the items of the block sequences after
// the keys of lists, if there is one. Joined cassettes have several.
func splitCassette(text []byte) (items []interaction, isList bool) {
	const none, unknown = -2, -1 // outside a list, and before its first item
	start, indent := 0, none     // of the line, and of the items of the list
	for line := range bytes.Lines(text) {
		rest := bytes.TrimLeft(line, " ")
		column := len(line) - len(rest)
		switch {
		case len(rest) == 0 || strings.IndexByte("\n\r#", rest[0]) >= 0: // in an item, or before one
		case indent != none && rest[0] == '-' && (indent == unknown || column == indent):
			indent = column
			items = append(items, interaction{start: start})
		case listKey.Match(line):
			indent, isList = unknown, true
		case column <= indent || indent == unknown:
			indent = none
		}
		start += len(line)
		if indent >= 0 {
			items[len(items)-1].end = start
		}
	}
	return items, isList
}

// listKey matches the key of the list of interactions, which may be empty.
var listKey = regexp.MustCompile(`^(?:http_)?interactions:[ \t]*(?:\[\][ \t]*)?(?:#.*)?\r?\n?$`)

// The interactionMembers are those that VCR and vcrpy write, or go-vcr.
type interactionMembers struct {
	Request struct {
		Method        string
		URI, URL      string
		Target        string `yaml:"request_uri"`
		Headers, Form yamlHeader
		Trailer       yamlHeader
		Body          yamlBody
	}
	Response struct {
		Status  yaml.Node // a mapping with the code, or a status line beside it
		Code    string
		Headers yamlHeader
		Trailer yamlHeader
		Body    yaml.Node // a yamlBody
	}
}

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
	switch {
	case err != nil && strings.Contains(err.Error(), "unknown anchor"):
		return &Defect{ErrMalformed, "an alias of a node in another interaction"}
	case !isMapping && isLast:
		return &Defect{io.ErrUnexpectedEOF, "the interaction is cut off"}
	case !isMapping:
		return &Defect{ErrMalformed, "an interaction is not a YAML mapping"}
	case isUnfit(&list[0]):
		return &Defect{ErrMalformed, "a mapping of an interaction has duplicate or merged members, or too many"}
	}
	var members interactionMembers
	var body yamlBody
	request, response := &members.Request, &members.Response
	err = cmp.Or(list[0].Decode(&members), response.Body.Decode(&body))
	if response.Code == "" {
		err = cmp.Or(err, response.Status.Decode(&struct{ Code *string }{&response.Code}))
	}
	status, notStatus := strconv.ParseUint(cmp.Or(response.Code, "0"), 10, 10)
	if status > 999 {
		status, notStatus = 0, strconv.ErrRange
	}
	if cmp.Or(err, notStatus) != nil {
		x.addDefect(&Defect{ErrMember, "a member of the interaction is ill-typed, or has too many values"})
		x.note(text)
	}

	x.Request = Request{
		Method: strings.ToUpper(request.Method), // QUIRK: VCR writes a Ruby symbol, in lower case
		URL:    request.URI + request.URL,
		Header: Header(request.Headers),
		Body:   request.Body.bytes,
	}
	x.Other = slices.Concat(x.Other, Header(request.Form), Header(request.Trailer), Header(response.Trailer))
	x.note([]byte(request.Target))
	x.Response = Response{Status: int(status), Header: Header(response.Headers), Body: body.bytes, Text: !body.isBinary, origin: origin{at: at}}
	r := &x.Response
	// QUIRK: Ruby's Net::HTTP undoes gzip and removes Content-Encoding, but keeps the length.
	if x.Request.Header.Get("Accept-Encoding") == "gzip;q=1.0,deflate;q=0.6,identity;q=0.3" && r.Header.Get("Content-Encoding") == "" {
		r.Header = slices.DeleteFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Length") })
	}
	if body.start != nil {
		r.origin.at = at.after(text[:nodeStart(text, body.start)])
	}
	if body.isBinary && !x.Request.IsElsewhere() {
		d.decodeSent(x)
	}
	x.complete(false)
	if isLast && response.Body.IsZero() && (r.Lost || r.BodyOmitted) {
		x.addDefect(&Defect{io.ErrUnexpectedEOF, "the interaction is cut off"})
	}
	return nil
}

// isUnfit reports whether a mapping in a node has duplicate or too many keys, or is merged into
// another. The library compares each key with all others, wherever a mapping is merged, and
// reports each two that are equal.
func isUnfit(node *yaml.Node) bool {
	const maxKeys = 256
	if node.Kind == yaml.MappingNode {
		keys := make(map[string]bool)
		for pair := range slices.Chunk(node.Content, 2) {
			keys[pair[0].Value] = true
		}
		if len(keys) < len(node.Content)/2 || len(keys) > maxKeys || keys["<<"] {
			return true
		}
	}
	return slices.ContainsFunc(node.Content, isUnfit)
}

// errIllTyped reports that a member is ill-typed. The others are decoded nevertheless.
var errIllTyped = &yaml.TypeError{Errors: []string{"ill-typed"}}

// A yamlHeader is a mapping of names to values, or to sequences of them.
type yamlHeader Header

// UnmarshalYAML reads the fields in their order.
func (h *yamlHeader) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode && len(node.Content)+len(node.Value) > 0 { // some write [] for an empty one
		return errIllTyped
	}
	for pair := range slices.Chunk(node.Content, 2) {
		if target(pair[0]).Kind != yaml.ScalarNode {
			return errIllTyped
		}
		values := pair[1:]
		if list := target(pair[1]); list.Kind == yaml.SequenceNode {
			values = list.Content
		}
		for _, value := range values {
			f := Field{Name: target(pair[0]).Value}
			if value.Decode(&f.Value) != nil || len(*h) == maxFields {
				return errIllTyped
			}
			*h = append(*h, f)
		}
	}
	return nil
}

// A yamlBody is a string, or a mapping with one.
type yamlBody struct {
	bytes    []byte
	isBinary bool       // the bytes are as they were sent
	start    *yaml.Node // where the string starts, or nil without a body
}

// UnmarshalYAML reads the body.
func (b *yamlBody) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode {
		var members struct {
			String yaml.Node
			Base64 yaml.Node `yaml:"base64_string"`
		}
		if err := node.Decode(&members); err != nil {
			return err
		}
		node = target(&members.String)
		if b.isBinary = members.Base64.Kind != 0; b.isBinary {
			node = target(&members.Base64)
		}
	}
	switch {
	case node.Kind != yaml.ScalarNode:
		return errIllTyped
	case node.ShortTag() == "!!null":
		return nil
	}
	b.start = node
	b.isBinary = b.isBinary || node.ShortTag() == "!!binary" || node.Tag == "!binary" // QUIRK: Ruby writes one exclamation mark
	if !b.isBinary {
		b.bytes = []byte(node.Value)
		return nil
	}
	sent, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(node.Value), ""))
	if err != nil {
		return errIllTyped
	}
	b.bytes = sent
	return nil
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
