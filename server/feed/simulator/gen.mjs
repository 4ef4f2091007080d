// Makes seattle.csv.gz from seattle-weather-hourly-normals.csv of the npm package vega-datasets (BSD-3-Clause), which has it from the
// 1981–2010 U.S. Climate Normals of NOAA's National Climatic Data Center (a U.S. Government work, free to use). Run from the
// top of the repository: node server/feed/simulator/gen.mjs
//
// The data set has no humidity. It is derived here as in FAO Irrigation and Drainage Paper 56 (Allen et al. 1998,
// equation 48): where nobody measured it, the dew point is close to the daily minimum temperature. The minimum is taken over the 24
// hours around each hour, so that it does not jump at midnight.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const source = "node_modules/vega-datasets/data/seattle-weather-hourly-normals.csv";
const [head, ...lines] = readFileSync(source, "utf8").trim().split("\n");
if (head !== "date,pressure,temperature,wind") {
  throw new Error(`${source} has the columns ${head}`);
}
const hours = lines.map((line) => {
  const [date, pressure, temperature, wind] = line.split(",");
  return { at: date.slice(5, 13), pressure, temperature: Number(temperature), wind };
});

// Saturation vapour pressure over water, hPa (Magnus form, Sonntag 1990).
const saturation = (celsius) => 6.112 * Math.exp((17.62 * celsius) / (243.12 + celsius));

const rows = hours.map((hour, i) => {
  let lowest = hour.temperature;
  for (let k = i - 12; k <= i + 12; k++) {
    lowest = Math.min(lowest, hours[(k + hours.length) % hours.length].temperature);
  }
  const humidity = ((100 * saturation(lowest)) / saturation(hour.temperature)).toFixed(1);
  return [hour.at, hour.temperature.toFixed(1), hour.pressure, hour.wind, humidity].join(",");
});
const text = ["time,temperature,pressure,wind,humidity", ...rows, ""].join("\n");
writeFileSync("server/feed/simulator/seattle.csv.gz", gzipSync(text, { level: 9 }));
console.log(`${rows.length} hours, ${text.length} bytes`);
