package layers

import "testing"

// A test does not count, though bottom.go would use it.
func TestTop(t *testing.T) { Top() }
