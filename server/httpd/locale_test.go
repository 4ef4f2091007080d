package httpd

import "testing"

func TestABookIsMadeInTheLanguageOfTheBrowser(t *testing.T) {
	for header, want := range map[string]string{
		"":                              "",
		"en-US,en;q=0.9":                "",
		"en-GB,en;q=0.9":                "en-GB",
		"de-DE,de;q=0.9,en;q=0.8":       "de",
		"de-CH":                         "de-CH",
		"ja,de;q=0.5":                   "de",
		"ja":                            "",
		"en;q=0.5, fr;q=0.9":            "fr",
		"es-MX,es;q=0":                  "",
		"*":                             "",
		"de;q=0":                        "",
		";;;,=,q=1":                     "",
		"pt-BR,pt;q=0.9,en-US;q=0.8,*;": "pt",
	} {
		if got := preferredLocale(header); got != want {
			t.Errorf("%q gives %q, want %q", header, got, want)
		}
	}
}
