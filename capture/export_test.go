package capture

// WithKey gives a Redactor whose digits are the same each time.
func (r Redactor) WithKey(key string) Redactor {
	r.key = []byte(key)
	return r
}
