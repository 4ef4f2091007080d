package main

import (
	"fmt"
	"freshet/cells"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// later is the functions that OOXML stores with the prefix _xlfn., being younger than Excel 2007.
var later = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`ACOT ACOTH AGGREGATE ARABIC BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR
		BITRSHIFT BITXOR CEILING.MATH CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH
		COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL ERF.PRECISE ERFC.PRECISE EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FLOOR.MATH FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT
		GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS HYPGEOM.DIST IFNA IFS ISFORMULA ISOWEEKNUM LOGNORM.DIST LOGNORM.INV MAXIFS MINIFS MODE.MULT MODE.SNGL
		MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC
		PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC RANK.AVG RANK.EQ RRI SEC SECH SHEET SHEETS SKEW.P STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T
		T.DIST.RT T.INV T.INV.2T T.TEST TEXTJOIN UNICHAR UNICODE VAR.P VAR.S WEIBULL.DIST XOR Z.TEST`) {
		later[name] = true
	}
}

var call = regexp.MustCompile(`"[^"]*"|[A-Za-z_][A-Za-z0-9_.]*\(`)

// stored is a formula as OOXML writes it.
func stored(formula string) string {
	return call.ReplaceAllStringFunc(strings.TrimPrefix(formula, "="), func(word string) string {
		name := strings.ToUpper(strings.TrimSuffix(word, "("))
		if word[0] != '"' && later[name] {
			return "_xlfn." + name + "("
		}
		return word
	})
}

// unwritable is why a case is not put to LibreOffice whose formula no workbook can hold.
const unwritable = "not asked: a form that workbooks do not have"

// plain is the end of the name of the sheet on which formulas with one value stand as no array formulas.
const plain = "p"

// write makes a workbook of the corpus: two sheets for each state of the inputs, the formulas below them. On one they are array formulas, as every formula of
// today's Excel is; but in those LibreOffice knows no truth values, so what has one value stands on the other one too.
func write(path string, c *corpus) error {
	f := excelize.NewFile()
	defer f.Close()
	for _, s := range c.sheets {
		for _, name := range []string{s.name, s.name + plain} {
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
			for at, input := range s.typed {
				if err := typeIn(f, name, at.A1(), input); err != nil {
					return fmt.Errorf("%s: %w", input, err)
				}
			}
		}
	}
	for _, x := range c.cases {
		if x.sheet == nil {
			continue
		}
		where := cells.Range{Top: x.at.Row, Left: x.at.Col, Bottom: x.at.Row + int32(x.rows) - 1, Right: x.at.Col + int32(x.cols) - 1}
		kind, ref := excelize.STCellFormulaTypeArray, where.A1()
		if where.Single() {
			ref += ":" + ref
		}
		if err := f.SetCellFormula(x.sheet.name, x.at.A1(), stored(x.formula), excelize.FormulaOpts{Type: &kind, Ref: &ref}); err != nil {
			x.skipped = unwritable
			continue
		}
		if where.Single() {
			if err := f.SetCellFormula(x.sheet.name+plain, x.at.A1(), stored(x.formula)); err != nil {
				return fmt.Errorf("%s: %w", x.formula, err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return f.SaveAs(path)
}

func typeIn(f *excelize.File, sheet, at, input string) error {
	if rest, ok := strings.CutPrefix(input, "="); ok {
		return f.SetCellFormula(sheet, at, stored(rest))
	}
	v, _ := cells.ParseLiteral(input, "en")
	switch v.Kind() {
	case cells.Text:
		return f.SetCellStr(sheet, at, v.Text())
	case cells.Bool:
		return f.SetCellBool(sheet, at, v.Float() != 0)
	case cells.Failed:
		return f.SetCellFormula(sheet, at, input)
	case cells.Time:
		style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
		if err != nil {
			return err
		}
		if err := f.SetCellStyle(sheet, at, at, style); err != nil {
			return err
		}
	}
	return f.SetCellFloat(sheet, at, v.Float(), -1, 64)
}

// read takes the values from the workbook that LibreOffice calculated.
func read(path string, c *corpus) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, x := range c.cases {
		if x.sheet == nil || x.skipped != "" {
			continue
		}
		for i := range x.rows * x.cols {
			at := cells.Ref{Row: x.at.Row + int32(i/x.cols), Col: x.at.Col + int32(i%x.cols)}
			v, err := readCell(f, x.sheet.name, at.A1())
			if err != nil {
				return err
			}
			x.got = append(x.got, v)
		}
		if len(x.want) == 1 && !agree(x.want, x.got) {
			v, err := readCell(f, x.sheet.name+plain, x.at.A1())
			if err != nil {
				return err
			}
			if x.got[0] != v && (alike(x.want[0], v) || x.got.unknown()) {
				x.got[0] = v
			}
		}
	}
	return nil
}

func readCell(f *excelize.File, sheet, at string) (string, error) {
	kind, err := f.GetCellType(sheet, at)
	if err != nil {
		return "", err
	}
	text, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		return "", err
	}
	switch kind {
	case excelize.CellTypeBool:
		return map[string]string{"1": "TRUE", "0": "FALSE", "TRUE": "TRUE", "FALSE": "FALSE"}[text], nil
	case excelize.CellTypeError:
		return text, nil
	case excelize.CellTypeFormula, excelize.CellTypeSharedString, excelize.CellTypeInlineString:
		return "t" + text, nil
	}
	if text == "" {
		return "blank", nil
	}
	return "n" + text, nil
}
