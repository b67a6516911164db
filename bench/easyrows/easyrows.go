// Package easyrows has the types for which easyjson generates code.
package easyrows

//go:generate go tool easyjson -output_filename easyrows_easyjson.go easyrows.go

// OperatorsList is a list of names with registration codes.
//
//easyjson:json
type OperatorsList []Operators

// Operators is a sender name with its registration codes.
//
//easyjson:json
type Operators struct {
	Sender    string `json:"sender"`
	Mega      uint8  `json:"mega,string"`
	Mts       uint8  `json:"mts,string"`
	MegaStep  uint8  `json:"mega_step,string"`
	BeeStep   uint8  `json:"bee_step,string"`
	MotivStep uint8  `json:"motiv_step,string"`
	MtsStep   uint8  `json:"mts_step,string"`
	Tele2Step uint8  `json:"tele2_step,string"`
	Tele2     uint8  `json:"tele2,string"`
	UaReg     uint8  `json:"ua_reg,string"`
	UaInt     uint8  `json:"ua_int,string"`
}

// StatusList is a list of names with statuses.
//
//easyjson:json
type StatusList []Status

// Status is a sender name with its status.
//
//easyjson:json
type Status struct {
	Sender string `json:"sender"`
	Status uint8  `json:"status"`
}

// NameList is a list of names.
//
//easyjson:json
type NameList []Name

// Name is a sender name.
//
//easyjson:json
type Name struct {
	Sender string `json:"sender"`
}

// Answer is any small answer.
//
//easyjson:json
type Answer struct {
	Error     string `json:"error"`
	ErrorCode int    `json:"error_code"`
	Sender    int64  `json:"sender"`
	Result    string `json:"result"`
}
