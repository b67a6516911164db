package capture

import (
	"bytes"
	"encoding/base64"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxYAMLTokens and maxYAMLDepth bound an interaction: the parser takes the square
	// of either.
	maxYAMLTokens = 1 << 12
	maxYAMLDepth  = 32
	// maxYAMLIndicators bounds how many tokens there could be: of the bytes of a body
	// some look as if they were.
	maxYAMLIndicators = 1 << 18
)

// readCassette reads the list of interactions in which VCR and its kin keep
// exchanges. YAML allows to find where each of them ends by the indentation of
// lines, so they are read one by one.
func (r Reader) readCassette(in *input) iter.Seq2[*Exchange, error] {
	return func(yield func(*Exchange, error) bool) {
		c := cassetteReader{lookahead: in.lookahead(), limit: r.maxEntry(), content: contentDecoder{limit: r.maxEntry()}, yield: yield}
		for len(c.ahead(maxHeader)) > 0 {
			if !c.readLine() {
				return
			}
		}
		if c.err != io.EOF {
			yield(nil, c.err)
		}
	}
}

// A cassetteReader is always at the beginning of a line.
type cassetteReader struct {
	*lookahead
	limit   int
	content contentDecoder
	yield   func(*Exchange, error) bool
	number  int  // of the interaction
	inList  bool // of interactions
	indent  int  // of its items, or -1
}

// interactionKeys are the keys of the list of interactions.
var interactionKeys = []string{"interactions:", "http_interactions:"}

// readLine passes over a line, or reads the interaction that begins there.
func (c *cassetteReader) readLine() bool {
	for _, key := range interactionKeys {
		if rest, ok := bytes.CutPrefix(c.text, []byte(key)); ok {
			return c.openList(rest)
		}
	}
	indent, first := indentation(c.text)
	switch {
	case first == '#', first == '\r', first == '\n', !c.inList:
	case first == '-' && c.indent < 0:
		c.indent = indent
		return c.readItem()
	case first == '-' && c.indent == indent:
		return c.readItem()
	default:
		c.inList = false
	}
	c.skipLine()
	return true
}

// openList reads what stands behind the key of the list.
func (c *cassetteReader) openList(rest []byte) bool {
	at := c.at
	value, _, _ := bytes.Cut(rest, []byte("\n"))
	value, _, _ = bytes.Cut(value, []byte("#"))
	value = bytes.TrimSpace(value)
	c.skipLine()
	c.inList, c.indent = len(value) == 0, -1
	if c.inList || string(value) == "[]" {
		return true
	}
	return c.fail(0, at, ErrMalformed, "want interactions as a block sequence")
}

// skipLine passes over a line, however long.
func (c *cassetteReader) skipLine() {
	for len(c.ahead(1)) > 0 {
		if n := bytes.IndexByte(c.text, '\n') + 1; n > 0 {
			c.skip(n)
			return
		}
		c.skip(len(c.text))
	}
}

// indentation gives the number of spaces that a line begins with, and the byte
// behind them.
func indentation(line []byte) (indent int, first byte) {
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	if indent == len(line) {
		return indent, '\n'
	}
	return indent, line[indent]
}

// isWithin reports whether a line is a part of the item that stands before it.
func (c *cassetteReader) isWithin(line []byte) bool {
	indent, first := indentation(line[:min(len(line), c.indent+1)])
	return indent > c.indent || first == '\n' || first == '\r' || first == '#'
}

// readItem reads an interaction.
func (c *cassetteReader) readItem() bool {
	c.number++
	at := c.at
	end := c.itemEnd()
	if end < 0 {
		c.skipLine()
		for len(c.ahead(maxHeader)) > 0 && c.isWithin(c.text) {
			c.skipLine()
		}
		return c.fail(c.number, at, ErrTooLarge, "an interaction")
	}
	text := c.text[:end]
	x, problem := c.interaction(text)
	ended := c.endsAt(end)
	c.skip(end)
	switch {
	case problem != nil && problem.Err == ErrMalformed && ended:
		return c.fail(c.number, at, io.ErrUnexpectedEOF, "the interaction is cut off")
	case problem != nil:
		return c.fail(c.number, at, problem.Err, problem.Detail)
	}
	return c.yield(x, nil)
}

