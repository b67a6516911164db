package functions

func b(n int) int { return c(n) + beside }
