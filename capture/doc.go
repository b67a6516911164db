// Package capture reads HTTP exchanges with the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API. An exchange is a request and its response. A
// capture has exchanges in one of these forms: a saved body, the text of HTTP messages,
// what curl -v prints, a browser's HAR file, JSON Lines, WARC files and test cassettes.
// It may be compressed with gzip or zstd, or be in UTF-16.
//
// A capture is recognised or refused. Input that begins as none of these is an error of
// the kind ErrNotRecognised; the format is never guessed. A damaged entry is an error, or
// a defect, of that entry, and reading continues after it. Input may be hostile: reading
// takes linear time, and memory that does not grow with the capture.
//
// Text is scanned by packages that know nothing of exchanges: internal/jsonscan,
// internal/http1 and internal/curl. The files, each of which uses only those below it:
//
//	reader.go              the way in: which reader reads which format
//	recognise.go           the format of a capture, or what an unknown input looks like
//	har.go, harentry.go    HAR: the splitter, and the reader of entries
//	lines.go               JSON Lines, and indented exchanges
//	splitter.go            JSON split into entries, which goroutines read
//	cassette.go            the YAML of cassettes
//	warc.go                WARC records
//	verbose.go             what curl -v prints
//	dump.go                HTTP messages one after the other, and their bodies
//	pairing.go             requests and responses that wait for each other
//	framing.go             where a body ends
//	head.go                start lines and headers
//	input.go               the file: its compression, UTF-16
//	lookahead.go           a window over a text, and the input as a whole
//	members.go             members of JSON as parts of an exchange
//	content.go             encodings of bodies and files
//	part.go                parts that goroutines read
//	asked.go               the endpoint and parameters of a request
//	exchange.go            the model
//	position.go            positions in the capture
//	errors.go, format.go   errors and formats
package capture
