package main

// The file of sender names with which serve begins.

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/smsctest"
)

// maxNames is how long a file of names may be, in bytes.
const maxNames = 4 << 20

// statuses are the documented statuses as they are in CSV.
var statuses = map[string]smscodec.Status{"0": smscodec.StatusPending, "1": smscodec.StatusApproved, "2": smscodec.StatusOff}

// readNames reads the sender names in a file, in UTF-8. Each line has a name, or as in
// CSV a name, a comma and a status; names without a status are approved. The ids begin
// with 1.
func readNames(name string) (state smsctest.State, err error) {
	file, err := os.Open(name)
	if err != nil {
		return state, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxNames+1))
	switch {
	case err != nil:
		return state, err
	case len(text) > maxNames:
		return state, fmt.Errorf("larger than %d MiB", maxNames>>20)
	case !utf8.Valid(text):
		return state, errors.New("not in UTF-8")
	}
	lines := bufio.NewScanner(strings.NewReader(strings.TrimPrefix(string(text), "\uFEFF")))
	lines.Buffer(nil, len(text)+1)
	seen := map[string]bool{}
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" {
			continue
		}
		sender, status, hasStatus := strings.Cut(lines.Text(), ",")
		s := smsctest.Sender{ID: state.LastID + 1, Name: sender, Status: smscodec.StatusApproved}
		if hasStatus {
			s.Status = statuses[status]
		}
		switch {
		case s.Status == smscodec.NoStatus:
			return smsctest.State{}, fmt.Errorf("line %d: the status is none of 0, 1, 2", n)
		case sender == "":
			return smsctest.State{}, fmt.Errorf("line %d: no name", n)
		case seen[sender]:
			return smsctest.State{}, fmt.Errorf("line %d: a duplicate name", n)
		}
		seen[sender] = true
		state.Senders = append(state.Senders, s)
		state.LastID = s.ID
	}
	return state, lines.Err()
}