// itemEnd gives where the item ends that begins here, or -1 where that is beyond
// the limit.
func (c *cassetteReader) itemEnd() int {
	line := 0
	for n := maxHeader; ; n *= 2 {
		text := c.ahead(n)
		for {
			i := bytes.IndexByte(text[line:], '\n') + 1
			next := line + i
			if i == 0 || len(text)-next <= c.indent && c.err == nil {
				break
			}
			line = next
			if !c.isWithin(text[line:]) {
				if line > c.limit {
					return -1
				}
				return line
			}
		}
		switch {
		case c.err != nil && len(text) <= c.limit:
			return len(text)
		case len(text) > c.limit+maxHeader, c.err != nil:
			return -1
		}
	}
}

func (c *cassetteReader) fail(entry int, at Position, kind error, detail string) bool {
	return c.yield(nil, &Error{Format: Cassette, Entry: entry, Position: at, Err: kind, Detail: detail})
}

// interaction reads an item of the list.
func (c *cassetteReader) interaction(text []byte) (*Exchange, *Defect) {
	malformed := &Defect{ErrMalformed, "an interaction is no mapping of YAML"}
	large := &Defect{ErrTooLarge, "an interaction has too many members"}
	if indicators(text) > maxYAMLIndicators {
		return nil, large
	}
	tokens := lexer.Tokenize(string(text))
	if len(tokens) > maxYAMLTokens || nesting(tokens) > maxYAMLDepth {
		return nil, large
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil || len(file.Docs) != 1 {
		return nil, malformed
	}
	list, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok || len(list.Values) != 1 {
		return nil, malformed
	}
	y := yamlReader{root: list}
	members := y.members(list.Values[0])
	if members == nil {
		return nil, malformed
	}
	x := &Exchange{Entry: c.number, Request: y.request(members["request"])}
	response := y.members(members["response"])
	x.Response.Lost = response == nil
	if response["body"] == nil && c.endsAt(len(text)) {
		y.defect(io.ErrUnexpectedEOF, "the interaction is cut off")
	}
	x.Response.Status = y.status(response)
	x.Response.Header = y.header(response["headers"])
	body, binary, line := y.body(response["body"])
	x.Response.origin.at = c.at.after(firstLines(text, line-1))
	if binary {
		content, _, defect := c.content.decode(body, x.Response.Header.Get("Content-Encoding"))
		switch {
		case defect != nil && defect.Err == ErrTooLarge:
			return nil, defect
		case defect != nil:
			y.defects = append(y.defects, *defect)
		}
		body = content
	}
	x.Response.Text = !binary
	if !x.Request.IsElsewhere() {
		x.Response.Body = body
	}
	x.Defects = y.defects
	return x, nil
}

// indicators counts the bytes that may make a token of YAML.
func indicators(text []byte) (n int) {
	for _, c := range text {
		switch c {
		case '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
			n++
		}
	}
	return n
}

// nesting gives how deep tokens are nested within a line. From line to line they
// take as many bytes.
func nesting(tokens token.Tokens) (deepest int) {
	flow, entries := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			entries++
			deepest = max(deepest, flow+entries)
			continue
		}
		entries = 0
		deepest = max(deepest, flow)
	}
	return deepest
}

// firstLines gives the first lines of a text.
func firstLines(text []byte, lines int) []byte {
	end := 0
	for range lines {
		n := bytes.IndexByte(text[end:], '\n') + 1
		if n == 0 {
			break
		}
		end += n
	}
	return text[:end]
}

// A yamlReader reads the members of an interaction. Those that are of another
// type than they should be are passed over.
type yamlReader struct {
	root    ast.Node
	defects []Defect
}

func (y *yamlReader) defect(kind error, detail string) {
	y.defects = append(y.defects, Defect{kind, detail})
}

// request reads a request. The names of its members are those of VCR and vcrpy,
// or of go-vcr.
func (y *yamlReader) request(node ast.Node) Request {
	members := y.members(node)
	request := Request{
		Method: strings.ToUpper(y.text(members["method"])), // QUIRK: VCR writes a symbol of Ruby, in lower case
		URL:    y.text(members["uri"]) + y.text(members["url"]),
		Header: y.header(members["headers"]),
	}
	request.Body, _, _ = y.body(members["body"])
	return request
}

