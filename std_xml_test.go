package smscodec_test

import (
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// XML as encoding/xml reads it.

// An xmlNode is an element, a processing instruction or text.
type xmlNode struct {
	name       string // the element's name or the target; "" for text
	isPI       bool
	attributes []stdMember
	children   []*xmlNode
	text       string
	blank      bool // the text is literal white space: no CDATA, no references
}

// An xmlTree is a document's root. The rest of the document is checked already.
type xmlTree struct {
	root       *xmlNode
	duplicate  bool
	depth      int
	attributes int // of the element with the most
}

func (tree *xmlTree) withinLimits() bool {
	return tree.depth <= mostDepth && tree.attributes <= mostMembers
}

// newXMLDecoder returns encoding/xml's decoder for a text that is in UTF-8,
// whatever encoding it declares.
func newXMLDecoder(text string) *xml.Decoder {
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return dec
}

// stdXMLProblem returns the error that encoding/xml finds in a document.
func stdXMLProblem(text string) error {
	dec := newXMLDecoder(text)
	for {
		if _, err := dec.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// nameStartChar and nameChar are productions [4] and [4a] of the fifth edition.
const (
	nameStartChar = `:A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}` +
		`\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}` +
		`\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}`
	nameChar = nameStartChar + `\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}`
	xmlName  = `[` + nameStartChar + `][` + nameChar + `]*`
)

var (
	xmlMarkup      = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</?` + xmlName + `(?:[^"'>]|"[^"]*"|'[^']*')*>`)
	xmlNameOrValue = regexp.MustCompile(xmlName + `|"[^"]*"|'[^']*'`)
	xmlTarget      = regexp.MustCompile(`^<\?` + xmlName)
)

// encoding/xml accepts the names of the fourth edition, with at most one colon. A
// name that only the fifth edition allows is renamed, so that encoding/xml can
// still check the rest of the document.
const renamed = "renamed."

func renameForStd(text string) string {
	rename := func(name string) string {
		if name[0] == '"' || name[0] == '\'' {
			return name
		}
		if _, err := newXMLDecoder("<" + name + "/>").RawToken(); err == nil {
			return name
		}
		return renamed + hex.EncodeToString([]byte(name))
	}
	return xmlMarkup.ReplaceAllStringFunc(text, func(markup string) string {
		switch {
		case strings.HasPrefix(markup, "<!"):
			return markup
		case strings.HasPrefix(markup, "<?"):
			return xmlTarget.ReplaceAllStringFunc(markup, func(begin string) string { return "<?" + rename(begin[2:]) })
		}
		return xmlNameOrValue.ReplaceAllStringFunc(markup, rename)
	})
}

// nameFromStd returns the original of a name that renameForStd may have replaced.
func nameFromStd(name xml.Name) string {
	full := name.Local
	if name.Space != "" {
		full = name.Space + ":" + name.Local
	}
	if code, ok := strings.CutPrefix(full, renamed); ok {
		if original, err := hex.DecodeString(code); err == nil {
			return string(original)
		}
	}
	return full
}

var errNoDocument = errors.New("encoding/xml: the tokens are not a document [1]")

// readXMLTree reads a document with encoding/xml. It returns an error if that finds
// it malformed, or if the tokens are not a document, which encoding/xml does not
// check.
func readXMLTree(text string) (*xmlTree, error) {
	if err := stdXMLProblem(text); err != nil {
		other := renameForStd(text)
		if other == text {
			return nil, err
		}
		if err := stdXMLProblem(other); err != nil {
			return nil, err
		}
		text = other
	}

	tree := &xmlTree{}
	document := &xmlNode{}
	open := []*xmlNode{document}
	dec := newXMLDecoder(text)
	for {
		from := dec.InputOffset()
		token, err := dec.RawToken()
		if err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		raw := text[from:dec.InputOffset()]
		parent := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlNode{name: nameFromStd(token.Name), attributes: normalised(raw, token).members()}
			parent.children = append(parent.children, node)
			open = append(open, node)
			tree.depth = max(tree.depth, len(open)-1)
			tree.attributes = max(tree.attributes, len(node.attributes))
			names := map[string]bool{}
			for _, a := range node.attributes {
				tree.duplicate = tree.duplicate || names[a.name]
				names[a.name] = true
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			blank := strings.Trim(raw, " \t\r\n") == ""
			parent.children = append(parent.children, &xmlNode{text: string(token), blank: blank})
		case xml.ProcInst:
			parent.children = append(parent.children, &xmlNode{name: token.Target, isPI: true})
		case xml.Directive:
			return nil, errNoDocument
		}
	}
	for _, node := range document.children {
		switch {
		case node.isPI, node.blank:
		case node.name == "" || tree.root != nil:
			return nil, errNoDocument
		default:
			tree.root = node
		}
	}
	if tree.root == nil {
		return nil, errNoDocument
	}
	return tree, nil
}

// An xmlStart is a start tag with the values of its attributes normalised.
type xmlStart xml.StartElement

// normalised reads a tag again after normalising white space by section 3.3.3, which
// encoding/xml does not do: a literal tab or line end in a value becomes a space, a
// reference to one does not. Between attributes it makes no difference.
func normalised(raw string, token xml.StartElement) xmlStart {
	flat := strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(raw)
	if flat == raw {
		return xmlStart(token.Copy())
	}
	again, err := newXMLDecoder(flat).RawToken()
	if err != nil {
		return xmlStart(token.Copy())
	}
	return xmlStart(again.(xml.StartElement))
}

func (s xmlStart) members() []stdMember {
	var members []stdMember
	for _, a := range s.Attr {
		members = append(members, stdMember{nameFromStd(a.Name), a.Value})
	}
	return members
}

// value returns the text that an element holds.
func (n *xmlNode) value() (string, error) {
	var text strings.Builder
	for _, child := range n.children {
		if child.name != "" {
			return "", errNoAnswer
		}
		text.WriteString(child.text)
	}
	return text.String(), nil
}

// elements returns the elements that an element holds.
func (n *xmlNode) elements() ([]*xmlNode, error) {
	var elements []*xmlNode
	for _, child := range n.children {
		switch {
		case child.isPI, child.blank:
		case child.name == "":
			return nil, errNoAnswer
		default:
			elements = append(elements, child)
		}
	}
	return elements, nil
}

// members returns the elements that an element holds, as members.
func (n *xmlNode) members() ([]stdMember, error) {
	elements, err := n.elements()
	if err != nil {
		return nil, err
	}
	var members []stdMember
	for _, element := range elements {
		value, err := element.value()
		if err != nil || element.attributes != nil {
			return nil, errNoAnswer
		}
		if slices.ContainsFunc(members, func(m stdMember) bool { return m.name == element.name }) {
			return nil, errNoAnswer
		}
		members = append(members, stdMember{element.name, value})
	}
	if len(members) > mostMembers {
		return nil, errNoAnswer
	}
	return members, nil
}

// holdsElements reports whether the first child of an element is another element,
// processing instructions and white space aside.
func (n *xmlNode) holdsElements() bool {
	for _, child := range n.children {
		if !child.isPI && !child.blank {
			return child.name != ""
		}
	}
	return false
}

// xml makes a reply of a tree.
func (r stdReader) xml(tree *xmlTree) (smscodec.Reply, error) {
	root := tree.root
	switch {
	case root.attributes != nil:
	case root.name == "list" && r.req.Op == smscodec.OpGet:
		elements, err := root.elements()
		if err != nil {
			return nil, err
		}
		list := smscodec.List{}
		for _, element := range elements {
			name, err := element.value()
			if err != nil || element.name != "sender" || len(element.attributes) >= mostMembers {
				return nil, errNoAnswer
			}
			s, err := r.sender(name, element.attributes)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		return list, nil
	case root.name == "sender" && r.req.Op == smscodec.OpAdd:
		members, err := root.members()
		if err != nil {
			return nil, err
		}
		return r.only("id", members)
	case root.name == "result" && root.holdsElements():
		members, err := root.members()
		if err != nil {
			return nil, err
		}
		return r.refusal(members)
	case root.name == "result" && r.req.Op != smscodec.OpGet && r.req.Op != smscodec.OpAdd:
		value, err := root.value()
		if err != nil {
			return nil, err
		}
		return r.only("result", []stdMember{{"result", value}})
	}
	return nil, errNoAnswer
}

// write writes an element in the plainest form, which every parser accepts.
func (n *xmlNode) write(to *strings.Builder) {
	switch {
	case n.isPI:
	case n.name == "":
		xml.EscapeText(to, []byte(n.text))
	default:
		to.WriteString("<" + n.name)
		for _, a := range n.attributes {
			to.WriteString(" " + a.name + `="`)
			xml.EscapeText(to, []byte(a.value.(string)))
			to.WriteString(`"`)
		}
		to.WriteString(">")
		for _, child := range n.children {
			child.write(to)
		}
		to.WriteString("</" + n.name + ">")
	}
}
