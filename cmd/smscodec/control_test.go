package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/smscodec/smscodec/smsctest"
	"go.yaml.in/yaml/v3"
)

// A description is docs/control.yaml.
type description struct {
	document map[string]any
	compiler *jsonschema.Compiler
}

func readDescription(t *testing.T) description {
	t.Helper()
	text, err := os.ReadFile("../../docs/control.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := yaml.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("control.json", document); err != nil {
		t.Fatal(err)
	}
	return description{document.(map[string]any), compiler}
}

// at returns the value at a JSON pointer, nil if there is none, and the pointer that it is
// at after references.
func (d description) at(pointer string) (any, string) {
	var value any = d.document
	for i, name := range strings.Split(pointer, "/") {
		if i == 0 {
			continue
		}
		object, _ := value.(map[string]any)
		value = object[strings.ReplaceAll(name, "~1", "/")]
	}
	if object, ok := value.(map[string]any); ok {
		if ref, ok := object["$ref"].(string); ok {
			return d.at(strings.TrimPrefix(ref, "#"))
		}
	}
	return value, pointer
}

// conforms returns an error if a text is not JSON of the schema that a request or response
// has, or if it is there and should not.
func (d description) conforms(pointer, text string) error {
	_, pointer = d.at(pointer)
	pointer += "/content/application~1json/schema"
	if value, _ := d.at(pointer); value == nil {
		if text != "" {
			return fmt.Errorf("a body, %s", text)
		}
		return nil
	}
	schema, err := d.compiler.Compile("control.json#" + pointer)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// operations returns the operations, such as "GET /state".
func (d description) operations() map[string]string {
	pointers := map[string]string{}
	for path, methods := range d.document["paths"].(map[string]any) {
		for method := range methods.(map[string]any) {
			pointers[strings.ToUpper(method)+" "+path] = "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/" + method
		}
	}
	return pointers
}

var controlAddress = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8081}

func newTestController() *controller {
	clock := &movedClock{}
	config := smsctest.Demo()
	config.Now = clock.Now
	return newController(smsctest.New(config), clock, controlAddress)
}

