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
package capture
