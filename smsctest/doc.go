// Package smsctest helps to test clients of the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API. It has a fake of the endpoint, faults on
// demand, generators of requests and replies, and the conformance cases of smscodec.
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
// Where the documentation is silent, the fake behaves as follows; the real server
// may differ:
//
//   - Errors are looked for in this order: the address (4), the parameters (1), the
//     account (2), the number of requests (9), the name (3), then the rest.
//   - operators=1 lists the approved names only, as all is 0 then.
//   - Code 1 is the answer to parameters that smscodec.ParseQuery refuses, a missing
//     sender, an id that is not a number, text that is not in the charset, a comment
//     that is longer than 1000 bytes or has control characters other than tabs and
//     line endings, and a new name that is none of these: up to 11 Latin letters,
//     digits, spaces and !?-_.()~&, up to 15 digits, an e-mail address.
//   - Code 3 is also the answer if sender and id are of different names.
//   - Code 5 is the answer to a name that exists already, to a new one beyond 100 000
//     names, if Config.Save fails, and under FaultNotSaved.
//   - Code 7 is the answer to send_code for a name that is not 10 to 15 digits.
//   - Code 8 occurs only under FaultUndeliverable, code 4 only under FaultIPBlocked.
//   - Code 9 counts per account, over any 60 seconds: it refuses the fourth list with
//     the same fmt, charset, all and operators, and the sixth add. Requests that were
//     refused with it do not count.
//   - Code 10 applies to a name until the name is deleted.
//   - Code 11 is also the answer to check_code without send_code before. See [Code].
//   - check_code approves a name. A new comment does not change the status.
//   - Ids begin after State.LastID and rise by one; lists are sorted by id.
//   - Operators whose status was not set await registration.
//   - The parameters sender and cmt are in the charset of the answer.
//
// # Faults
//
// A [Fault] is a named way in which the real server, or something between it and the
// client, departs from the documentation. [Fake.SetFaults] sets the faults of all
// later requests, [Fake.FaultNext] those of one. A test of retries can so damage the
// first answer and leave the second intact.
//
// # Properties
//
// A [Generator] makes replies for gopter, by what is true of them. [GenReply] makes
// those that the request's format can represent, [GenAnyReply] any. [GenRequest],
// [GenCodec] and [GenSender] make the rest. A case that breaks a property shrinks
// towards the documented ones.
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