func control(c *controller, operation, body string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(operation, " ")
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = controlAddress.String()
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

func answerOf(c *controller, query string) string {
	w := httptest.NewRecorder()
	c.fake.ServeHTTP(w, httptest.NewRequest("GET", smsctest.Path+"?fmt=1&charset=utf-8&login=demo&psw=demo&"+query, nil))
	return w.Body.String()
}

// The description and the controller agree: on the operations, and on what each takes and
// returns. A wrong body is refused by both.
func TestControlDescription(t *testing.T) {
	d := readDescription(t)
	c := newTestController()
	described := d.operations()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(described)), slices.Sorted(maps.Keys(c.operations()))); diff != "" {
		t.Errorf("operations (-described +controller):\n%s", diff)
	}
	var faults []any
	for _, fault := range smsctest.Faults() {
		faults = append(faults, fault.String())
	}
	if names, _ := d.at("/components/schemas/Fault/enum"); !cmp.Equal(names, any(faults)) {
		t.Errorf("described faults %v, want %v", names, faults)
	}
	tested := map[string]bool{}
	for _, test := range []struct {
		operation, body string
		status          int
		want            string // "" if it is not compared
	}{
		{"GET /faults", "", 200, `{"faults":[]}`},
		{"PUT /faults", `{"faults":["bom","crlf"]}`, 204, ""},
		{"PUT /faults", `{"faults":["drop"],"requests":2}`, 204, ""},
		{"GET /faults", "", 200, `{"faults":["drop"]}`},
		{"DELETE /faults", "", 204, ""},
		{"GET /faults", "", 200, `{"faults":[]}`},
		{"PUT /faults", `{"faults":["hunter2"]}`, 400, ""},
		{"PUT /faults", `{"faults":null}`, 400, ""},
		{"PUT /faults", `{"faults":[],"requests":0}`, 400, ""},
		{"PUT /faults", `{"faults":[],"requests":1001}`, 400, ""},
		{"PUT /faults", `{"faults":[],"request":1}`, 400, ""},
		{"PUT /faults", `{}`, 400, ""},
		{"PUT /faults", `[]`, 400, ""},
		{"GET /state", "", 200, ""},
		{"PUT /state", `{"senders":[{"id":7,"name":"Shop","status":0,"registrations":{"mega":3},"comment":"x","added":"2026-01-02T03:04:05Z"}],"last_id":9}`, 204, ""},
		{"GET /state", "", 200, `{"senders":[{"id":7,"name":"Shop","comment":"x","status":0,"registrations":{"mega":3},"added":"2026-01-02T03:04:05Z"}],"last_id":9}`},
		{"PUT /state", `{"senders":[],"last_id":-1}`, 400, ""},
		{"PUT /state", `{"last_id":1}`, 400, ""},
		{"PUT /state", `{"senders":[{"id":1,"name":"","status":0}],"last_id":1}`, 400, ""},
		{"PUT /status", `{"name":"Shop","status":2}`, 204, ""},
		{"PUT /status", `{"name":"nobody","status":2}`, 404, ""},
		{"PUT /status", `{"name":"Shop","status":256}`, 400, ""},
		{"PUT /status", `{"name":"Shop","status":null}`, 400, ""},
		{"PUT /status", `{"name":"Shop"}`, 400, ""},
		{"PUT /registration", `{"name":"Shop","operator":"mts","status":2}`, 204, ""},
		{"PUT /registration", `{"name":"nobody","operator":"mts","status":2}`, 404, ""},
		{"PUT /registration", `{"name":"Shop","operator":"","status":2}`, 400, ""},
		{"PUT /registration", `{"name":"Shop","operator":"mts","status":-1}`, 400, ""},
		{"GET /state", "", 200, `{"senders":[{"id":7,"name":"Shop","comment":"x","status":2,"registrations":{"mega":3,"mts":2},"added":"2026-01-02T03:04:05Z"}],"last_id":9}`},
		{"GET /clock", "", 200, ""},
		{"POST /clock", `{"advance_seconds":60}`, 200, ""},
		{"POST /clock", `{"advance_seconds":-1}`, 400, ""},
		{"POST /clock", `{"advance_seconds":31622401}`, 400, ""},
		{"POST /clock", `{}`, 400, ""},
		{"GET /requests", "", 200, ""},
		{"DELETE /requests", "", 204, ""},
		{"GET /requests", "", 200, `{"requests":[]}`},
		{"POST /reset", "", 204, ""},
	} {
		name := test.operation + " " + test.body
		tested[test.operation] = true
		if test.operation == "GET /requests" && test.want == "" {
			c.fake.FaultNext(smsctest.FaultBOM, smsctest.FaultPlainError)
			answerOf(c, "get=1&all=1&cmt=x")
			answerOf(c, "none=1")
			answerOf(c, "del=1&id=99")
		}
		w := control(c, test.operation, test.body)
		got := strings.TrimSuffix(w.Body.String(), "\n")
		if w.Code != test.status || test.want != "" && got != test.want {
			t.Errorf("%s: HTTP %d, %s, want HTTP %d, %s", name, w.Code, got, test.status, test.want)
		}
		if response, _ := d.at(fmt.Sprintf("%s/responses/%d", described[test.operation], w.Code)); response == nil {
			t.Errorf("%s: HTTP %d is not described", name, w.Code)
		}
		if err := d.conforms(fmt.Sprintf("%s/responses/%d", described[test.operation], w.Code), got); err != nil {
			t.Errorf("%s: the answer: %v", name, err)
		}
		if err := d.conforms(described[test.operation]+"/requestBody", test.body); (err != nil) != (test.status == 400) {
			t.Errorf("%s: HTTP %d, and by the description: %v", name, w.Code, err)
		}
		if strings.Contains(got, "demo") {
			t.Errorf("%s: a login or password in %s", name, got)
		}
	}
	for operation := range described {
		if !tested[operation] {
			t.Errorf("%s is not tested", operation)
		}
	}
}

