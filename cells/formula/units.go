package formula

import (
	"math"
	"strings"
	"sync"

	"freshet/cells"
)

// unit is a measure: a dimension, how many base units it is, and from where it counts.
type unit struct {
	dimension byte
	factor    float64
	offset    float64
	prefixes  bool // k, m, M … may stand before it
}

// unitTable follows Excel's CONVERT. The base units are m, g, s, K, J, W, Pa, m/s, litre, m2, bit, N, T.
var unitTable = sync.OnceValue(func() map[string]unit {
	const inch = 0.0254
	return map[string]unit{
		"m": {'l', 1, 0, true}, "mi": {'l', 1609.344, 0, false}, "Nmi": {'l', 1852, 0, false}, "nmi": {'l', 1852, 0, false}, "in": {'l', inch, 0, false}, "ft": {'l', 12 * inch, 0, false}, "yd": {'l', 36 * inch, 0, false}, "ang": {'l', 1e-10, 0, true}, "ly": {'l', 9460730472580800, 0, true},
		"g": {'w', 1, 0, true}, "lbm": {'w', 453.59237, 0, false}, "ozm": {'w', 28.349523125, 0, false}, "stone": {'w', 6350.29318, 0, false}, "ton": {'w', 907184.74, 0, false}, "u": {'w', 1.66053906660e-24, 0, true}, "grain": {'w', 0.06479891, 0, false},
		"s": {'t', 1, 0, true}, "sec": {'t', 1, 0, true}, "mn": {'t', 60, 0, false}, "min": {'t', 60, 0, false}, "hr": {'t', 3600, 0, false}, "day": {'t', 86400, 0, false}, "d": {'t', 86400, 0, false}, "yr": {'t', 31557600, 0, false},
		"K": {'k', 1, 0, true}, "kel": {'k', 1, 0, true}, "C": {'k', 1, 273.15, false}, "cel": {'k', 1, 273.15, false}, "F": {'k', 5.0 / 9, 459.67 * 5 / 9, false}, "fah": {'k', 5.0 / 9, 459.67 * 5 / 9, false}, "Rank": {'k', 5.0 / 9, 0, false},
		"J": {'e', 1, 0, true}, "e": {'e', 1e-7, 0, true}, "c": {'e', 4.184, 0, true}, "cal": {'e', 4.1868, 0, true}, "eV": {'e', 1.602176634e-19, 0, true}, "ev": {'e', 1.602176634e-19, 0, true}, "Wh": {'e', 3600, 0, true}, "wh": {'e', 3600, 0, true}, "HPh": {'e', 2684519.5376962, 0, false}, "BTU": {'e', 1055.05585262, 0, false}, "btu": {'e', 1055.05585262, 0, false}, "flb": {'e', 1.3558179483314, 0, false},
		"W": {'p', 1, 0, true}, "w": {'p', 1, 0, true}, "HP": {'p', 745.69987158227, 0, false}, "h": {'p', 745.69987158227, 0, false}, "PS": {'p', 735.49875, 0, false},
		"Pa": {'r', 1, 0, true}, "p": {'r', 1, 0, true}, "atm": {'r', 101325, 0, true}, "at": {'r', 101325, 0, true}, "mmHg": {'r', 133.322, 0, true}, "psi": {'r', 6894.757293168, 0, false}, "bar": {'r', 100000, 0, true}, "Torr": {'r', 101325.0 / 760, 0, false},
		"m/s": {'v', 1, 0, true}, "m/sec": {'v', 1, 0, true}, "m/h": {'v', 1.0 / 3600, 0, true}, "m/hr": {'v', 1.0 / 3600, 0, true}, "mph": {'v', 0.44704, 0, false}, "kn": {'v', 1852.0 / 3600, 0, false},
		"l": {'o', 1, 0, true}, "L": {'o', 1, 0, true}, "lt": {'o', 1, 0, true}, "m3": {'o', 1000, 0, false}, "tsp": {'o', 0.00492892159375, 0, false}, "tbs": {'o', 0.01478676478125, 0, false}, "oz": {'o', 0.0295735295625, 0, false}, "cup": {'o', 0.2365882365, 0, false}, "pt": {'o', 0.473176473, 0, false}, "qt": {'o', 0.946352946, 0, false}, "gal": {'o', 3.785411784, 0, false}, "ft3": {'o', 28.316846592, 0, false}, "in3": {'o', 0.016387064, 0, false},
		"m2": {'a', 1, 0, false}, "ft2": {'a', 0.09290304, 0, false}, "in2": {'a', 0.00064516, 0, false}, "yd2": {'a', 0.83612736, 0, false}, "mi2": {'a', 2589988.110336, 0, false}, "ha": {'a', 10000, 0, false}, "ar": {'a', 100, 0, true}, "us_acre": {'a', 4046.872609874252, 0, false}, "km2": {'a', 1e6, 0, false},
		"bit": {'i', 1, 0, true}, "byte": {'i', 8, 0, true}, "N": {'f', 1, 0, true}, "dyn": {'f', 1e-5, 0, true}, "lbf": {'f', 4.4482216152605, 0, false}, "T": {'g', 1, 0, true}, "ga": {'g', 1e-4, 0, true},
	}
})

