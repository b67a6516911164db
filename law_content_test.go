package smscodec_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/smscodec/smscodec"
)

// Laws that compare what was read with what other decoders find in the body.

// What strict accepts, strict writes: the same bytes in plain and CSV, except for
// one final line end; in JSON the same values and in XML the same elements, as
// other decoders read them. So nothing is skipped silently. It is written in
// UTF-8, as references and escapes can name characters that a charset lacks.
func lawStrictSaysNoMore(a answer) error {
	strict := rejecting(a.codec, smscodec.AllQuirks)
	reply, parseErr := a.readBy(strict)
	if parseErr != nil {
		return nil
	}
	req := a.request
	req.Charset = smscodec.UTF8
	body, err := strict.Append(nil, reply, req)
	if err != nil {
		return fmt.Errorf("strict reads it as %#v, but cannot write it: %w", reply, err)
	}
	read, written := contentOf(a), contentOf(answer{strict, req, body})
	if read != "" && read != written {
		return fmt.Errorf("strict accepts it, and writes it as %q:\ncontent read    %q\ncontent written %q", body, read, written)
	}
	return nil
}

// contentOf returns the content of an answer without its layout, or "" for a
// document that this package reads and encoding/xml does not.
func contentOf(a answer) string {
	text := a.text()
	switch a.request.Format {
	case smscodec.JSON:
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			return err.Error()
		}
		return fmt.Sprintf("%#v", value)
	case smscodec.XML:
		var elements []string
		isError := false
		err := eachElement(text, func(start xml.StartElement, leaf bool, text string) {
			if !leaf || start.Name.Local == "list" {
				text = "" // layout
			}
			elements = append(elements, fmt.Sprintf("%q %q", start, text))
			isError = isError || start.Name.Local == "error"
		})
		if err != nil {
			return ""
		}
		if isError {
			slices.Sort(elements) // its two parts have no order
		}
		return strings.Join(elements, " ")
	}
	return strings.TrimSuffix(text, "\n") + "\n"
}

// eachElement visits the elements of a document in the order of their end tags.
// A leaf holds no other elements; only its text is meaningful.
func eachElement(text string, visit func(start xml.StartElement, leaf bool, text string)) error {
	d := newXMLDecoder(text)
	var open []xml.StartElement
	var content strings.Builder
	leaf := false
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Copy())
			leaf = true
			content.Reset()
		case xml.CharData:
			content.Write(token)
		case xml.EndElement:
			if len(open) == 0 {
				return errors.New("an end tag without a start tag")
			}
			visit(open[len(open)-1], leaf, content.String())
			open = open[:len(open)-1]
			leaf = false
		}
	}
}

// Rule 1: An error is never read as data. A List, an Added or a Done is never
// read from a body that holds an error of its format: a plain or CSV
// line that begins with "ERROR = ", a CSV line that begins with digits and ",-"
// or as another format does; a JSON object, bare or in an array, that has a member
// error or error_code; an XML element or attribute of that name.
func lawErrorIsNoData(a answer) error {
	reply, err := a.read()
	if err != nil {
		return nil
	}
	if _, ok := reply.(*smscodec.APIError); ok {
		return nil
	}
	if sign := signOfError(a); sign != "" {
		return fmt.Errorf("read as %#v, though it has %s", reply, sign)
	}
	return nil
}

// signOfError finds an error in a body by other means than the decoder's. It
// returns "" if there is none.
func signOfError(a answer) string {
	text := a.text()
	switch a.request.Format {
	case smscodec.Plain, smscodec.CSV:
		for line := range strings.SplitSeq(text, "\n") {
			if strings.HasPrefix(line, "ERROR = ") {
				return "the line " + line
			}
			if a.request.Format == smscodec.Plain {
				continue
			}
			rest := strings.TrimLeft(line, "0123456789")
			if len(rest) < len(line) && strings.HasPrefix(rest, ",-") || strings.HasPrefix(line, "<") ||
				strings.HasPrefix(line, "{") || strings.HasPrefix(line, "[") {
				return "the line " + line
			}
		}
	case smscodec.JSON:
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			return "" // the bare OK
		}
		objects, ok := value.([]any)
		if !ok {
			objects = []any{value}
		}
		for _, object := range objects {
			members, _ := object.(map[string]any)
			for _, key := range []string{"error", "error_code"} {
				if _, ok := members[key]; ok {
					return "the member " + key
				}
			}
		}
	case smscodec.XML:
		sign := ""
		// Where encoding/xml fails, the body is the bare OK, or well formed by the fifth edition.
		_ = eachElement(text, func(start xml.StartElement, _ bool, _ string) {
			names := []xml.Name{start.Name}
			for _, attr := range start.Attr {
				names = append(names, attr.Name)
			}
			for _, name := range names {
				if name.Space == "" && (name.Local == "error" || name.Local == "error_code") {
					sign = "the element or attribute " + name.Local
				}
			}
		})
		return sign
	}
	return ""
}

// What is read as an error under one request is the same error under every
// other request with its format and charset.
func lawErrorUnderEveryRequest(a answer) error {
	reply, err := a.read()
	if err != nil {
		return nil
	}
	if _, ok := reply.(*smscodec.APIError); !ok {
		return nil
	}
	for _, req := range requestsIn(a.request.Format, a.request.Charset) {
		b := a
		b.request = req
		if err := b.readsAs(a.codec, reply); err != nil {
			return fmt.Errorf("under %s: %w", requestString(req), err)
		}
	}
	return nil
}
