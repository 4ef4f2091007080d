package simulator

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
)

//go:embed seattle.csv.gz
var packed []byte

// Hour is one hour of the data set.
type Hour struct {
	Month, Day, Hour int     // local standard time of Seattle
	Temperature      float64 // °C
	Pressure         float64 // hPa at sea level
	Wind             float64 // m/s
	Humidity         float64 // %, derived
}

// Normals gives the hours of a year in order.
func Normals() ([]Hour, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("read the weather data: %w", err)
	}
	rows, err := csv.NewReader(zipped).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the weather data: %w", err)
	}
	hours := make([]Hour, 0, len(rows))
	for i, row := range rows[1:] {
		at, err := time.Parse("01-02T15", row[0])
		if err != nil {
			return nil, fmt.Errorf("read the weather data, row %d: %w", i+2, err)
		}
		h := Hour{Month: int(at.Month()), Day: at.Day(), Hour: at.Hour()}
		for k, field := range []*float64{&h.Temperature, &h.Pressure, &h.Wind, &h.Humidity} {
			if *field, err = strconv.ParseFloat(row[k+1], 64); err != nil {
				return nil, fmt.Errorf("read the weather data, row %d: %w", i+2, err)
			}
		}
		hours = append(hours, h)
	}
	return hours, nil
}

// index finds the hour at or after a month, day and hour; a year's end leads to its beginning.
func index(hours []Hour, month, day, hour int) int {
	rank := func(m, d, h int) int { return (m*32+d)*24 + h }
	for i, h := range hours {
		if rank(h.Month, h.Day, h.Hour) >= rank(month, day, hour) {
			return i
		}
	}
	return 0
}
