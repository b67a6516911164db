// Package smscodec parses and writes responses of the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API. The endpoint answers in four formats:
// plain text, CSV, XML and JSON. One model covers all of them, in both
// directions. The package does no I/O.
//
// # Usage
//
// An answer does not describe itself. CSV "123" is a new id after add, and a
// list of one name after get; "OK" is a result, or a sender called OK. So every
// call takes the [Request] that was made: the operation ([Op]), the format (the
// parameter fmt, [Format]), the charset, and for a list what was requested for
// each name: nothing else, its moderation status (all=1), or its registration
// with each mobile operator (operators=1).
//
//	req := smscodec.Request{Op: smscodec.OpGet, Format: smscodec.JSON, All: true}
//	reply, err := smscodec.Decode(body, req)
//
// The type of the reply follows from the operation:
//
//	operation                     answer       Go type
//	get                           a list       List, of Sender
//	add                           an id        Added
//	chg send_code check_code del  OK           Done
//	any                           a refusal    *APIError
//
// [Decode] returns a refusal by the server as the error, an [*APIError]. Its
// [ErrorCode] works with errors.Is:
//
//	if errors.Is(err, smscodec.ErrAuth) { … }
//
// Any other error is a [*ParseError]: the data does not answer the request. It
// has the byte offset, line, column, row, field and kind.
//
// [Append] writes a reply as the server would. Its error is an [*EncodeError],
// which names the value that the format cannot carry.
//
//	body, err := smscodec.Append(nil, reply, req)
//
// [Codec] has the options of both directions; its zero value is what Decode and
// Append use. [Codec.Senders] iterates over a list row by row. [ParseQuery] and
// [Request.Query] translate between a Request and the parameters of an HTTP
// request, and [ParseForm] splits a query as the server does. [Readings] is for
// an answer whose request is unknown.
//
// Replies are ordinary values. [Equal] and go-cmp compare them, and encoding/json
// writes and reads them without loss. That JSON is the model's own, the same for all
// formats; it is not the server's JSON. [Status] and [Registrations] have text forms, for
// encoding/xml and flags.
//
// Package smschttp carries answers over HTTP. Package smsctest has a fake of the
// server and the conformance cases, package smscgen generators of replies, for tests.
//
// # Charsets
//
// The server answers in windows-1251 unless the request has charset=. Strings in
// the model are always UTF-8; [Charset] is the charset of the bytes. Bytes that are
// invalid in the charset are an error. They are never replaced.
//
// # Quirks
//
// The server departs from its documentation, and the documentation from itself.
// Each known departure is a [Quirk]. The zero Codec accepts all of them, because
// none loses anything. Codec.Reject refuses some of them or, with [AllQuirks],
// all; Codec.Report is called for each accepted one, with its position, up to the
// position of the error if there is one.
//
// An empty plain or CSV body is the exception: it cannot be told from a lost
// answer. It is an empty list only if Codec.EmptyList says so.
//
// Some things are never accepted: malformed JSON or XML, trailing data, a
// duplicate, a control character in plain or CSV, an empty name, a JSON null, a
// DOCTYPE, text that is invalid in its charset, an undocumented member of an id or
// an OK. A plain or CSV line that looks like an error is never read as data.
//
// # What the formats cannot carry
//
// Append writes what Decode reads back as the same, or nothing:
//
//   - It leaves out what the request does not ask for: a status without All,
//     registrations without Operators.
//   - CSV has no error text and no undocumented members. It does not name its
//     columns, so they must be those of the Codec. The other formats carry all
//     known columns; see [Operator].
//   - Plain has undocumented members only as key = digits, and no name that ends
//     like one. All rows of a plain list have the operators of its first row, so a list
//     that is truncated in a later row is noticed. One that is truncated in its first row
//     reads as a list of one name with fewer operators, and QuirkColumns is all that is
//     noticed.
//   - Plain and CSV cannot quote. Append refuses a line break or a control
//     character in a name and, in CSV, a name that begins like an error or another
//     format. A comma in a CSV name is possible only without operator columns, and
//     only if the name does not end in a comma and one to three digits: that would be
//     a column that was not requested.
//   - An empty list in plain and CSV is an empty body, which needs Codec.EmptyList.
//   - XML has no U+0000 to U+001F except tab and line breaks, and no U+FFFE and
//     U+FFFF.
//   - No format carries a character outside the request's charset.
//
// # Performance
//
// Rows that repeat one layout are compared with it and copied as a whole. This
// holds for the documented layout and for any other that a list uses throughout, with
// up to 21 operator columns, if they are those of the Codec: a client whose server sends
// others should set Codec.Columns. Other rows are read member by member, which takes 10
// to 30 times as long. Decoding a short list in the documented layout takes two
// allocations; a longer one takes a few more, and one for each 32 KiB of names.
// Append allocates nothing if the buffer is large enough. Decode and Codec.Decode
// are inlined: a Reply that is at once asserted to its type, as in
// reply.(smscodec.List), costs no allocation of its own.
//
// # Security
//
// Input is assumed to be hostile. Time is linear in its size and memory a small
// multiple of it; no allocation is sized by a number in it. Nesting is limited to
// 64 levels. An object, an element or a row has at most 64 members. A row's name counts
// as one, so an XML sender has at most 63 attributes, and none may be called sender;
// otherwise JSON could not hold the row. What is decoded shares no memory with the
// input, and keeping one name does not keep its whole list in memory. Error texts are one line of at most 300 bytes. They quote input shortened and
// escaped, without control or bidirectional formatting characters, and never
// quote a query, because it holds the login and password.
//
// # Sources
//
// The documentation meant throughout is the vendor's page "Server answer and
// error codes" of the sender-name endpoint, under https://smsc.ru/api/http/. Where
// the server is known to depart from it, a comment that begins with QUIRK says
// where that was seen. JSON is RFC 8259; XML is XML 1.0, fifth edition.
package smscodec
