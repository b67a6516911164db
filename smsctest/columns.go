package smsctest

import "github.com/smscodec/smscodec"

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
	return columns(
		"mega", "mts", "mega_step", "mega_int", "bee_step", "motiv_step", "motiv_int",
		"mts_step", "mts_int", "tele2_step", "tele2", "ua_reg", "ua_int",
	)
}
