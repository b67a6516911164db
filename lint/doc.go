// Package lint checks captured answers of the sender-name endpoint, sys/senders.php, of
// the SMSC HTTP API. It reports where they depart from the vendor's documentation, and
// what to do about it.
//
// A [Linter] checks exchanges that package capture has read:
//
//	linter := new(lint.Linter)
//	for x, err := range (capture.Reader{}).Exchanges(file) {
//		if err != nil {
//			…
//		}
//		for _, finding := range linter.Check(x).Findings {
//			fmt.Println(finding.Line, finding.Col, finding.Rule.ID, finding.Message)
//		}
//	}
//
// Each finding belongs to a [Rule], whose id never changes. Findings contain no control
// character. The logins, passwords and API keys of an exchange are masked in them; package
// redact lists the exceptions.
package lint
