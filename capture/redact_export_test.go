package capture

import "strings"

// WithKey gives a Redactor whose digits are the same each time.
func (r Redactor) WithKey(key string) Redactor {
	r.key = []byte(key)
	return r
}

// IsLookedFor reports whether a secret is masked wherever it stands.
func IsLookedFor(secret string) bool {
	return len(secret) >= minSecret && !isMasked(secret) && !strings.Contains(commonplace, strings.ToLower(secret))
}
