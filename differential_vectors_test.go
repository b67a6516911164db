package smscodec_test

import (
	"testing"

	"github.com/smscodec/smscodec"
)

// Law 8 for the bodies of the vectors.
func TestVectorsDifferential(t *testing.T) {
	eachVector(t, func(t *testing.T, v vector) {
		if body, ok := v.bodies[smscodec.JSON]; ok {
			for _, req := range requestsIn(smscodec.JSON, v.request.Charset) {
				checkJSON(t, body, req, v.codec.Columns)
			}
		}
		if body, ok := v.bodies[smscodec.XML]; ok {
			for _, req := range requestsIn(smscodec.XML, v.request.Charset) {
				checkXML(t, body, req, v.codec.Columns)
			}
		}
	})
}
