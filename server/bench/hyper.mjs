// The workloads of workloads.go in HyperFormula: node bench.mjs <workload> <rows>. Run by hyper.go, each in a process of its own, in a folder where
// npm put the package. Prints {"built": milliseconds} and then {"median": milliseconds, "memory": bytes}.
import { HyperFormula } from "hyperformula";

const [name, count] = process.argv.slice(2);
const n = Number(count);
const number = (row, col) => ((row * 7 + col * 13) % 1000) + 0.25;
const rows = (make) => Array.from({ length: n }, (_, i) => make(i));
const cell = (row, col) => ({ sheet: 0, row, col });
const letters = (c) => (c < 26 ? "" : String.fromCharCode(64 + Math.floor(c / 26))) + String.fromCharCode(65 + (c % 26));

// The cell Z1, in the first row only.
const z = (row, i, value) => (i === 0 ? [...row, ...Array(26 - row.length - 1).fill(null), value] : row);
const lookups = (formula) => () => rows((i) => [i, number(i, 1), (i * 7919) % n, formula(`VLOOKUP(C${i + 1}, A$1:B$${n}, 2, FALSE())`)]);
const linear = () => rows((i) => z([number(i, 0), number(i, 1), `=A${i + 1}*2+B${i + 1}*$Z$1`], i, 3));

// Each: the sheet, how many changes, and the change.
const workloads = {
  W1: [() => rows((i) => [i === 0 ? 1 : `=A${i}+1`]), 5, (i) => [cell(0, 0), i + 10]],
  W2: [linear, 5, (i) => [cell(0, 25), i + 0.5]],
  "W2-one": [linear, 201, (i) => [cell((i * 37) % n, 0), i]],
  W3: [() => rows((i) => [number(i, 0), `=SUM(A$1:A${i + 1})`]), 5, (i) => [cell(0, 0), i + 0.25]],
  W4: [
    () => rows((i) => [number(i, 0), ...(i === 0 ? [null, null, `=SUM(A1:A${n})`] : [])]),
    5,
    (i) => [cell((i * 1009) % n, 0), i],
  ],
  W5: [
    () => [
      ...rows((r) => [...Array.from({ length: 100 }, (_, c) => number(r, c)), `=SUM(A${r + 1}:CV${r + 1})`]),
      [...Array.from({ length: 100 }, (_, c) => `=SUM(${letters(c)}1:${letters(c)}${n})`), `=SUM(A${n + 1}:CV${n + 1})`],
    ],
    201,
    (i) => [cell((i * 7919) % n, (i * 31) % 100), i],
  ],
  W6: [lookups((f) => `=${f}`), 5, (i) => [cell((i * 7919) % n, 1), i + 0.5]],
  "W6-key": [
    lookups((f) => `=IFERROR(${f}, -1)`),
    6,
    (i) => {
      const row = (Math.floor(i / 2) * 7919) % n;
      return [cell(row, 0), i % 2 === 0 ? row + 0.5 : row];
    },
  ],
  W7: [
    () =>
      rows((i) => {
        const x = `A${i + 1}+$Z$1`;
        return z([number(i, 0), `=IF(${x}>500, ROUND((${x})/3, 2), CONCATENATE("low-", ${x}))`], i, 0);
      }),
    5,
    (i) => [cell(0, 25), i + 1],
  ],
};

const [sheet, rounds, change] = workloads[name];
const cells = sheet();
let start = performance.now();
const book = HyperFormula.buildFromArray(cells, { licenseKey: "gpl-v3", useColumnIndex: true, maxRows: 2_000_000 });
console.log(JSON.stringify({ built: performance.now() - start }));
const times = [];
for (let i = 0; i < rounds; i++) {
  const [at, value] = change(i);
  start = performance.now();
  book.setCellContents(at, value);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(JSON.stringify({ median: times[Math.floor(rounds / 2)], memory: process.memoryUsage().rss }));
