package live

// known is what a tab has been told. Only the flushing goroutine of its room uses it.
type known struct {
	welcomed    bool
	sent        sight  // what the tab holds, true for version told or later
	told        uint64 // the version of the last frame
	owes        *dirt  // what was passed over since the tab is behind; nil when it is not
	owesExtents bool
	people      uint64 // the revision of the crowd it knows
}

// miss takes note of news a tab could not be told. However much it misses, it is caught up by one frame of the latest values.
func (k *known) miss(news *dirt, grown bool) {
	k.owesExtents = k.owesExtents || grown
	if !k.welcomed {
		return
	}
	if k.owes == nil {
		k.owes = &dirt{from: news.from, to: news.from}
	}
	k.owes.merge(news)
}

// within is what of the sight lies in another. A sight within itself stays as it is, so that its key does.
func (s sight) within(o sight) sight {
	if len(s) == len(o) {
		same := true
		for i := range s {
			same = same && s[i] == o[i]
		}
		if same {
			return s
		}
	}
	return intersect(s, o)
}
