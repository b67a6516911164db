package smscodec_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// JSON as encoding/json reads it.

// A jsonTree is a JSON text: an array is an []any, an object a []stdMember.
type jsonTree struct {
	root      any
	duplicate bool
	depth     int // of arrays and objects
	members   int // of the object with the most
}

func (tree *jsonTree) withinLimits() bool {
	return tree.depth <= mostDepth && tree.members <= mostMembers
}

// readJSONTree reads a JSON text with encoding/json, and returns an error if that
// finds it malformed. Lone surrogates become U+FFFD.
func readJSONTree(text string) (*jsonTree, error) {
	if !json.Valid([]byte(text)) {
		return nil, errors.New("encoding/json: malformed")
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	tree := &jsonTree{}
	var err error
	tree.root, err = tree.value(func() (any, error) { return dec.Token() }, dec.More, 0)
	return tree, err
}

// value reads a value from a stream of json.Tokens.
func (tree *jsonTree) value(next func() (any, error), more func() bool, depth int) (any, error) {
	token, err := next()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	depth++
	tree.depth = max(tree.depth, depth)
	elements, members := []any{}, []stdMember{}
	names := map[string]bool{}
	for more() {
		var name string
		if delim == '{' {
			token, err := next()
			if err != nil {
				return nil, err
			}
			name = token.(string)
			tree.duplicate = tree.duplicate || names[name]
			names[name] = true
		}
		v, err := tree.value(next, more, depth)
		if err != nil {
			return nil, err
		}
		elements = append(elements, v)
		members = append(members, stdMember{name, v})
	}
	if _, err := next(); err != nil {
		return nil, err
	}
	if delim == '[' {
		return elements, nil
	}
	tree.members = max(tree.members, len(members))
	return members, nil
}

// hasLoneSurrogate reports whether a JSON text that is otherwise well formed has an
// escape that is half of a surrogate pair.
func hasLoneSurrogate(text string) bool {
	unicode := func(at int) rune {
		if at+6 > len(text) || text[at:at+2] != `\u` {
			return 0
		}
		n, _ := strconv.ParseUint(text[at+2:at+6], 16, 16)
		return rune(n)
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		if r := unicode(i); utf16.IsSurrogate(r) {
			if utf16.DecodeRune(r, unicode(i+6)) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i++
	}
	return false
}

// json makes a reply of a tree.
func (r stdReader) json(tree *jsonTree) (smscodec.Reply, error) {
	switch root := tree.root.(type) {
	case []any:
		if r.req.Op != smscodec.OpGet {
			break
		}
		list := smscodec.List{}
		for _, element := range root {
			members, ok := element.([]stdMember)
			if !ok {
				return nil, errNoAnswer
			}
			s, err := r.sender(nil, members)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		return list, nil
	case []stdMember:
		switch {
		case isStdRefusal(root):
			return r.refusal(root)
		case r.req.Op == smscodec.OpAdd:
			return r.only("sender", root)
		case r.req.Op != smscodec.OpGet:
			return r.only("result", root)
		}
	}
	return nil, errNoAnswer
}
