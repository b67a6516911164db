package curl

import (
	"bytes"
	"strings"
	"testing"
)

const meterRowText = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"

// TestNotes: what a shell and curl print, up to ▸.
func TestNotes(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"nothing", "▸"},
		{"a command", "curl -i https://h/\n▸HTTP/1.1 200 OK"},
		{"a command with a URL first", "$ curl https://h/ -i\n▸"},
		{"a command with a quoted URL", "$ curl \"https://h/\"\n▸"},
		{"a command by its path", "$ /usr/bin/curl -i h\n▸"},
		{"a command of PowerShell", "PS C:\\> curl.exe -i h\n▸"},
		{"a command over lines", "$ curl \\\n -i \\\n h\n▸next"},
		{"a command that is cut off", "$ curl \\▸"},
		{"the word in a sentence", "▸I used curl and it worked\n"},
		{"the word in JSON", "▸{\"a\": \"curl -i\"}\n"},
		{"the word in a string", "▸\"curl -i\"\n"},
		{"the word in a page", "▸<p>curl -i</p>\n"},
		{"a part of a word", "▸libcurl -i\n"},
		{"the word too far from the beginning", "▸" + strings.Repeat("a ", 200) + "curl -i\n"},
		{"an error", "curl: (28) Operation timed out\n▸"},
		{"no error", "▸curl: a tool\n"},
		{"above the meter", "  % Total    % Received % Xferd\n▸"},
		{"a row of the meter, and more", "\r" + meterRowText + "▸* Trying"},
		{"rows of the meter", meterRowText + "\r" + strings.Replace(meterRowText, "--:--", "0:01", 1) + "\n▸"},
		{"a row without leading spaces", "100" + meterRowText[3:] + "\n▸"},
		{"a row with times", strings.Replace(meterRowText, "--:--:-- --:--:-- --:--:--", "00:00:09 12:34:56 01:02:03", 1) + "\r\n▸"},
		{"a row that is cut off", "▸" + meterRowText[:60] + "\n"},
		{"the second line of the heading", "                                 Dload  Upload   Total   Spent\n▸  0"},
		{"a bar, and more", "\r###########             45.3%\r######################## 100.0%▸* Connection"},
		{"a bar of an unknown size", "\r#=#=#                     \r  -=O=-     #  #\n▸HTTP/1.1 200 OK"},
		{"a bar on a terminal", "######################## 100.0%\n▸HTTP/1.1 200 OK"},
		{"a number sign", "▸# 100.0%\n"},
		{"a warning is no note in a body", "▸Warning: mysql_connect()\n"},
		{"digits", "▸79991234567\n"},
		{"a carriage return", "▸\rname = a\n"},
		{"a command whose second line is a backslash", "$ curl -i \\\n\\\n h\n▸"},
		{"a command continued by an empty line", "$ curl -i h \\\n\n▸name = a\n"},
		{"a command continued in PowerShell", "PS C:\\> curl.exe -i `\r\n h\r\n▸"},
		{"a command continued in cmd", "C:\\> curl -i ^\r\n h\r\n▸"},
		{"a command that begins with its continuation", "$ curl \\\n -i h\n▸"},
		{"a command with a URL without a scheme, over lines", "$ curl smsc.ru -d '{<' \\\n -i\n▸"},
		{"a command in a folder of that name", "➜  http git:(main) ✗ curl -i https://h/\n▸"},
		{"a command with a quoted URL of ANSI C", "$ curl $'https://h/'\n▸"},
		{"a command with a URL without a scheme", "▸$ curl smsc.ru/sys/senders.php\n"},
		{"the word at the end", "▸$ man curl\n"},
		{"the word as far as may be", strings.Repeat("a", 248) + "$ curl -i\n▸"},
		{"the word after as much as may be", "▸" + strings.Repeat("a", 250) + "$ curl -i\n"},
		{"the word after a bracket", "▸{ $ curl -i }\n"},
		{"the word after a quote", "▸\" $ curl -i\n"},
		{"a command of HTTPie", "$ http --form https://h/ get=1\n▸HTTP/1.1 200 OK"},
		{"a command of HTTPie with a method", "me@h:~/a$ https GET h/ get==1\n▸"},
		{"a command of xh", "$ xh https://h/ get==1\n▸"},
		{"a URL", "▸See http://h/ and https://h/\n"},
		{"the word http in a sentence", "▸Use http or https\n"},
		{"a redirect of the shell", "▸a < $ curl -i\n"},
		{"spaces", "▸                                        \n"},
		{"set -x is no note in a body", "▸+ echo\n"},
		{"a line of dashes is no note in a body", "▸------------\n"},
	} {
		before, after, _ := strings.Cut(tt.text, "▸")
		if got := noteLen([]byte(before+after), true); got != len(before) {
			t.Errorf("%s: %d, want %d", tt.name, got, len(before))
		}
	}
}

