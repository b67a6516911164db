package smscodec_test

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
)

// The law on the values of a decoded reply.

// A decoded reply keeps the promises of its type and has nothing else: it has the
// type of the operation; a list is not nil; names are not empty; text is UTF-8; a
// status only under All; registrations only under Operators.
func lawModel(a answer) error {
	reply, err := a.codec.Decode(a.body, a.request)
	if err != nil {
		if reply != nil {
			return fmt.Errorf("a reply together with the error %w", err)
		}
		refused, ok := err.(*smscodec.APIError)
		if !ok {
			return nil
		}
		if refused.Code < 0 || refused.Code > 9999 || !utf8.ValidString(refused.Text) {
			return fmt.Errorf("an error %d with the text %q", int(refused.Code), refused.Text)
		}
		if a.request.Format == smscodec.CSV && refused.Text != "" && a.codec.Reject&smscodec.QuirkOtherForm != 0 {
			return fmt.Errorf("a CSV error with the text %q", refused.Text)
		}
		if !errors.Is(err, refused.Code) {
			return errors.New("errors.Is does not find its code")
		}
		for _, f := range refused.Extra {
			if id, ok := refused.ID(); f.Name == "id" && (!ok || fmt.Sprint(id) != f.Value) {
				return fmt.Errorf("an error with the id %q, ID returns %d", f.Value, id)
			}
		}
		if err := printsSafely(refused); err != nil {
			return err
		}
		return modelOfExtra(refused.Extra)
	}
	switch r := reply.(type) {
	case smscodec.List:
		if a.request.Op != smscodec.OpGet || r == nil {
			return fmt.Errorf("a list, nil is %t, as answer to %v", r == nil, a.request.Op)
		}
		for i, s := range r {
			switch _, hasStatus := s.Status.Code(); {
			case s.Name == "" || !utf8.ValidString(s.Name):
				return fmt.Errorf("row %d: the name %q", i, s.Name)
			case a.request.All != hasStatus, !a.request.All && s.Status != smscodec.NoStatus:
				return fmt.Errorf("row %d: the status %d", i, s.Status)
			case a.request.Operators != (s.Registrations.Len() > 0), s.Registrations.Len() != s.Registrations.Columns().Len():
				return fmt.Errorf("row %d: the registrations %v", i, s.Registrations)
			case a.request.Format == smscodec.CSV && a.request.Operators && strings.Contains(s.Name, ","):
				return fmt.Errorf("row %d: the name %q has a comma, with operators", i, s.Name)
			case a.request.Format == smscodec.CSV && s.Extra != nil:
				return fmt.Errorf("row %d: undocumented members in CSV: %q", i, s.Extra)
			}
			if err := modelOfExtra(s.Extra); err != nil {
				return fmt.Errorf("row %d: %w", i, err)
			}
		}
	case smscodec.Added:
		if a.request.Op != smscodec.OpAdd || r.ID < 0 {
			return fmt.Errorf("the id %d as answer to %v", r.ID, a.request.Op)
		}
	case smscodec.Done:
		if a.request.Op == smscodec.OpGet || a.request.Op == smscodec.OpAdd {
			return fmt.Errorf("OK as answer to %v", a.request.Op)
		}
	default:
		return fmt.Errorf("a reply of type %T without an error", reply)
	}
	return nil
}

// modelOfExtra checks undocumented members: nil if there are none, no duplicate names.
func modelOfExtra(fields []smscodec.Field) error {
	if fields != nil && len(fields) == 0 {
		return errors.New("members that are empty but not nil")
	}
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.Name] || !utf8.ValidString(f.Name) || !utf8.ValidString(f.Value) {
			return fmt.Errorf("the member %q of %q", f, fields)
		}
		seen[f.Name] = true
	}
	return nil
}
