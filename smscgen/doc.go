// Package smscgen has generators of requests, codecs and replies for
// [github.com/leanovate/gopter]. It is for tests, and a package of its own so that package
// smsctest, which programs may contain, does not depend on gopter.
//
// A [Generator] makes replies of four kinds. [GenReply] makes those that the request's
// format can represent, [GenAnyReply] any. [GenRequest], [GenCodec] and [GenSender] make
// the rest. A case that breaks a property shrinks towards the documented ones.
package smscgen
