// Package oldredact is the redaction of captures as text, with the reading that it
// needs, as it was in package capture. Package redact replaces it.
package oldredact