// What a test does with the controller, the fake obeys.
func TestControl(t *testing.T) {
	c := newTestController()
	for _, step := range []struct{ operation, body, query, want string }{
		{"PUT /status", `{"name":"79001234567","status":1}`, "get=1", "zxcabs\n79001234567"},
		{"PUT /faults", `{"faults":["ip-blocked"],"requests":1}`, "get=1", "0,-4"},
		{"GET /faults", "", "get=1", "zxcabs\n79001234567"},
		{"GET /faults", "", "get=1", "zxcabs\n79001234567"},
		{"GET /faults", "", "get=1", "0,-9"},
		{"POST /clock", `{"advance_seconds":59}`, "get=1", "0,-9"},
		{"POST /clock", `{"advance_seconds":1}`, "get=1", "zxcabs\n79001234567"},
		{"POST /reset", "", "get=1", "zxcabs"},
	} {
		if w := control(c, step.operation, step.body); w.Code >= 300 {
			t.Fatalf("%s: HTTP %d %s", step.operation, w.Code, w.Body)
		}
		if got := answerOf(c, step.query); got != step.want {
			t.Errorf("%s, %s: %q, want %q", step.operation, step.query, got, step.want)
		}
	}
	want := `{"requests":[{"time":"…","method":"GET","http_status":200,"operation":"get",` +
		`"form":{"charset":"utf-8","fmt":"1","get":"1"},"faults":[],"applied_faults":[]}]}` + "\n"
	got := control(c, "GET /requests", "").Body.String()
	if before, after, ok := strings.Cut(got, `"time":"`); ok {
		_, after, _ = strings.Cut(after, `"`)
		got = before + `"time":"…"` + after
	}
	if got != want {
		t.Errorf("requests: %s, want %s", got, want)
	}
}

// No page in a browser steers the fake: neither by a request to it, nor by a name of its own
// that leads to it.
func TestControlRefusesPages(t *testing.T) {
	for _, test := range []struct {
		host, origin string
		status       int
	}{
		{"127.0.0.1:8081", "", 204},
		{"localhost:8081", "", 204},
		{"127.0.0.1:8081", "http://127.0.0.1:8081", 403},
		{"127.0.0.1:8081", "null", 403},
		{"attacker.test:8081", "", 403},
		{"attacker.test", "", 403},
		{"localhost", "", 403},
		{"127.0.0.1:8080", "", 403},
		{"", "", 403},
	} {
		c := newTestController()
		r := httptest.NewRequest("PUT", "/faults", strings.NewReader(`{"faults":["bom"]}`))
		r.Host = test.host
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		w := httptest.NewRecorder()
		c.ServeHTTP(w, r)
		if set := len(c.fake.Faults()) > 0; w.Code != test.status || set != (test.status == 204) {
			t.Errorf("Host %q, Origin %q: HTTP %d, want %d; carried out: %v", test.host, test.origin, w.Code, test.status, set)
		}
	}
	c := newTestController()
	for _, operation := range []string{"GET /", "POST /faults", "GET /faults/", "GET //faults", "GET /reset"} {
		if w := control(c, operation, ""); w.Code != 404 {
			t.Errorf("%s: HTTP %d", operation, w.Code)
		}
	}
}

// The controller listens on the loopback interface alone.
func TestControlListensOnLoopback(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.0.0.1:hunter2"} {
		var stderr strings.Builder
		e := environment{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr}
		code := e.run(t.Context(), []string{"smscodec", "serve", "--addr", "127.0.0.1:0", "--control", address})
		if code != exitFailed || !strings.HasPrefix(stderr.String(), "smscodec serve: cannot listen for --control: ") || strings.Contains(stderr.String(), "hunter") {
			t.Errorf("%s: exit code %d, %s", address, code, &stderr)
		}
	}
	listener, err := listenControl("localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if _, ok := listener.Addr().(*net.TCPAddr); !ok {
		t.Errorf("listens on %v", listener.Addr())
	}
}
