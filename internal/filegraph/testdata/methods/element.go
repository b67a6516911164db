package methods

type element[T any] struct{ of *list[T] }

func (e element[T]) siblings() func() int { return e.of.len }
