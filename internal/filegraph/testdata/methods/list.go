// Package methods has a circle made of a method: the element calls one of its list.
package methods

type list[T any] struct{ elements []element[T] }

func (l *list[T]) len() int { return len(l.elements) }
