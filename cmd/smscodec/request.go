package main

// Flags that say what was asked.

import (
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/smscodec/smscodec/internal/wire"
)

// requestFlags returns the flags that describe a request.
func requestFlags() []option {
	return []option{
		{group: requestOptions, name: "op", value: "get", values: texts(smscodec.Ops()), usage: "`OPERATION` that was requested: " + choices(smscodec.Ops())},
		{group: requestOptions, name: "fmt", value: "", values: texts(smscodec.Formats()), usage: "`FORMAT` that was requested: " + choices(smscodec.Formats()) + "; also 0 to 3, the values of fmt"},
		{group: requestOptions, name: "all", value: false, usage: "the request had all=1: sender names have a status"},
		{group: requestOptions, name: "operators", value: false, usage: "the request had operators=1: sender names have registrations"},
		{group: requestOptions, name: "charset", value: "utf-8", values: texts(smscodec.Charsets()), usage: "`CHARSET` that was requested: " + choices(smscodec.Charsets())},
		{group: requestOptions, name: "query", value: "", usage: "instead of the flags above, the captured parameters: the `QUERY` of a URL, or a form; if they have no charset, it is windows-1251, the server's default"},
		{group: requestOptions, name: "url", value: "", usage: "the same, as a complete `URL`"},
		{group: requestOptions, name: "columns", value: "", list: true, values: operatorNames(), usage: "`OPERATORS` in the order of the CSV columns, separated by commas, if they are not the documented ten"},
	}
}

// parseRequest returns the request that the flags describe.
func parseRequest(cmd arguments) (smscodec.Request, error) {
	if !cmd.IsSet("query") && !cmd.IsSet("url") {
		return requestFromFlags(cmd)
	}
	captured := "query"
	if cmd.IsSet("url") {
		captured = "url"
	}
	for _, name := range []string{"query", "op", "fmt", "all", "operators", "charset"} {
		if name != captured && cmd.IsSet(name) {
			return smscodec.Request{}, usage(cmd, "--%s and --%s cannot be used together", captured, name)
		}
	}
	// The errors of net/url quote their input, so they are not shown.
	query := strings.TrimPrefix(cmd.String("query"), "?")
	if captured == "url" {
		u, err := url.Parse(cmd.String("url"))
		if err != nil {
			return smscodec.Request{}, usage(cmd, "--url is not a URL")
		}
		// An answer of another endpoint may be readable as one of this endpoint.
		asked := capture.Request{URL: "/" + cmd.String("url")} // the URL may be relative
		if isBareQuery := u.Host == "" && u.Path == ""; !isBareQuery && asked.IsElsewhere() {
			return smscodec.Request{}, usage(cmd, "--url is not a URL of %s; to pass parameters alone, use --query", wire.Path)
		}
		query = u.RawQuery
	}
	req, err := smscodec.ParseQuery(smscodec.ParseForm(query))
	if err != nil {
		return smscodec.Request{}, usage(cmd, "--%s: %s", captured, libraryText(err))
	}
	return req, nil
}

// parseURL returns the URL that --query or --url describes, "" if neither is set.
func parseURL(cmd arguments) (string, error) {
	if !cmd.IsSet("query") && !cmd.IsSet("url") {
		return "", nil
	}
	if _, err := parseRequest(cmd); err != nil {
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
	return secrets.AppendForm(secrets.AppendURL(nil, cmd.String("url")), []byte(cmd.String("query")))
}

func requestFromFlags(cmd arguments) (smscodec.Request, error) {
	req := smscodec.Request{All: cmd.Bool("all"), Operators: cmd.Bool("operators")}
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
	if req.Charset, err = parseCharset(cmd, "charset"); err != nil {
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
	var operators []smscodec.Operator
	for operator := range strings.SplitSeq(cmd.String("columns"), ",") {
		operators = append(operators, smscodec.Operator(strings.TrimSpace(operator)))
	}
	columns, err := smscodec.NewColumns(operators...)
	if err != nil {
		return nil, usage(cmd, "--columns must list 1 to 63 different operators, such as mega,mts")
	}
	return columns, nil
}

func operatorNames() []string {
	var names []string
	for _, operator := range smscodec.Operators() {
		names = append(names, string(operator))
	}
	return names
}
