package capture

// A freeList recycles buffers and readers between parts of a capture, which several
// goroutines read: a fresh buffer would have to be cleared and is cold.
type freeList[T any] chan T

// maxFree bounds how many values are kept for reuse. No more are in use at once.
const maxFree = 64

func newFreeList[T any]() freeList[T] { return make(chan T, maxFree) }

// get returns a kept value, or the zero T.
func (l freeList[T]) get() (x T) {
	select {
	case x = <-l:
	default:
	}
	return x
}

// put keeps a value that is no longer in use.
func (l freeList[T]) put(x T) {
	select {
	case l <- x:
	default:
	}
}
