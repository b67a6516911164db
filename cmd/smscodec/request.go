package main

// Flags that say what was asked.

import (
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/credentials"
	"github.com/smscodec/smscodec/internal/findings"
	"github.com/smscodec/smscodec/internal/wire"
)

// requestFlags returns the flags that describe a request.
func requestFlags() []option {
	return []option{
		{group: requestOptions, name: "op", value: "get", values: texts(smscodec.Ops()), usage: "`OPERATION` that was requested: " + choices(smscodec.Ops())},
		{group: requestOptions, name: "fmt", value: "", values: texts(smscodec.Formats()), usage: "`FORMAT` that was requested: " + choices(smscodec.Formats()) + "; also 0 to 3, the values of fmt"},
		{group: requestOptions, name: "all", value: false, usage: "the request had all=1: sender names have a status"},
		{group: requestOptions, name: "operators", value: false, usage: "the request had operators=1: sender names have registrations"},
		{group: requestOptions, name: "charset", value: autoCharset, values: charsets(), usage: charsetUsage},
		{group: requestOptions, name: "query", value: "", usage: "instead of the flags above, the captured parameters: the `QUERY` of a URL, or a form; if they have no charset, --charset says how it is found"},
		{group: requestOptions, name: "url", value: "", usage: "the same, as a complete `URL`"},
		{group: requestOptions, name: "columns", value: "", list: true, values: operatorNames(), usage: "`OPERATORS` in the order of the CSV columns, separated by commas, if they are not the documented ten"},
	}
}

var charsetUsage = "`CHARSET` of the answer: " + oneOf(charsets()) + "; auto is what the answer declares, else utf-8 if it is that, else " +
	smscodec.Windows1251.String() + ", the server's default"

// autoCharset is the value of --charset for one that is found.
const autoCharset = "auto"

func charsets() []string { return append([]string{autoCharset}, texts(smscodec.Charsets())...) }

// parseRequest returns the request that the flags describe.
func parseRequest(cmd arguments) (findings.Asked, error) {
	if !cmd.IsSet("query") && !cmd.IsSet("url") {
		return requestFromFlags(cmd)
	}
	req, hasCharset, err := capturedRequest(cmd)
	out := findings.Asked{Request: req, Captured: true}
	switch {
	case err != nil:
		return out, err
	case hasCharset && cmd.IsSet("charset"):
		return out, usage(cmd, "--charset is given, but the captured request has a charset")
	case !hasCharset:
		err = parseAutoCharset(cmd, &out)
	}
	return out, err
}

// capturedRequest returns the request that --query or --url has, and whether it says its
// charset.
func capturedRequest(cmd arguments) (req smscodec.Request, hasCharset bool, err error) {
	captured := "query"
	if cmd.IsSet("url") {
		captured = "url"
	}
	for _, name := range []string{"query", "op", "fmt", "all", "operators"} {
		if name != captured && cmd.IsSet(name) {
			return req, false, usage(cmd, "--%s and --%s cannot be used together", captured, name)
		}
	}
	// The errors of net/url quote their input, so they are not shown.
	query := strings.TrimPrefix(cmd.String("query"), "?")
	if captured == "url" {
		u, err := url.Parse(cmd.String("url"))
		if err != nil {
			return req, false, usage(cmd, "--url is not a URL")
		}
		// An answer of another endpoint may be readable as one of this endpoint.
		asked := capture.Request{URL: "/" + cmd.String("url")} // the URL may be relative
		if isBareQuery := u.Host == "" && u.Path == ""; !isBareQuery && asked.IsElsewhere() {
			return req, false, usage(cmd, "--url is not a URL of %s; to pass parameters alone, use --query", wire.Path)
		}
		query = u.RawQuery
	}
	parameters := smscodec.ParseForm(query)
	if req, err = smscodec.ParseQuery(parameters); err != nil {
		return req, false, usage(cmd, "--%s: %s", captured, libraryText(err))
	}
	charsets := parameters[wire.ParamCharset]
	return req, len(charsets) > 0 && charsets[len(charsets)-1] != "", nil // the last one counts
}

