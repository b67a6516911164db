// Package beam checks the logs of many machines for departures from the documentation of the
// sender-name endpoint, as smscodec validate does, in pipelines of Apache Beam. The command
// smscodec-beam is made of it.
//
// Check is for pipelines that have lines already, from Kafka or BigQuery. CheckFiles reads
// files and writes files.
//
// The files, each of which uses only those below it:
//
//	files.go      from files to files
//	write.go      shards of output
//	ranges.go     files, and ranges of them
//	check.go      lines that a pipeline has
//	options.go    what is checked, and what is reported
//	bundle.go     the check of exchanges
//	baseline.go   known findings, which are left out
//	totals.go     counts
package beam
