// Package smscodec reads and writes the answers of the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API: in plain text, CSV, XML and JSON, and
// between them and one model, in both directions. It does no I/O.
//
// # Answers and requests
//
// An answer does not describe itself. CSV "123" is a new id after add and a list
// of one name after get; "OK" is a result, or a sender called OK. So every call
// takes the [Request] that was made. It has the operation ([Op]), the format
// (the parameter fmt, [Format]), the charset, and for a list what is told of
// each name: nothing more, its moderation status (all=1), or its registration
// with each mobile operator (operators=1).
//
//	asked          answer      decoded as
//	get            a list      List, of Sender
//	add            an id       Added
//	chg, send_code OK          Done
//	check_code, del
//	any            a refusal   *APIError, as the error
//
// [Decode] gives the answer or an error. The server's refusal is an [*APIError],
// whose [ErrorCode] works with errors.Is:
//
//	reply, err := smscodec.Decode(body, req)
//	if errors.Is(err, smscodec.ErrAuth) { … }
//
// Everything else is a [*ParseError]: data that does not answer the request, with the
// byte offset, line and column, row, field and kind. [Append] writes an answer as the
// server would, or an [*EncodeError] says which value the format cannot carry.
// [Codec.Senders] goes through a list a row at a time. [ParseQuery] and
// [Request.Query] translate between a Request and the parameters of the HTTP request,
// which [ParseForm] splits as the server does. [Readings] is for answers whose request
// is lost.
//
// Replies are ordinary values: [Equal] and go-cmp compare them, and encoding/json
// writes and reads them without loss. That JSON is the model's own, the same for all
// formats; it has nothing to do with an answer in JSON.
//
// Package smschttp carries answers over HTTP, and package smsctest has a fake of
// the server, generators and the conformance cases, for tests.
//
// # Charsets
//
// The server answers in windows-1251 unless charset= was sent. The model's
// strings are UTF-8 always; [Charset] says what the bytes are. Bytes that the
// charset does not have are an error, never replaced.
//
// # Tolerance
//
// The server departs from its page, and the page from itself: see [Quirk] for
// each departure that is known. The zero [Codec] reads all of them, as none
// loses anything. Codec.Reject refuses some or, with [AllQuirks], all;
// Codec.Report tells of each that was accepted, and where. Some things are
// never excused: malformed JSON or XML, trailing data, a duplicate,
// a control character in plain or CSV, an empty name, a JSON null, a DOCTYPE,
// text that is not in its charset, an undocumented member of an id or an OK. A
// plain or CSV line that looks like an error is never read as anything else.
//
// # What the formats cannot carry
//
// Append writes what Decode reads back as the same, or nothing:
//
//   - What the request does not ask for is left out: a status without All,
//     registrations without Operators.
//   - CSV carries no text of an error, no undocumented members, and no operator
//     columns but those of the Codec, as it does not name them. The other formats
//     carry the columns that are known: see [Operator].
//   - Plain carries undocumented members only as key = digits, and no name that
//     ends like one.
//   - Plain and CSV cannot quote: a line break and a control character are
//     refused, and in CSV a name that begins like an error or another format; a
//     comma in a name goes through CSV only where no operator columns follow.
//   - An empty list in plain and CSV is an empty body, which a lost answer looks like.
//     It is read and written only with Codec.EmptyList.
//   - The rows of a plain list all have the same operators: otherwise a truncated list
//     would look like one with fewer. In CSV a name cannot end in a comma and one to
//     three digits: that is a column that was not requested.
//   - XML has no U+0000 to U+001F but tab and line ends, no U+FFFE and U+FFFF.
//   - No format carries a character outside the request's charset.
//
// # Speed
//
// What is laid out as documented is compared and copied as a whole, and so are
// the rows of a list that repeat one skeleton, however that is laid out. Rows
// that differ are read member by member, which takes several times as long. A
// list that is laid out as documented takes two allocations if it is short, else a
// few more and one for each 32 KiB of names; Append takes none where the buffer is
// large enough. Statuses cost nothing beside the row if they are documented and of
// at most 21 columns. Decode
// and Codec.Decode are inlined: a Reply that is at once taken for what it is, as
// in reply.(smscodec.List), costs no allocation of its own.
//
// # Security
//
// Input is taken to be hostile. Time is linear in it, memory a small multiple;
// nothing is allocated by a number read from it. Nesting ends at 64 levels. An
// object, an element or a row has at most 64 members, a row's name counted: so an
// XML sender has at most 63 attributes, and none is called sender, as JSON could
// not hold them otherwise. What is returned shares no
// memory with the input, and a name that is kept does not keep its list.
// Error texts are one line of at most 300 bytes, quote input shortened and
// escaped, and hold no control or bidirectional formatting character. No part
// of a query is ever shown: among its parameters are login and password.
//
// # Sources
//
// The vendor's page "Server answer and error codes" of the sender-name endpoint
// is the documentation meant throughout. Where the server is known to depart
// from it, a comment that begins with QUIRK says where that was seen. JSON is
// RFC 8259, XML is XML 1.0, fifth edition.
package smscodec
