package smsctest

// Sets of operator columns.

import (
	"github.com/smscodec/smscodec"
	"github.com/smscodec/smscodec/internal/wire"
)

// columns13 returns the columns of another generation of the vendor's documentation: three
// are inserted in the middle.
func columns13() *smscodec.Columns {
	var operators []smscodec.Operator
	for _, name := range wire.OtherGeneration() {
		operators = append(operators, smscodec.Operator(name))
	}
	c, err := smscodec.NewColumns(operators...)
	if err != nil {
		return smscodec.DocumentedColumns() // not reached: they are valid
	}
	return c
}