// TestMeter: what is left of notes without rows and bars.
func TestMeter(t *testing.T) {
	for text, want := range map[string]string{
		"$ curl h\n\r" + meterRowText + "\r" + meterRowText + "\ncurl: (7) a\n": "$ curl h\n\ncurl: (7) a\n",
		"a\r#### 45.3%\r######## 100.0%\nb\r\n":                                 "a\nb\r\n",
		"":                                                                      "",
		"\rname = a #\r\n$ \r\n":                                                "\rname = a #\r\n$ \r\n",
	} {
		if got := Meter.ReplaceAll([]byte(text), nil); string(got) != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestLeadingAndTrailingNotes: up to the first ▸, and from the second on.
func TestLeadingAndTrailingNotes(t *testing.T) {
	for _, text := range []string{
		"▸▸",
		"▸name = a▸",
		"Note: Unnecessary use of -X or --request, POST is already inferred.\nWarning: a\n▸name = a▸",
		"+ curl -i h\n▸name = a\n▸+ echo 1\n\n+ exit\n",
		"+ a=1\n++ cat b\n\n$ curl -i h\n▸OK\n▸$ ",
		"+ 1\n▸name = a▸",
		"▸name = a\n$ curl -i h\nname = b\n▸me@h:~/a$ ",
		"▸a\n▸$ curl -i h\nC:\\Users\\me> ",
		"▸+\n+1\n++\n▸",
		"▸a%\nb$ c▸",
		"▸++▸",
		"▸+ ▸",
		"------------------\r\n\r\n▸GET / HTTP/1.1▸",
		"==== 3 ==========\n▸GET / HTTP/1.1▸",
		"```http\n▸GET / HTTP/1.1▸",
		"###\n\n▸GET / HTTP/1.1▸",
		"▸### Headers\n▸",
		"▸name = a▸\r\n------------\r\n\r\n",
		"▸name = a▸\n\n###\n\n",
		"▸name = a▸\n==== 4 ===\n",
		"▸name = a▸\n```\n",
		"▸name = a▸\n~~~\n",
		"```json\n▸name = a▸\n```\n",
		"▸name = a▸\n```\n```\nname = b\n```\n",
		"```\n▸name = a▸\n```\n",
		"▸name = a▸\n```\n\nI expected more.\n\n```http\n",
		"▸name = a▸\n\n--- PASS: TestA (0.00s)\nPASS\nok  \ta\t0.003s\n",
		"▸--- name = a\n▸",
		"▸name = a▸\n\nElapsed time: 0.002403541s\n\n",
		"▸name = a\nElapsed time: 1s\nname = b▸",
		"▸name = a\n-----------\n▸",
		"▸name = a\n- b\n▸",
		"▸a\n------------\nname = b▸",
		"▸[]▸\n\nResponse code: 200 (OK); Time: 9ms (9 ms); Content length: 2 bytes (2 B)\n",
		"▸Response code: yes▸",
		"▸▸Response file saved.\r\n> 2025-04-07T123757.200.json\r\n\r\nResponse code: 200 (OK); Time: 9ms\r\n",
		"▸Response file saved.\nname = b▸",
		"▸ a▸",
		"▸+  a\n▸",
		"▸+79991234567\n▸",
		"▸name = a\n\n▸",
		"▸name = a\n▸+ exit\n\n",
		"▸name = a\n▸+ echo \\\n b\n",
		"▸name = a\n+ echo\n\nname = b\n▸+ exit\n",
		"▸a\n▸me@h ~ % curl -i h\n",
		"▸a\n▸me:~# ",
		"▸a\n▸PS C:\\Users\\me> ",
		"▸a\n▸$\n",
		"▸a\n$ \n\n▸",
		"▸a\n" + "▸" + strings.Repeat("d", maxPrompt-2) + "$",
		"▸a\n" + strings.Repeat("d", maxPrompt-1) + "$▸",
	} {
		parts := strings.Split(text, "▸")
		whole := []byte(strings.Join(parts, ""))
		if got := LeadingNotesLen(whole); parts[1] != "" && got != len(parts[0]) {
			t.Errorf("%q: %d bytes of leading notes, want %d", whole, got, len(parts[0]))
		}
		if got := TrailingNotesLen(whole, ""); parts[1] != "" && got != len(parts[2]) {
			t.Errorf("%q: %d bytes of trailing notes, want %d", whole, got, len(parts[2]))
		}
	}
}

// TestPrompt: a known prompt, a text up to ▸, and what ends it from there on.
func TestPrompt(t *testing.T) {
	for _, test := range []struct{ command, text string }{
		{"me@h:~/a$ curl -i h\n", "}]▸me@h:~/a$ "},
		{"me@h:~/a$ curl -i h\n", "}]▸me@h:~/a$"},
		{"me@h:~/a$ curl -i h\n", "OK▸me@h:~/a$ curl -i h\n"},
		{"me@h:~/a$ curl -i h\n", "OK▸me@h:~/a$ curl \\\n -i h\nme@h:~/a$ \n"},
		{"me@h:~/a$ curl -i h\n", "OK\n▸me@h:~/a$ \n"},
		{"me@h:~/a$ curl -i h\n", "name = me@h:~/a$ b▸"},
		{"me@h:~/a$ curl -i h\n", "name = me@h:~/a$ b\nname = c▸"},
		{"me@h:~/a$ curl -i h\nme@h:~/b$ /bin/curl -i h\n", "}]▸me@h:~/b$ "},
		{"[me@h ~]# curl -i h\n", "</list>▸[me@h ~]# "},
		{"me ~ % curl -i h\n", "}]▸%\nme ~ % "},
		{"❯ curl -i h\n", "}]\n▸❯ "},
		{"$ curl -i h\n", "}]▸$ "},
		{"$ curl -i h\n", "}]▸$ curl -i h\n"},
		{"$ curl -i h\n", "▸me@h:~$ curl -i h\n"},
		{"$ curl -i h\n", "name = a$ ▸"},
		{"> curl -i h\n", "<list>\n</list>▸"},
		{"> curl -i h\n", "</list>▸> "},
		{"me@h:~/a$ http -v https://h/ | sed s/curl -x//\n", "OK▸me@h:~/a$ "},
		{"+ curl -i h\n", "}]+ echo▸"},
		{"curl -i h\n", "}]me@h:~$ ▸"},
		{"curl -i h\n", "[{\n}]▸me@h:~$ curl -i h\n"},
		{"me@h:~/a$ curl -i h\n", "}]▸me@h:~/b$ curl -i h\n"},
	} {
		before, after, _ := strings.Cut(test.text, "▸")
		if got := TrailingNotesLen([]byte(before+after), PromptOf([]byte(test.command))); got != len(after) {
			t.Errorf("%q, %q: %d bytes, want %d", test.command, test.text, got, len(after))
		}
	}
}

// FuzzNotes: lengths are within the text, and notes are whole.
func FuzzNotes(f *testing.F) {
	for _, text := range []string{"\r%\n\r#", "}]a$ curl -i\na$ ", "$ curl \\\n-i", "+ a\n", "\r" + meterRowText, "curl: (1) a\n$ ", "a\n\n+ b"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		prompt := PromptOf(text)
		leading, trailing := LeadingNotesLen(text), TrailingNotesLen(text, prompt)
		if leading < 0 || leading > len(text) || trailing < 0 || trailing > len(text) {
			t.Fatalf("%d, %d of %d", leading, trailing, len(text))
		}
		if rest := text[leading:]; len(rest) > 0 && LeadingNotesLen(rest) > 0 {
			t.Fatalf("more notes after %d bytes of them", leading)
		}
		start := len(text) - trailing
		isLine := trailing == 0 || start == 0 || text[start-1] == '\n'
		isPrompt := trailing > 0 && (text[start] == '%' || prompt.find(text[start:]) == 0 || strings.IndexByte("]}", text[max(0, start-1)]) >= 0)
		isAside := StartsAside(bytes.TrimLeft(text[start:], "\r\n")) // which begins with the end of the line before it
		if !isLine && !isPrompt && !isAside {
			t.Fatalf("trailing notes begin within a line, and neither at a prompt nor at its end")
		}
	})
}
