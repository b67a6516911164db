// Package smsctest is for the tests of what talks to the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API: a fake of the endpoint, faults on demand,
// generators of requests and replies, and the conformance cases of smscodec.
//
// # The fake
//
// [NewServer] starts one for a test:
//
//	server := smsctest.NewServer(t, smsctest.Demo())
//	client.URL = server.URL // login demo, password demo
//
// [New] gives the same as an http.Handler, to be put anywhere. It has real state: a
// name that was added is in the list, with its status, until it is deleted. A test
// moves what the vendor's people and the operators move, with [Fake.SetStatus] and
// [Fake.SetRegistration], and the time, with a [Clock]. [Fake.Requests] gives what
// was asked, without secrets.
//
// By the vendor's page of the operations, and that of the answers:
//
//	get                     the approved names; with all every name
//	add         sender cmt  a new name, which awaits moderation
//	chg         sender|id cmt  another comment
//	send_code   sender      a confirmation code to a name that is a number
//	check_code  sender code its confirmation
//	del         sender|id   the name is gone
//
// All take login and psw, plain or its MD5 in hex, or apikey; fmt; charset, which
// is windows-1251 where it is missing; by GET or POST, and as multipart/form-data,
// in which add and chg may have a file, which the fake passes over.
//
// Where the pages are silent, the fake has this, which the real server may not:
//
//   - What is wrong first: the address (4), the parameters (1), the account (2), the
//     number of requests (9), the name (3), and then the rest.
//   - With operators the names are the approved ones: all is 0 then, and the page
//     explains <sender> so.
//   - Code 1: parameters that smscodec.ParseQuery refuses, a missing sender, an id
//     that is no number, text that is not in the charset, a comment over 1000 bytes
//     or with control characters other than tabs and line ends, and a new name that is neither up to 11 Latin letters, digits, spaces and
//     !?-_.()~& nor up to 15 digits nor an e-mail address.
//   - Code 3 also for a sender and an id that are not of the same name, and under
//     FaultEmptyRefused for an empty list; without it an empty list is empty in every
//     format, in plain and CSV an empty body.
//   - Of a repeated parameter the last value counts, as in PHP, that of the body after
//     that of the URL.
//   - Code 5 for a name that there is already, with 100 000 names, if Config.Save
//     fails, and under FaultNotSaved.
//   - Code 7 for send_code to a name that is not 10 to 15 digits.
//   - Code 8 under FaultUndeliverable alone, code 4 under FaultIPBlocked alone.
//   - Code 9 by account, over any 60 seconds, for the fourth list with the same fmt,
//     charset, all and operators, and for the sixth add; what was refused with it
//     does not count.
//   - Code 10 is of the name, and gone with it.
//   - Code 11 also for check_code without send_code before. See [Code].
//   - check_code approves a name. A new comment leaves the status as it is.
//   - Ids begin behind State.LastID and rise by one; lists are in their order.
//   - Operators that nobody has set await registration.
//   - The parameters sender and cmt are in the charset of the answer.
//
// # Faults
//
// A [Fault] is a named way in which the real server, or what stands before it,
// departs from the page. [Fake.SetFaults] sets those of all requests from now on,
// [Fake.FaultNext] those of one, so that a test of retries has its first answer
// spoilt and the second whole.
//
// # Properties
//
// A [Generator] makes replies for gopter, by what is to hold of them; [GenReply]
// makes those that the request's format can carry, [GenAnyReply] any. [GenRequest],
// [GenCodec] and [GenSender] make the rest. What breaks a property is shrunk towards
// what the page shows.
//
// # Conformance
//
// [Corpus] has the cases that smscodec itself is tested with, as files, and [Cases]
// has them read. [CheckDecoder] asks them of any function that reads answers:
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
