package secrets

import (
	"strings"
	"testing"
)

// TestIsName: which names are secret.
func TestIsName(t *testing.T) {
	for name, want := range map[string]bool{
		"sign": true, "sig": true, "pincode": true, "assign": false, "psw": true, "login": true, "apikey": true, "code": true, "PSW": true, "p%73w": true,
		"psw[]": true, "psw[0]": true, "data[psw]": true, "user.login": true, "userPass": true, "accessKey": true, "userName": true, "monkey": false, "X-Api-Key": true, "api_key": true,
		"X-Forwarded-Authorization": true, "Set-Cookie": true, "PHPSESSID": true, "csrf": true, "access_token": true,
		"sender": false, "id": false, "fmt": false, "charset": false, "error_code": true, "codes": false, "passcode": true, "smscode": true, "appkey": true, "userlogin": true,
		"keyboard": false, "Content-Type": false, "Server": false, "": false, "[]": false,
		strings.Repeat("a", MaxName-3) + "psw": true, strings.Repeat("a", MaxName-2) + "psw": false,
	} {
		if got := IsName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
