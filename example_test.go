package smscodec_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/examples/sdk"
	"github.com/smscodec/smscodec/smsctest"
)

func ExampleDecode() {
	body := []byte("[{\n\"sender\": \"zxcabs\",\n\"status\": 1\n}]")
	reply, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, sender := range reply.(smscodec.List) {
		fmt.Println(sender.Name, sender.Status)
	}
	// Output: zxcabs approved
}

func ExampleAppend() {
	columns := smscodec.DocumentedColumns()
	registrations, err := smscodec.NewRegistrations(columns, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	list := smscodec.List{{Name: "zxcabs", Registrations: registrations}}
	body, err := smscodec.Append(nil, list, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Operators: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", body)
	// Output: zxcabs,2,2,2,2,2,2,2,2,2,2
}

// The server's refusal is an error with a code.
func ExampleAPIError() {
	body := []byte("ERROR = 2 (authorise error)")
	_, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.Plain})
	if errors.Is(err, smscodec.ErrAuth) {
		fmt.Println(err)
	}
	// Output: smscodec: the server refused: error 2: wrong login or password: "authorise error"
}

// Data that does not answer the request is an error with a position and a kind.
func ExampleParseError() {
	body := []byte("[{\n\"sender\": \"zxcabs\",\n\"status\": true\n}]")
	_, err := smscodec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true})
	var parse *smscodec.ParseError
	if errors.As(err, &parse) {
		fmt.Println("byte", parse.Offset, "field", parse.Field, errors.Is(err, smscodec.ErrShape))
	}
	fmt.Println(err)
	// Output:
	// byte 33 field status true
	// smscodec: json:3:11: row 1: status: not an answer to this request: want a number
}

// Departures from the documentation are accepted, but can be reported.
func ExampleCodec_report() {
	codec := smscodec.Codec{Report: func(departure *smscodec.ParseError) { fmt.Println(departure) }}
	reply, err := codec.Decode([]byte("OK"), smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON})
	fmt.Printf("%T %v\n", reply, err)

	codec = smscodec.Codec{Reject: smscodec.QuirkOtherForm}
	_, err = codec.Decode([]byte("OK"), smscodec.Request{Op: smscodec.OpDelete, Format: smscodec.JSON})
	fmt.Println(errors.Is(err, smscodec.ErrShape))
	// Output:
	// smscodec: json:1:1: plain answer under another format [other-form]
	// smscodec.Done <nil>
	// true
}

// Senders reads a long list without holding it.
func ExampleCodec_Senders() {
	body := []byte("Alpha,1\nBravo,0\nCharlie,2")
	request := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, All: true}
	for sender, err := range (smscodec.Codec{}).Senders(body, request) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %v\n", sender.Name, sender.Status)
	}
	// Output:
	// Alpha: approved
	// Bravo: awaits moderation
	// Charlie: switched off
}

// The parameters of a captured request determine how to read its answer.
func ExampleParseQuery() {
	captured, err := url.Parse("https://smsc.ru/sys/senders.php?get=1&fmt=1&all=1&login=demo&psw=demo")
	if err != nil {
		return // its text may show the password
	}
	request, err := smscodec.ParseQuery(captured.Query())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(request.Op, request.Format, request.Charset, request.All)
	// Output: get csv windows-1251 true
}

// Without its request, an answer may have several readings.
func ExampleReadings() {
	for request, reply := range smscodec.Readings([]byte("123")) {
		fmt.Printf("%s as %s: %+v\n", request.Op, request.Format, reply)
	}
	// Output:
	// add as csv: {ID:123}
	// get as csv: [{Name:123 Status:no status Registrations: Extra:[]}]
}

// A client built on smscodec and smschttp, talking to a fake server.
func Example_client() {
	ctx := context.Background()
	server := httptest.NewServer(smsctest.New(smsctest.Demo()))
	defer server.Close()

	client := &sdk.Client{URL: server.URL, Login: "demo", Password: "demo"}
	id, err := client.Add(ctx, "My shop", "our trade mark")
	switch {
	case errors.Is(err, smscodec.ErrNotSaved):
		fmt.Println("the server has not saved the name")
	case err != nil:
		fmt.Println(err)
	default:
		fmt.Println("added, id", id)
	}
	// Output: added, id 4
}

// The columns of another edition of the vendor's documentation.
func ExampleNewColumns() {
	columns, err := smscodec.NewColumns(
		"mega", "mts", "mega_step", "mega_int", "bee_step", "motiv_step", "motiv_int",
		"mts_step", "mts_int", "tele2_step", "tele2", "ua_reg", "ua_int")
	if err != nil {
		fmt.Println(err)
		return
	}
	codec := smscodec.Codec{Columns: columns}
	body := []byte("zxcabs," + strings.Repeat("2,", 12) + "0")
	reply, err := codec.Decode(body, smscodec.Request{Op: smscodec.OpGet, Format: smscodec.CSV, Operators: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	status, ok := reply.(smscodec.List)[0].Registrations.Status("ua_int")
	fmt.Println(status, ok)
	// Output: awaits registration true
}
