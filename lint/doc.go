// Package lint says what in captured answers of the sender-name endpoint,
// sys/senders.php, of the SMSC HTTP API departs from the vendor's documentation, and
// where.
//
// A [Linter] takes exchanges as package capture reads them:
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
// Each finding is of a [Rule], with an id that does not change. What a Linter says
// has no login, password or API key in it, nor a control character.
package lint
