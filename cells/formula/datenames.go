package formula

import (
	"strings"
	"time"

	"github.com/xuri/nfp"

	"freshet/cells"
)

// dateNames are the names of months and days in a language, with their short forms, from January and from Sunday.
type dateNames struct {
	months, short [12]string
	days, brief   [7]string
}

// namesOf gives the names for a locale such as "de" or "de-AT"; those of English where a language is not known. The names are those of Unicode's CLDR.
func namesOf(locale string) dateNames {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	n := dateNames{}
	fill := func(months, short, days, brief string) {
		copy(n.months[:], strings.Fields(months))
		copy(n.short[:], strings.Fields(short))
		copy(n.days[:], strings.Fields(days))
		copy(n.brief[:], strings.Fields(brief))
	}
	switch language {
	case "de":
		fill("Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
			"Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa")
	case "fr":
		fill("janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
			"dimanche lundi mardi mercredi jeudi vendredi samedi", "dim. lun. mar. mer. jeu. ven. sam.")
	case "es":
		fill("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", "ene feb mar abr may jun jul ago sep oct nov dic",
			"domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb")
	case "it":
		fill("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", "gen feb mar apr mag giu lug ago set ott nov dic",
			"domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab")
	case "nl":
		fill("januari februari maart april mei juni juli augustus september oktober november december", "jan feb mrt apr mei jun jul aug sep okt nov dec",
			"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za")
	case "pt":
		fill("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", "jan fev mar abr mai jun jul ago set out nov dez",
			"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "dom seg ter qua qui sex sáb")
	default:
		for i := range n.months {
			n.months[i] = time.Month(i + 1).String()
			n.short[i] = n.months[i][:3]
		}
		for i := range n.days {
			n.days[i] = time.Weekday(i).String()
			n.brief[i] = n.days[i][:3]
		}
	}
	return n
}

// Calendar lists the names of days and months, short and whole, that are known in a locale such as "de" or "de-AT", and those of English: each list begins with Sunday or January.
func Calendar(locale string) [][]string {
	n, en := namesOf(locale), namesOf("en")
	return [][]string{n.brief[:], n.short[:], n.days[:], n.months[:], en.brief[:], en.short[:], en.days[:], en.months[:]}
}

// languageOf is the language a section asks for with [$-de-DE] or [$-407]; the locale of the book where it asks for none.
func languageOf(items []nfp.Token, locale string) string {
	for _, t := range items {
		if t.TType != nfp.TokenTypeCurrencyLanguage {
			continue
		}
		for _, p := range t.Parts {
			if p.Token.TType == nfp.TokenSubTypeLanguageInfo {
				return languageNamed(p.Token.TValue)
			}
		}
	}
	return locale
}

// languageNamed reads a language tag, or the number by which Windows knows a language: its low ten bits, in hexadecimal digits.
func languageNamed(code string) string {
	if o, ok := (radix{"", 16}).read(val(cells.Str(code))); ok {
		switch o & 0x3ff {
		case 0x07:
			return "de"
		case 0x0a:
			return "es"
		case 0x0c:
			return "fr"
		case 0x10:
			return "it"
		case 0x13:
			return "nl"
		case 0x16:
			return "pt"
		}
		return "en"
	}
	return code
}
