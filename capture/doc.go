// Package capture reads HTTP exchanges with the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API out of what people have of them: a saved
// body, the text of HTTP messages, a browser's HAR file, JSON Lines, WARC files and
// test cassettes; as they are, or compressed with gzip or zstd, or in
// UTF-16.
package capture
