package main

// The peers that decode JSON, except those that not every build has.

import (
	"encoding/json"

	"github.com/go-faster/jx"
	gojson "github.com/goccy/go-json"
	"github.com/mailru/easyjson"

	"github.com/smscodec/smscodec/bench/easyrows"
)

var jsonPeers = []peer{
	{
		name:    "jx",
		module:  "github.com/go-faster/jx",
		decoder: jxDecoder,
		accepts: []string{"invalid UTF-8", "lone surrogate", "trailing data", "duplicate member", "missing name", "empty name", "leading zero"},
	},
	{
		name:    encodingJSON,
		decoder: unmarshalDecoder(json.Unmarshal),
		accepts: []string{"invalid UTF-8", "lone surrogate", "duplicate member", "key in upper case", "missing name", "empty name", "null name", "leading zero", "error inside the list"},
	},
	{
		name:    "goccy/go-json",
		module:  "github.com/goccy/go-json",
		decoder: unmarshalDecoder(gojson.Unmarshal),
		accepts: []string{"invalid UTF-8", "lone surrogate", "duplicate member", "key in upper case", "missing name", "empty name", "null name", "leading zero", "error inside the list"},
	},
	{
		name:    "easyjson",
		module:  "github.com/mailru/easyjson",
		decoder: easyJSONDecoder,
		accepts: []string{"invalid UTF-8", "control character", "lone surrogate", "duplicate member", "key in upper case", "missing name", "empty name", "null name", "leading zero", "error inside the list"},
	},
}

// jxDecoder decodes with jx's streaming decoder.
func jxDecoder(s shape) decoder {
	if s.isList() {
		return newRowsDecoder(func(body []byte) ([]row, error) { return jxRows(jx.DecodeBytes(body)) })
	}
	return newAnswerDecoder(func(body []byte) (answer, error) { return jxAnswer(jx.DecodeBytes(body)) })
}

func jxRows(d *jx.Decoder) ([]row, error) {
	var rows []row
	err := d.Arr(func(d *jx.Decoder) error {
		rows = append(rows, row{})
		r := &rows[len(rows)-1]
		return d.ObjBytes(func(d *jx.Decoder, key []byte) (err error) {
			switch string(key) {
			case "sender":
				r.Name, err = d.Str()
				return err
			case "status":
				r.Status, err = d.UInt8()
				return err
			}
			index := columnIndex(key)
			if index < 0 {
				return errMember
			}
			digits, err := d.StrBytes()
			if err != nil {
				return err
			}
			n, err := parseCode(digits)
			r.setCode(index, n)
			return err
		})
	})
	return rows, err
}

func jxAnswer(d *jx.Decoder) (a answer, err error) {
	err = d.ObjBytes(func(d *jx.Decoder, key []byte) (err error) {
		switch string(key) {
		case "error":
			a.Error, err = d.Str()
		case "error_code":
			a.Code, err = d.Int()
		case "sender":
			a.ID, err = d.Int64()
		case "result":
			var word []byte
			word, err = d.StrBytes()
			a.OK = string(word) == "OK"
		default:
			err = errMember
		}
		return err
	})
	return a, err
}

type jsonOperators struct {
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

func (r jsonOperators) row() row {
	return row{Name: r.Sender, Codes: []uint8{r.Mega, r.Mts, r.MegaStep, r.BeeStep, r.MotivStep,
		r.MtsStep, r.Tele2Step, r.Tele2, r.UaReg, r.UaInt}}
}

func jsonOperatorsOf(r row) jsonOperators {
	c := r.Codes
	return jsonOperators{r.Name, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]}
}

type jsonStatus struct {
	Sender string `json:"sender"`
	Status uint8  `json:"status"`
}

func (r jsonStatus) row() row { return row{Name: r.Sender, Status: r.Status} }

type jsonName struct {
	Sender string `json:"sender"`
}

func (r jsonName) row() row { return row{Name: r.Sender} }

type jsonAnswer struct {
	Error     string `json:"error"`
	ErrorCode int    `json:"error_code"`
	Sender    int64  `json:"sender"`
	Result    string `json:"result"`
}

func (a jsonAnswer) answer() any {
	return answer{Error: a.Error, Code: a.ErrorCode, ID: a.Sender, OK: a.Result == "OK"}
}

// unmarshalDecoder returns the decoders of a peer that has a function like
// json.Unmarshal.
func unmarshalDecoder(unmarshal func(body []byte, v any) error) func(s shape) decoder {
	return func(s shape) decoder {
		switch s {
		case operators:
			return jsonListDecoder[jsonOperators](unmarshal)
		case statuses:
			return jsonListDecoder[jsonStatus](unmarshal)
		case names:
			return jsonListDecoder[jsonName](unmarshal)
		}
		return newDecoder(func(body []byte) (a jsonAnswer, err error) {
			err = unmarshal(body, &a)
			return a, err
		}, jsonAnswer.answer)
	}
}

func jsonListDecoder[R taggedRow](unmarshal func(body []byte, v any) error) decoder {
	return newDecoder(func(body []byte) (list []R, err error) {
		err = unmarshal(body, &list)
		return list, err
	}, rowsOfTagged)
}

// easyJSONDecoder decodes with the code that easyjson generated.
func easyJSONDecoder(s shape) decoder {
	switch s {
	case operators:
		return newDecoder(func(body []byte) (list easyrows.OperatorsList, err error) {
			err = easyjson.Unmarshal(body, &list)
			return list, err
		}, func(list easyrows.OperatorsList) any {
			rows := make([]row, len(list))
			for i, r := range list {
				rows[i] = jsonOperators(r).row()
			}
			return rows
		})
	case statuses:
		return newDecoder(func(body []byte) (list easyrows.StatusList, err error) {
			err = easyjson.Unmarshal(body, &list)
			return list, err
		}, func(list easyrows.StatusList) any {
			rows := make([]row, len(list))
			for i, r := range list {
				rows[i] = jsonStatus(r).row()
			}
			return rows
		})
	case names:
		return newDecoder(func(body []byte) (list easyrows.NameList, err error) {
			err = easyjson.Unmarshal(body, &list)
			return list, err
		}, func(list easyrows.NameList) any {
			rows := make([]row, len(list))
			for i, r := range list {
				rows[i] = jsonName(r).row()
			}
			return rows
		})
	}
	return newDecoder(func(body []byte) (a easyrows.Answer, err error) {
		err = easyjson.Unmarshal(body, &a)
		return a, err
	}, func(a easyrows.Answer) any { return jsonAnswer(a).answer() })
}
