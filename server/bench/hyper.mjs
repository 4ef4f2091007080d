// The workloads of engine.go in HyperFormula. Prints {"W1": milliseconds, …}; run by hyper.go in a folder where npm put the package.
import { HyperFormula } from "hyperformula";

const small = process.argv[2] === "quick" ? 10 : 1;
const number = (row, col) => ((row * 7 + col * 13) % 1000) + 0.25;
const build = (sheet) => HyperFormula.buildFromArray(sheet, { licenseKey: "gpl-v3", useColumnIndex: true, maxRows: 2_000_000 });
const rows = (n, make) => Array.from({ length: n }, (_, i) => make(i));
const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const cell = (row, col) => ({ sheet: 0, row, col });

function measure(sheet, rounds, change) {
  const book = build(sheet);
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const [at, value] = change(i);
    const start = performance.now();
    book.setCellContents(at, value);
    times.push(performance.now() - start);
  }
  book.destroy();
  return median(times);
}

const n = 100_000 / small;
const k = 10_000 / small;
const z = (row, i) => (i === 0 ? [...row, ...Array(26 - row.length - 1).fill(null), 3] : row);
const linear = () => rows(n, (i) => z([number(i, 0), number(i, 1), `=A${i + 1}*2+B${i + 1}*$Z$1`], i));
const letters = (c) => (c < 26 ? "" : String.fromCharCode(64 + Math.floor(c / 26))) + String.fromCharCode(65 + (c % 26));

const out = {
  W1: measure(rows(n, (i) => [i === 0 ? 1 : `=A${i}+1`]), 5, (i) => [cell(0, 0), i + 10]),
  [`W2-${n}`]: measure(linear(), 5, (i) => [cell(0, 25), i + 0.5]),
  "W2-one": measure(linear(), 201, (i) => [cell((i * 37) % n, 0), i]),
  W3: measure(rows(k, (i) => [number(i, 0), `=SUM(A$1:A${i + 1})`]), 5, (i) => [cell(0, 0), i + 0.25]),
  W5: measure(
    [
      ...rows(1000 / small, (r) => [...rows(100, (c) => number(r, c)), `=SUM(A${r + 1}:CV${r + 1})`]),
      [...rows(100, (c) => `=SUM(${letters(c)}1:${letters(c)}${1000 / small})`), `=SUM(A${1000 / small + 1}:CV${1000 / small + 1})`],
    ],
    201,
    (i) => [cell((i * 7919) % (1000 / small), (i * 31) % 100), i],
  ),
  W6: measure(
    rows(k, (i) => [i, number(i, 1), (i * 7919) % k, `=VLOOKUP(C${i + 1}, A$1:B$${k}, 2, FALSE())`]),
    5,
    (i) => [cell((i * 7919) % k, 1), i + 0.5],
  ),
  W7: measure(
    rows(n, (i) => {
      const f = `=IF(A${i + 1}+$Z$1>500, ROUND((A${i + 1}+$Z$1)/3, 2), CONCATENATE("low-", A${i + 1}+$Z$1))`;
      return z([number(i, 0), f], i);
    }),
    5,
    (i) => [cell(0, 25), i + 1],
  ),
  W4: measure(rows(1_000_000 / small, (i) => [number(i, 0), ...(i === 0 ? [null, null, `=SUM(A1:A${1_000_000 / small})`] : [])]), 5, (i) => [
    cell((i * 1009) % (1_000_000 / small), 0),
    i,
  ]),
};
console.log(JSON.stringify(out));