// status reads the status: a mapping of VCR and vcrpy, a number of go-vcr.
func (y *yamlReader) status(response map[string]ast.Node) int {
	code := response["code"]
	if code == nil {
		code = y.members(response["status"])["code"]
	}
	text := y.text(code)
	status, err := strconv.ParseUint(text, 10, 16)
	if err != nil && text != "" {
		y.defect(ErrMember, "the status is no HTTP status")
	}
	return int(status)
}

// header reads a mapping of names to values, or to sequences of them.
func (y *yamlReader) header(node ast.Node) Header {
	var header Header
	mapping, ok := bare(node).(ast.MapNode)
	if !ok {
		return nil
	}
	for each := mapping.MapRange(); each.Next(); {
		name := y.text(each.Key())
		values := []ast.Node{each.Value()}
		if list, ok := bare(each.Value()).(*ast.SequenceNode); ok {
			values = list.Values
		}
		for _, value := range values {
			header = append(header, Field{name, y.text(value)})
		}
	}
	return header
}

// body reads a body, a string or a mapping that has one, and gives its line in the
// interaction. Binary says that the bytes are as they were sent.
func (y *yamlReader) body(node ast.Node) (body []byte, binary bool, line int) {
	encoded := false
	if members := y.members(node); members != nil {
		node, encoded = members["base64_string"], true
		if node == nil {
			node, encoded = members["string"], false
		}
	}
	text, binary := y.scalar(node)
	if node != nil {
		line = node.GetToken().Position.Line
	}
	if !encoded && !binary {
		return []byte(text), false, line
	}
	body, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		y.defect(ErrEncoding, "a body is no base64")
	}
	return body, true, line
}

// members gives the members of a mapping, nil if it is none.
func (y *yamlReader) members(node ast.Node) map[string]ast.Node {
	mapping, ok := bare(node).(ast.MapNode)
	if !ok {
		return nil
	}
	members := make(map[string]ast.Node)
	for each := mapping.MapRange(); each.Next(); {
		members[y.text(each.Key())] = each.Value()
	}
	return members
}

// text gives the text of a scalar.
func (y *yamlReader) text(node ast.Node) string {
	text, _ := y.scalar(node)
	return text
}

// scalar gives the text of a scalar, "" if it is null or none, and whether that
// is base64.
func (y *yamlReader) scalar(node ast.Node) (text string, binary bool) {
	if alias, ok := node.(*ast.AliasNode); ok {
		node = y.anchored(alias)
	}
	for {
		switch n := node.(type) {
		case *ast.AnchorNode:
			node = n.Value
			continue
		case *ast.TagNode:
			// QUIRK: Ruby writes the tag with one exclamation mark.
			binary = binary || strings.TrimLeft(n.Start.Value, "!") == "binary"
			node = n.Value
			continue
		case nil, *ast.NullNode:
		case *ast.LiteralNode:
			text = n.Value.Value
		case *ast.StringNode:
			text = n.Value
		case ast.ScalarNode:
			text = n.GetToken().Value
		default:
			y.defect(ErrMember, "want a scalar")
		}
		return text, binary
	}
}

// anchored gives the node that an alias stands for. It is looked for in the same
// interaction only, and is of use only if it is a scalar: aliases of aliases would
// grow without bound.
func (y *yamlReader) anchored(alias *ast.AliasNode) ast.Node {
	for _, node := range ast.Filter(ast.AnchorType, y.root) {
		anchor := node.(*ast.AnchorNode)
		if anchor.Name.GetToken().Value == alias.Value.GetToken().Value {
			return anchor
		}
	}
	y.defect(ErrMember, "an alias of what is no scalar of the same interaction")
	return nil
}

// bare gives a node without its tag and its anchor.
func bare(node ast.Node) ast.Node {
	for {
		switch n := node.(type) {
		case *ast.TagNode:
			node = n.Value
		case *ast.AnchorNode:
			node = n.Value
		default:
			return node
		}
	}
}
