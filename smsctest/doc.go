// Package smsctest helps to test clients of the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API. It has a fake of the endpoint, faults on
// demand, and the conformance cases of smscodec. Package smscgen has generators of replies.
//
// # The fake
//
// [NewServer] starts a fake for a test:
//
//	server := smsctest.NewServer(t, smsctest.Demo())
//	client.URL = server.URL // login demo, password demo
//
// [New] returns the same fake as an http.Handler, for any server. The fake has real
// state: a name that was added is in the list, with its status, until it is deleted.
// A test sets what the moderator and the mobile operators decide, with
// [Fake.SetStatus] and [Fake.SetRegistration], and the time, with a [Clock].
// [Fake.Requests] returns the requests so far, without secrets.
//
// The vendor documents these operations and parameters:
//
//	get                        list the approved names; with all every name
//	add         sender cmt     add a name, which awaits moderation
//	chg         sender|id cmt  change the comment
//	send_code   sender         send a confirmation code to a name that is a number
//	check_code  sender code    confirm the number
//	del         sender|id      delete the name
//
// All take login and psw (the password or its MD5 in hex), or apikey; fmt; and
// charset, whose default is windows-1251. Requests go by GET or POST. A form may be
// multipart/form-data, in which add and chg may have a file; the fake skips it.
//
// Where the documentation is silent, the fake behaves as follows. In front of each
// decision is its evidence: rec, the real server was recorded; lit, a literal in the tests
// of a client; client, a published client relies on it; PHP, the server is written in
// PHP, which behaves so; none, it is a guess, and the real server may differ.
//
// How a request is read:
//
//   - PHP: & alone separates parameters, and a % that begins no escape is literal. See
//     smscodec.ParseForm.
//   - PHP: of a repeated parameter the last value counts, and those of the body come after
//     those of the URL. The vendor's own libraries rely on it.
//   - PHP: a multipart form may have lines that end in LF alone, and need not be
//     terminated; its fields are not decoded by Content-Transfer-Encoding. A malformed form
//     has the fields before the mistake. The answer is code 1 at worst, not HTTP 400.
//   - PHP: HEAD is a GET whose answer has no body. GET and HEAD have no form in the body.
//   - none: any other method is answered with HTTP 405, a form of more than 64 KiB, or
//     4 MiB with a file, with HTTP 413.
//   - none: repeated slashes in the path count as one, as in the usual web servers.
//   - client: sys/get.php, the predecessor, answers get_senders=1; other requests for it
//     are code 1.
//   - none: a charset other than windows-1251, utf-8 and koi8-r, such as utf8, counts as
//     windows-1251, the default. Upper case is allowed.
//   - none: the parameters sender and cmt are in the charset of the answer. Bytes that are
//     not text in it are replaced by U+FFFD; they are no reason for a refusal.
//   - client: get takes prev_id (the names after this id), cnt (at most so many names; 0
//     means all) and from_date (the names added on this day or later). none: from_date is
//     DD.MM.YYYY in Moscow; names that were there at the beginning are older than any day.
//
// How an answer is written:
//
//   - rec: errors come with HTTP 200. JSON is application/json with the charset of the
//     answer.
//   - none: plain is text/plain, CSV is text/csv, XML is application/xml, each with the
//     charset.
//   - none: lists are sorted by id. An empty list is [] in JSON, a list without names in XML, and
//     an empty body in plain and CSV.
//   - client: the undocumented id of FaultExtra is a number in JSON, as in "id": 7.
//   - rec: the texts of errors 1, 2, 3 and 5. The texts of 7, 8 and 9 are recorded from
//     other endpoints. none: those of 4, 10 and 11.
//   - none: operators=1 lists the approved names only, as all is 0 then.
//   - none: operators whose status was not set await registration.
//
// What is refused, and with which code:
//
//   - none: errors are looked for in this order: the address (4), the operation, fmt and
//     switches (1), the account (2), the number of requests (9), the other parameters (1),
//     the name (3), then the rest.
//   - rec: code 1 is the answer to add without cmt, or with an empty one. none: to chg too.
//   - none: code 1 is also the answer to parameters that smscodec.ParseQuery refuses, an
//     unknown charset aside; a missing sender; an id, prev_id or cnt that is not a number; a
//     malformed from_date; a comment that is longer than 1000 bytes or has control
//     characters other than tabs and line endings; and a new name that is none of these: up
//     to 11 Latin letters, digits, spaces and !?-_.()~&, up to 15 digits, an e-mail address.
//   - none: code 2 is the answer to an MD5 in upper case.
//   - none: code 3 is also the answer if sender and id are of different names. lit: sibling
//     endpoints answer with it for an empty list; here only under FaultEmptyRefused.
//   - none: code 4 occurs only under FaultIPBlocked, code 8 only under FaultUndeliverable.
//   - none: code 5 is the answer to a name that exists already, to a new one beyond 100 000
//     names, if Config.Save fails, and under FaultNotSaved.
//   - none: code 7 is the answer to send_code for a name that is not 10 to 15 digits, in the
//     list or not.
//   - none: code 9 counts per account, over any 60 seconds: it refuses the fourth list with
//     the same fmt, charset, all, operators, prev_id, cnt and from_date, the sixth add, and
//     more than 10 000 different lists. Requests that were refused with it do not count.
//   - none: code 9 also refuses a request while 14 others are being answered.
//   - none: code 10 applies to a name until the name is deleted.
//   - none: code 11 is also the answer to check_code without send_code before. See [Code].
//
// What an operation does:
//
//   - client: send_code to a number that is not in the list adds it; it awaits moderation.
//   - none: check_code approves a name. A new comment does not change the status.
//   - none: ids begin after State.LastID and rise by one.
//
// Config.Unlimited switches code 9 off.
//
// # Faults
//
// A [Fault] is a named way in which the real server, or something between it and the
// client, departs from the documentation. [Fake.SetFaults] sets the faults of all
// later requests, [Fake.FaultNext] those of one. A test of retries can so damage the
// first answer and leave the second intact.
//
// # Conformance
//
// [Corpus] has the cases that smscodec itself is tested with, as files, and [Cases]
// yields them as values. [CheckDecoder] runs them on any function that decodes
// answers:
//
//	func TestConformance(t *testing.T) {
//		smsctest.CheckDecoder(t, mysdk.Decode)
//	}
//
// and [FuzzSeeds] makes them the seeds of a fuzz target:
//
//	func FuzzDecode(f *testing.F) {
//		smsctest.FuzzSeeds(f)
//		f.Fuzz(func(t *testing.T, body []byte, op, format, charset uint8, all, operators bool) { … })
//	}
package smsctest