func prefixes() []struct {
	name   string
	factor float64
} {
	return []struct {
		name   string
		factor float64
	}{
		{"da", 1e1}, {"ki", 1 << 10}, {"Mi", 1 << 20}, {"Gi", 1 << 30}, {"Ti", 1 << 40}, {"Y", 1e24}, {"Z", 1e21}, {"E", 1e18}, {"P", 1e15}, {"T", 1e12}, {"G", 1e9}, {"M", 1e6}, {"k", 1e3}, {"h", 1e2}, {"e", 1e1}, {"d", 1e-1}, {"c", 1e-2}, {"m", 1e-3}, {"u", 1e-6}, {"n", 1e-9}, {"p", 1e-12}, {"f", 1e-15},
	}
}

// longestUnit is how long the name of a unit may be.
const longestUnit = 32

func unitNamed(name string) (unit, bool) {
	if len(name) > longestUnit {
		return unit{}, false
	}
	table := unitTable()
	name = strings.ReplaceAll(name, "^", "") // m^2 is m2
	if u, ok := table[name]; ok {
		return u, true
	}
	for _, p := range prefixes() {
		if rest, ok := strings.CutPrefix(name, p.name); ok {
			if u, ok := table[rest]; ok && u.prefixes {
				u.factor *= p.factor
				return u, true
			}
		}
	}
	return unit{}, false
}

func convert(f *frame, a []operand) operand {
	f.step(20)
	from, ok := unitNamed(a[1].Text())
	if !ok {
		return argument(cells.ErrNA, 2, "there is no unit \""+clip(a[1].Text())+"\"")
	}
	to, ok := unitNamed(a[2].Text())
	if !ok {
		return argument(cells.ErrNA, 3, "there is no unit \""+clip(a[2].Text())+"\"")
	}
	if from.dimension != to.dimension {
		return bad(cells.ErrNA, "\""+clip(a[1].Text())+"\" and \""+clip(a[2].Text())+"\" measure different things")
	}
	if from == to {
		return num(a[0].Float())
	}
	if from.offset != to.offset {
		return num(degrees(float64((a[0].Float()-from.freezing())*from.factor)/to.factor + to.freezing()))
	}
	return num(snap(float64(a[0].Float()*from.factor) / to.factor))
}

// freezing is what the unit of a temperature says of freezing water: reckoned from there, no digits are lost between scales whose noughts are far apart.
func (u *unit) freezing() float64 { return cells.RoundDecimal((273.15-u.offset)/u.factor, 9) }

// degrees takes away what adding and subtracting a zero point leaves: 32 °F are 0 °C.
func degrees(x float64) float64 {
	if r := cells.RoundDecimal(x, 9); math.Abs(x-r) < 1e-12 {
		return r
	}
	return snap(x)
}
