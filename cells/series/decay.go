package series

import "math"

// decay is a sum of numbers, and of their weights, that halve with every half-life, as they are at the time of the newest of them.
type decay struct {
	half   float64 // ms
	sum, w float64
	at     int64
}

func (d *decay) take(p *points, i int) {
	d.join(&decay{sum: p.x[i], w: 1, at: p.at[i]})
}

func (d *decay) join(o *decay) {
	if o.w == 0 {
		return
	}
	k := math.Exp2(-float64(o.at-d.at) / d.half)
	d.sum, d.w, d.at = float64(d.sum*k)+o.sum, float64(d.w*k)+o.w, o.at
}

// maxDecays is how many half-lives a series keeps aggregates for.
const maxDecays = 8

// Decayed is the mean of the points, of which there must be one, where a point weighs half as much after a half-life in milliseconds. It is added up in the
// order of the runs of the pyramid.
func (w Window) Decayed(half int64) float64 {
	k := &w.s.kept
	var y *pyramid[decay, *decay]
	for _, one := range k.decays {
		if one.empty.half == float64(half) {
			y = one
		}
	}
	if y == nil {
		if len(k.decays) == maxDecays {
			k.decays = k.decays[1:]
		}
		y = &pyramid[decay, *decay]{empty: decay{half: float64(half)}}
		k.decays = append(k.decays, y)
	}
	d := y.over(w.s, w.from, w.to)
	return d.sum / d.w
}
