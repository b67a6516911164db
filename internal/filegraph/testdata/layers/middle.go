package layers

func middle() int { return bottom + size(0).double() }
