// Package capture reads HTTP exchanges with the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API from the forms in which people have them:
// a saved body, the text of HTTP messages, what curl -v prints, a browser's HAR
// file, JSON Lines, WARC files and test cassettes; as they are, compressed with
// gzip or zstd, or in UTF-16.
//
// A capture is recognised or refused: what begins as none of these is an error of
// the kind ErrNotRecognised, and is never guessed at. A damaged entry is an error, or
// a defect, of that entry, and reading continues after it. Input is hostile: reading
// takes linear time, and memory that does not grow with the capture.
//
// The files, each of which uses only those below it:
//
//	reader.go              the way in: which reader reads which format
//	recognise.go           which format a capture is of, or what else it looks like
//	har.go, harentry.go    HAR: the splitter, and what an entry says
//	lines.go               JSON Lines, and indented exchanges
//	cassette.go            the YAML of cassettes
//	warc.go                WARC records
//	verbose.go             what curl -v prints; verboselines.go scans its lines
//	dump.go                HTTP messages one after the other
//	message.go             bodies of messages, out of their frames and decoded
//	framing.go, chunks.go  where a body ends
//	head.go, startline.go  start lines and headers
//	notes.go               what a shell and curl print around messages
//	lookahead.go           a window over a text
//	members.go             members of JSON as parts of an exchange
//	jsonstream.go          JSON that is not all in memory
//	jsontext.go            JSON in memory; jsonstring.go reads its strings fast
//	content.go, gzip.go    encodings of bodies
//	input.go               the file: its compression, UTF-16
//	part.go, freelist.go   parts that goroutines read, and what they recycle
//	asked.go               what a request asked
//	exchange.go            the model
//	origin.go, position.go where something is in the capture
//	errors.go, format.go   errors and formats
package capture
