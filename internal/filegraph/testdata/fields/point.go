package fields

type point struct{ x int }
