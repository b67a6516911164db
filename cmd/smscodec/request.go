package main

// Flags that say what was asked.

import (
	"net/url"
	"strings"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/capture"
	"github.com/smscodec/smscodec/internal/secrets"
	"github.com/urfave/cli/v3"
)

// requestFlags returns the flags that describe a request.
func requestFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "op", Value: "get", Usage: "`OPERATION` that was asked for: get, add, chg, send_code, check_code or del"},
		&cli.StringFlag{Name: "fmt", Usage: "`FORMAT` that was asked for: plain, csv, xml or json, or 0 to 3"},
		&cli.BoolFlag{Name: "all", Usage: "all=1 was sent: names come with their status"},
		&cli.BoolFlag{Name: "operators", Usage: "operators=1 was sent: names come with their registrations"},
		&cli.StringFlag{Name: "charset", Value: "utf-8", Usage: "`CHARSET` that was asked for: utf-8, windows-1251 or koi8-r"},
		&cli.StringFlag{Name: "query", Usage: "in place of the flags above, the request's parameters as captured, a URL's `QUERY` or a form; without a charset there, windows-1251, the server's default"},
		&cli.StringFlag{Name: "url", Usage: "the same, as the whole `URL`"},
		&cli.StringFlag{Name: "columns", Usage: "`OPERATORS` in the order of CSV columns, joined by commas, where they are not the vendor's ten"},
	}
}

// parseRequest returns the request that the flags describe.
func parseRequest(cmd *cli.Command) (smscodec.Request, error) {
	if !cmd.IsSet("query") && !cmd.IsSet("url") {
		return requestFromFlags(cmd)
	}
	captured := "query"
	if cmd.IsSet("url") {
		captured = "url"
	}
	for _, name := range []string{"query", "op", "fmt", "all", "operators", "charset"} {
		if name != captured && cmd.IsSet(name) {
			return smscodec.Request{}, usage(cmd, "--%s and --%s exclude each other", captured, name)
		}
	}
	// The errors of net/url quote their input, so they are not shown.
	query := strings.TrimPrefix(cmd.String("query"), "?")
	if captured == "url" {
		u, err := url.Parse(cmd.String("url"))
		if err != nil {
			return smscodec.Request{}, usage(cmd, "--url is no URL")
		}
		// An answer of another endpoint may be readable as one of this endpoint.
		asked := capture.Request{URL: "/" + cmd.String("url")} // the URL may be relative
		if isBareQuery := u.Host == "" && u.Path == ""; !isBareQuery && asked.IsElsewhere() {
			return smscodec.Request{}, usage(cmd, "--url is that of another endpoint than sys/senders.php; parameters alone go with --query")
		}
		query = u.RawQuery
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return smscodec.Request{}, usage(cmd, "--%s has a malformed query", captured)
	}
	req, err := smscodec.ParseQuery(values)
	if err != nil {
		return smscodec.Request{}, usage(cmd, "--%s: %s", captured, libraryText(err))
	}
	return req, nil
}

// requestSecrets returns the secrets in --query and --url.
func requestSecrets(cmd *cli.Command) []string {
	return secrets.AppendForm(secrets.AppendURL(nil, cmd.String("url")), "", []byte(cmd.String("query")))
}

func requestFromFlags(cmd *cli.Command) (smscodec.Request, error) {
	req := smscodec.Request{All: cmd.Bool("all"), Operators: cmd.Bool("operators")}
	if !cmd.IsSet("fmt") {
		return req, usage(cmd, "want the request: --fmt plain, csv, xml or json and what else was asked, or --query or --url as captured")
	}
	if req.Op.UnmarshalText([]byte(strings.ToLower(cmd.String("op")))) != nil {
		return req, usage(cmd, "--op is none of get, add, chg, send_code, check_code, del")
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
		return req, usage(cmd, "--all and --operators go with --op get alone")
	case req.All && req.Operators:
		return req, usage(cmd, "--all and --operators exclude each other")
	}
	return req, nil
}

func parseFormat(cmd *cli.Command, flag string) (smscodec.Format, error) {
	value := strings.ToLower(cmd.String(flag))
	if len(value) == 1 && '0' <= value[0] && value[0] <= '3' {
		return smscodec.Format(value[0] - '0'), nil
	}
	var format smscodec.Format
	if format.UnmarshalText([]byte(value)) != nil {
		return format, usage(cmd, "--%s is none of plain, csv, xml, json", flag)
	}
	return format, nil
}

func parseCharset(cmd *cli.Command, flag string) (smscodec.Charset, error) {
	var charset smscodec.Charset
	if charset.UnmarshalText([]byte(cmd.String(flag))) != nil {
		return charset, usage(cmd, "--%s is none of utf-8, windows-1251, koi8-r", flag)
	}
	return charset, nil
}

// parseColumns returns the operators that --columns lists, nil for the documented
// ones.
func parseColumns(cmd *cli.Command) (*smscodec.Columns, error) {
	if !cmd.IsSet("columns") {
		return nil, nil
	}
	var operators []smscodec.Operator
	for operator := range strings.SplitSeq(cmd.String("columns"), ",") {
		operators = append(operators, smscodec.Operator(strings.TrimSpace(operator)))
	}
	columns, err := smscodec.NewColumns(operators...)
	if err != nil {
		return nil, usage(cmd, "--columns is no list of 1 to 63 different operators, such as mega,mts")
	}
	return columns, nil
}
