package smsctest

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// columns gives the columns of names that are known to be good ones.
func columns(operators ...smscodec.Operator) *smscodec.Columns {
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return smscodec.DocumentedColumns()
	}
	return c
}

// columns13 are those of another generation of the vendor's page: three are
// inserted in the middle.
func columns13() *smscodec.Columns {
	var operators []smscodec.Operator
	for _, name := range wire.OtherGeneration() {
		operators = append(operators, smscodec.Operator(name))
	}
	return columns(operators...)
}