// parseAutoCharset sets the charset, or that it is to be found.
func parseAutoCharset(cmd arguments, a *findings.Asked) (err error) {
	if a.FindCharset = cmd.String("charset") == autoCharset; !a.FindCharset {
		a.Charset, err = parseCharset(cmd, "charset")
	}
	return err
}

// parseURL returns the URL that --query or --url describes, "" if neither is set.
func parseURL(cmd arguments) (string, error) {
	if !cmd.IsSet("query") && !cmd.IsSet("url") {
		return "", nil
	}
	if _, _, err := capturedRequest(cmd); err != nil {
		return "", err
	}
	const path = "/" + wire.Path
	switch captured := cmd.String("url"); {
	case cmd.IsSet("query"):
		return path + "?" + strings.TrimPrefix(cmd.String("query"), "?"), nil
	case strings.HasPrefix(captured, "?"):
		return path + captured, nil
	default:
		return captured, nil
	}
}

// requestSecrets returns the secrets in --query and --url.
func requestSecrets(cmd arguments) []string {
	return credentials.AppendForm(credentials.AppendURL(nil, cmd.String("url")), []byte(cmd.String("query")))
}

func requestFromFlags(cmd arguments) (findings.Asked, error) {
	req := findings.Asked{Request: smscodec.Request{All: cmd.Bool("all"), Operators: cmd.Bool("operators")}}
	if !cmd.IsSet("fmt") {
		return req, usage(cmd, "the request is missing: give --fmt and the flags that describe it, or --query or --url as captured")
	}
	if req.Op.UnmarshalText([]byte(strings.ToLower(cmd.String("op")))) != nil {
		return req, cmd.wrongValue("op", cmd.String("op"))
	}
	var err error
	if req.Format, err = parseFormat(cmd, "fmt"); err != nil {
		return req, err
	}
	if err = parseAutoCharset(cmd, &req); err != nil {
		return req, err
	}
	switch {
	case (req.All || req.Operators) && req.Op != smscodec.OpGet:
		return req, usage(cmd, "--all and --operators need --op get")
	case req.All && req.Operators:
		return req, usage(cmd, "--all and --operators cannot be used together")
	}
	return req, nil
}

func parseFormat(cmd arguments, flag string) (smscodec.Format, error) {
	value := strings.ToLower(cmd.String(flag))
	if len(value) == 1 && '0' <= value[0] && value[0] <= '3' {
		return smscodec.Format(value[0] - '0'), nil
	}
	var format smscodec.Format
	if format.UnmarshalText([]byte(value)) != nil {
		return format, cmd.wrongValue(flag, cmd.String(flag))
	}
	return format, nil
}

func parseCharset(cmd arguments, flag string) (smscodec.Charset, error) {
	var charset smscodec.Charset
	if charset.UnmarshalText([]byte(cmd.String(flag))) != nil {
		return charset, cmd.wrongValue(flag, cmd.String(flag))
	}
	return charset, nil
}

// parseColumns returns the operators that --columns lists, nil for the documented
// ones.
func parseColumns(cmd arguments) (*smscodec.Columns, error) {
	if !cmd.IsSet("columns") {
		return nil, nil
	}
	columns, err := newColumns(strings.Split(cmd.String("columns"), ","))
	if err != nil {
		return nil, usage(cmd, "--columns must list 1 to 63 different operators, such as mega,mts%s", notValue(cmd.String("columns")))
	}
	return columns, nil
}

func newColumns(names []string) (*smscodec.Columns, error) {
	var operators []smscodec.Operator
	for _, name := range names {
		operators = append(operators, smscodec.Operator(strings.TrimSpace(name)))
	}
	return smscodec.NewColumns(operators...)
}

func operatorNames() []string {
	var names []string
	for _, operator := range smscodec.Operators() {
		names = append(names, string(operator))
	}
	return names
}
