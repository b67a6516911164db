package functions

func c(n int) int {
	if n == 0 {
		return 0
	}
	return a(n - 1)
}
