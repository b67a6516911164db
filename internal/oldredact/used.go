package oldredact

// Memory that parts are read in is used again when they have been gone through: what is
// new has to be cleared, and is in no cache.

// Used is what waits to be used again.
type used[T any] chan T

// maxUsed is how many wait. More than are under way at once would not be.
const maxUsed = 64

func newUsed[T any]() used[T] { return make(chan T, maxUsed) }

// get gives what waits, or the zero T.
func (u used[T]) get() (x T) {
	select {
	case x = <-u:
	default:
	}
	return x
}

// put is for what nobody uses any more.
func (u used[T]) put(x T) {
	select {
	case u <- x:
	default:
	}
}
