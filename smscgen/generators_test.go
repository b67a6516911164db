package smscgen_test

import (
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smscgen"
)

const cases = 500

// sample draws a value.
func sample[T any](t *testing.T, gen gopter.Gen, p *gopter.GenParameters) T {
	t.Helper()
	result := gen(p)
	if result.ResultType != reflect.TypeFor[T]() {
		t.Fatalf("made a %v, want a %v", result.ResultType, reflect.TypeFor[T]())
	}
	value, _ := result.Result.(T)
	return value
}

func parameters() *gopter.GenParameters {
	p := gopter.DefaultGenParameters()
	p.Rng = rand.New(rand.NewSource(1))
	return p
}

// The four kinds of replies are those that the doc comment of Generator describes.
func TestGeneratorKinds(t *testing.T) {
	p := parameters()
	written := map[string]int{}
	rows, invalid := 0, 0
	for range cases {
		req := sample[smscodec.Request](t, smscgen.GenRequest(), p)
		codec := sample[smscodec.Codec](t, smscgen.GenCodec(), p)
		g := smscgen.Generator{Codec: codec}

		documented := sample[smscodec.Reply](t, g.DocumentedReply(req), p)
		for format := smscodec.Plain; format <= smscodec.JSON; format++ {
			strict, req := smscodec.Codec{Reject: smscodec.AllQuirks, Columns: codec.Columns}, req
			req.Format = format
			if _, err := strict.Append(nil, documented, req); err != nil {
				t.Errorf("%+v, documented: %#v: %v", req, documented, err)
			}
		}
		carried := sample[smscodec.Reply](t, g.Reply(req), p)
		if _, err := codec.Append(nil, carried, req); err != nil {
			t.Errorf("%+v, carried: %#v: %v", req, carried, err)
		}
		if list, ok := carried.(smscodec.List); ok {
			rows += len(list)
		}
		fitting := sample[smscodec.Reply](t, g.FittingReply(req), p)
		if _, err := codec.Append(nil, fitting, req); err == nil {
			written["fitting"]++
		} else if err := err.(*smscodec.EncodeError); err.Err != smscodec.ErrUnrepresentable {
			t.Errorf("%+v, fitting: %#v: %v", req, fitting, err)
		}
		anything := sample[smscodec.Reply](t, g.AnyReply(req), p)
		if _, err := codec.Append(nil, anything, req); err == nil {
			written["any"]++
		} else if err := err.(*smscodec.EncodeError); err.Err != smscodec.ErrUnrepresentable {
			invalid++
		}
		sender := sample[smscodec.Sender](t, g.Sender(req), p)
		if sender.Name == "" || (sender.Status == smscodec.NoStatus) == req.All || (sender.Registrations.Len() == 0) == req.Operators {
			t.Errorf("%+v: %+v", req, sender)
		}
	}
	if n := written["fitting"]; n < cases/3 || n > cases*9/10 {
		t.Errorf("fitting: %d of %d written", n, cases)
	}
	if n := written["any"]; n < cases/10 || n > cases*6/10 {
		t.Errorf("any: %d of %d written", n, cases)
	}
	if invalid < cases/10 || rows < cases/2 {
		t.Errorf("any: %d of %d invalid; carried: %d rows", invalid, cases, rows)
	}
}

// A property is checked for nil too, which gopter would skip.
func TestGenAnyReplyMakesNil(t *testing.T) {
	parameters := gopter.DefaultTestParametersWithSeed(1)
	parameters.MinSuccessfulTests = cases
	nils := 0
	result := prop.ForAll(func(r smscodec.Reply) bool {
		if r == nil {
			nils++
		}
		return true
	}, smscgen.GenAnyReply(smscodec.Request{Op: smscodec.OpGet})).Check(parameters)
	if !result.Passed() || result.Discarded > 0 || nils == 0 {
		t.Errorf("%v; %d of %d were nil", result, nils, result.Succeeded)
	}
	// A property that only nil breaks fails.
	result = prop.ForAll(func(r smscodec.Reply) bool { return r != nil }, smscgen.GenAnyReply(smscodec.Request{Op: smscodec.OpGet})).Check(parameters)
	if result.Passed() || len(result.Args) != 1 || result.Args[0].Arg != nil {
		t.Errorf("broken by %v", result.Args)
	}
}

// There is a reply to an invalid request too.
func TestGeneratorOfNoRequest(t *testing.T) {
	for range 20 {
		for _, gen := range []gopter.Gen{smscgen.GenReply(smscodec.Request{}), smscgen.GenAnyReply(smscodec.Request{})} {
			sample[smscodec.Reply](t, gen, parameters())
		}
	}
}

