// Package docs has the documents of smscodec, so that the command can print them.
package docs

import "embed"

//go:embed *.md *.yaml schemas/*.json
var Files embed.FS
