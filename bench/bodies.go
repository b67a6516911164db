package main

// The lists and bodies that are measured, made from a fixed seed.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/smscodec/smscodec"
)

// seed is fixed, so that all runs measure the same bodies.
const seed = 20250101

// distinctRows is the number of different rows in a list; a longer list repeats them.
const distinctRows = 10_000

// makeList makes n rows with sender names like those of real accounts and random codes.
func makeList(s shape, n int) smscodec.List {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	list := make(smscodec.List, n)
	codes := make([]smscodec.RegistrationStatus, smscodec.DocumentedColumns().Len())
	for i := range list {
		if i >= distinctRows {
			list[i] = list[i-distinctRows]
			continue
		}
		list[i] = smscodec.Sender{Name: makeName(random)}
		switch s {
		case statuses:
			list[i].Status = smscodec.NewStatus(uint8(random.IntN(3)))
		case operators:
			for j := range codes {
				codes[j] = smscodec.RegistrationStatus(random.IntN(7))
			}
			registrations, err := smscodec.NewRegistrations(smscodec.DocumentedColumns(), codes...)
			if err != nil {
				panic(err)
			}
			list[i].Registrations = registrations
		}
	}
	return list
}

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
	inner   = letters + letters + digits + " !?-_.()"
)

// makeName makes a sender name. Of 100 names, 80 have 3 to 11 characters, mostly letters,
// 14 are phone numbers, 3 have an ampersand, and 3 look like an e-mail address.
func makeName(random *rand.Rand) string {
	text := func(alphabet string, n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(alphabet[random.IntN(len(alphabet))])
		}
		return b.String()
	}
	word := func(minLen, maxLen int) string {
		n := minLen + random.IntN(maxLen-minLen+1)
		return text(letters, 1) + text(inner, n-2) + text(letters+digits, 1)
	}
	switch kind := random.IntN(100); {
	case kind < 80:
		return word(3, 11)
	case kind < 94:
		return text("123456789", 1) + text(digits, 10+random.IntN(5))
	case kind < 97:
		return word(2, 4) + "&" + word(2, 5)
	}
	return word(2, 4) + "@" + text(letters, 3) + ".ru"
}

// makeBody encodes a list in the server's layout.
func makeBody(list smscodec.List, s shape, format smscodec.Format) []byte {
	body, err := smscodec.Append(nil, list, s.request(format))
	if err != nil {
		panic(err)
	}
	return body
}

// makeAnswer returns the content of a small answer.
func makeAnswer(s shape) answer {
	switch s {
	case failure:
		return answer{Error: "authorise error", Code: int(smscodec.ErrAuth)}
	case added:
		return answer{ID: 24608}
	}
	return answer{OK: true}
}

// makeAnswerBody encodes a small answer.
func makeAnswerBody(s shape, format smscodec.Format) []byte {
	a := makeAnswer(s)
	var reply smscodec.Reply
	switch s {
	case failure:
		reply = &smscodec.APIError{Code: smscodec.ErrorCode(a.Code), Text: a.Error}
	case added:
		reply = smscodec.Added{ID: a.ID}
	case done:
		reply = smscodec.Done{}
	}
	body, err := smscodec.Append(nil, reply, s.request(format))
	if err != nil {
		panic(err)
	}
	return body
}

// compactJSON removes the whitespace from a JSON body.
func compactJSON(body []byte) []byte {
	var b bytes.Buffer
	if err := json.Compact(&b, body); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// shuffledJSON encodes a list with registration codes as JSON. The order of the members
// is random and differs between rows.
func shuffledJSON(list smscodec.List) []byte {
	random := rand.New(rand.NewPCG(seed, uint64(len(list))))
	rows := make([]string, len(list))
	for i, s := range list {
		members := []string{fmt.Sprintf("%q: %q", "sender", s.Name)}
		for op, status := range s.Registrations.All() {
			members = append(members, fmt.Sprintf("%q: \"%d\"", op, status))
		}
		random.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
		rows[i] = "{\n" + strings.Join(members, ",\n") + "\n}"
	}
	return []byte("[" + strings.Join(rows, ",\n") + "]")
}
