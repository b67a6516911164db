package fields

type pair struct{ from, to point }
