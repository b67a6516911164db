package wire

import "testing"

func TestBegins(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       Kind
	}{
		{"plain names", "name = zxcabs\n", PlainList},
		{"plain names, after a byte order mark and white space", "\xEF\xBB\xBF\r\n name = zxcabs", PlainList},
		{"plain names, cut off", "name = ", PlainList},
		{"plain names, without the blanks", "name=zxcabs", NoAnswer},
		{"plain id", "ID = 24608", PlainAdded},
		{"plain id, malformed", "ID = 24x608", PlainAdded},
		{"plain id, in lower case", "id = 24608", NoAnswer},
		{"plain error", "ERROR = 7 (invalid number), ID - 34", PlainRefusal},
		{"plain error, cut off", "ERROR = 7 (inv", PlainRefusal},
		{"a line of a log", "ERROR could not connect", NoAnswer},
		{"CSV error", "0,-2", CSVRefusal},
		{"CSV error, malformed", "0,-x", CSVRefusal},
		{"CSV error about an object", "34,-7", NoAnswer},
		{"CSV names", "zxcabs\nSMSC.RU", NoAnswer},
		{"CSV names and statuses", "zxcabs,1", NoAnswer},
		{"OK", "OK", BareOK},
		{"OK and a line ending", "OK\r\n", BareOK},
		{"OK and more", "OK computer", NoAnswer},
		{"XML names", "<list>\n<sender>zxcabs</sender>\n</list>", XMLAnswer},
		{"XML names, none", "<list/>", XMLAnswer},
		{"XML names, cut off", `<list`, NoAnswer},
		{"XML names, with an attribute", `<list x="1">`, XMLAnswer},
		{"XML names, after a declaration and a comment", "<?xml version=\"1.0\"?>\n<!-- <p> -->\n<list>", XMLAnswer},
		{"XML id", "<sender>\n<id>24x608</id>", XMLAnswer},
		{"XML OK", "<result>OK</result>", XMLAnswer},
		{"XML error, cut off", "<result>\n<error>authorise er", XMLAnswer},
		{"XML of others", "<listing></listing>", NoAnswer},
		{"HTML", "<!DOCTYPE html><html>", NoAnswer},
		{"a comment without an end", "<!-- <list>", NoAnswer},
		{"a processing instruction without an end", "<?xml", NoAnswer},
		{"JSON names", "[{\n\"sender\": \"zxcabs\"\n}]", JSONAnswer},
		{"JSON names, cut off", "[{\n\"sender\"", JSONAnswer},
		{"JSON names, cut off in a member's name", "[{\n\"send", NoAnswer},
		{"JSON names, none", " [ ]\n", JSONAnswer},
		{"JSON names, an operator first", `[{"by_reg": "1"`, JSONAnswer},
		{"JSON names, a status first", `[{"status":1,"sender":"a"}]`, JSONAnswer},
		{"JSON id", `{"sender": 24x608}`, JSONAnswer},
		{"JSON OK", "{\n\"result\": \"OK\"\n}", JSONAnswer},
		{"JSON error", "{\"error\": \"authorise error\"", JSONAnswer},
		{"JSON error about an object", `{"id": 34, "error": "x"}`, JSONAnswer},
		{"JSON error, its code first", `{"error_code": 2}`, JSONAnswer},
		{"JSON error about an object, cut off", `{"id": 34, "err`, JSONAnswer},
		{"JSON id, cut off", `{"id":`, JSONAnswer},
		{"JSON id alone", `{"id": 34}`, JSONAnswer},
		{"JSON names, an id first", `[{"id": "1" , "sender": "a"}]`, JSONAnswer},
		{"JSON names, a comma at the end", `[{"status": 1,}]`, JSONAnswer},
		{"JSON names, a status of null first", `[{"status": null, "sender": "a"}]`, JSONAnswer},
		{"an id with an object", `{"id": {"a": 1}}`, NoAnswer},
		{"an id of others with an escape", `{"id": "a\"b", "request": {}}`, NoAnswer},
		{"an id of others", `{"id": "8c5db8b0-2db4", "request": {}}`, NoAnswer},
		{"a number of others", `{"id": 7, "name": "a"}`, NoAnswer},
		{"rows of others", `[{"id": 1, "url": "/", "status": 200}]`, NoAnswer},
		{"a status of others", `[{"status": "COMPLETE", "method": "GET"}]`, NoAnswer},
		{"an HTTP status", `[{"status": 200, "body": "OK"}]`, NoAnswer},
		{"JSON of others", `{"name": "left-pad", "version": "1.0.0"}`, NoAnswer},
		{"an exchange in JSON Lines", `{"status": 200, "body": "OK"}`, NoAnswer},
		{"a string in an array", `["sender"]`, NoAnswer},
		{"an array in an array", `[["sender"]]`, NoAnswer},
		{"a member without a value", `{"sender", 1}`, NoAnswer},
		{"empty", "", NoAnswer},
		{"white space", "\xEF\xBB\xBF \r\n", NoAnswer},
		{"text", "Service Unavailable", NoAnswer},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Begins([]byte(test.text)); got != test.want {
				t.Errorf("%q begins as %d, want %d", test.text, got, test.want)
			}
		})
	}
}
