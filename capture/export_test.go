package capture

var IsVerbose = isVerbose

// Unescape gives the character of the escape that text begins with.
func Unescape(text []byte) []byte {
	_, character := escape(text)
	return []byte(string(character))
}
