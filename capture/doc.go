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
// internal/http1 and internal/curl.
package capture
