package cells

// MayBeMoment is what is asked of a text before the layouts of dates are tried on it, and IsMoment what they say.
func MayBeMoment(t string) bool { return mayBeMoment(t) }

// IsMoment tries the layouts of a locale.
func IsMoment(t, locale string) bool {
	_, _, ok := parseMoment(t, locale)
	return ok
}