func TestGenRequest(t *testing.T) {
	p := parameters()
	seen := map[smscodec.Request]bool{}
	for range 20 * cases {
		req := sample[smscodec.Request](t, smscgen.GenRequest(), p)
		back, err := smscodec.ParseQuery(req.Query())
		if err != nil || back != req {
			t.Fatalf("%+v: %v", req, err)
		}
		seen[req] = true
	}
	if want := 4 * 3 * (3 + 5); len(seen) != want {
		t.Errorf("%d requests of %d", len(seen), want)
	}
}

// A broken law shrinks to the smallest case.
func TestGeneratorsShrink(t *testing.T) {
	smallest := func(gen gopter.Gen, broken func(smscodec.Reply) bool) smscodec.Reply {
		parameters := gopter.DefaultTestParametersWithSeed(1)
		parameters.MinSuccessfulTests = 10 * cases
		result := prop.ForAll(func(r smscodec.Reply) bool { return !broken(r) }, gen).Check(parameters)
		if result.Passed() || len(result.Args) != 1 {
			t.Fatalf("not broken: %v", result)
		}
		reply, _ := result.Args[0].Arg.(smscodec.Reply)
		return reply
	}
	hasComma := func(r smscodec.Reply) bool {
		list, _ := r.(smscodec.List)
		for _, s := range list {
			if strings.Contains(s.Name, ",") {
				return true
			}
		}
		return false
	}
	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true}
	for name, gen := range map[string]gopter.Gen{"GenReply": smscgen.GenReply(req), "GenAnyReply": smscgen.GenAnyReply(req)} {
		list, _ := smallest(gen, hasComma).(smscodec.List)
		if len(list) != 1 || list[0].Name != "," || list[0].Status != smscodec.NoStatus && list[0].Status != smscodec.StatusApproved || len(list[0].Extra) > 0 {
			t.Errorf("%s: a comma is shown by %+v", name, list)
		}
	}
	refusal, _ := smallest(smscgen.GenReply(req), func(r smscodec.Reply) bool {
		_, ok := r.(*smscodec.APIError)
		return ok
	}).(*smscodec.APIError)
	if refusal == nil || refusal.Code != smscodec.ErrParams || refusal.Text != "" || len(refusal.Extra) > 0 {
		t.Errorf("a refusal is shown by %+v", refusal)
	}
	// A reply that can be encoded shrinks to such replies only.
	codec := smscodec.Codec{Reject: smscodec.AllQuirks}
	csv := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV}
	list, _ := smallest(smscgen.Generator{Codec: codec}.Reply(csv), func(r smscodec.Reply) bool {
		list, ok := r.(smscodec.List)
		return ok && list != nil
	}).(smscodec.List)
	if len(list) != 1 || len(list[0].Name) != 1 {
		t.Errorf("a list that strict CSV carries is shown by %+v", list)
	}
}

func TestShrinkersEnd(t *testing.T) {
	p := parameters()
	for range cases {
		for _, gen := range []gopter.Gen{smscgen.GenRequest(), smscgen.GenCodec(), smscgen.GenSender(smscodec.Request{Op: smscodec.OpGet, All: true})} {
			result := gen(p)
			value := result.Result
			for steps := 0; ; steps++ {
				next, ok := result.Shrinker(value)()
				if !ok {
					break
				}
				if steps > 1000 {
					t.Fatalf("%v shrinks for ever", result.Result)
				}
				value = next
			}
		}
	}
}

func TestTexts(t *testing.T) {
	for _, name := range smscgen.DocumentedNames() {
		list := smscodec.List{{Name: name}}
		for f := smscodec.Plain; f <= smscodec.JSON; f++ {
			strict := smscodec.Codec{Reject: smscodec.AllQuirks}
			if _, err := strict.Append(nil, list, smscodec.Request{Op: smscodec.OpGet, Format: f, Charset: smscodec.KOI8R}); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
	texts := smscgen.HostileTexts()
	valid := 0
	for _, text := range texts {
		if utf8.ValidString(text) {
			valid++
		}
	}
	if valid == len(texts) || valid < len(texts)/2 {
		t.Errorf("%d of %d are UTF-8", valid, len(texts))
	}
	// The caller may change the results.
	texts[0] = "x"
	if smscgen.HostileTexts()[0] == "x" {
		t.Error("the texts are shared")
	}
	for _, c := range smscgen.ColumnSets()[2:] {
		if c.Len() == 0 {
			t.Error("no columns")
		}
	}
}
