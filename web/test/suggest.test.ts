import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionEntry } from "../editor/catalogue";
import { match, suggestions } from "../editor/suggest";

const fn = (name: string, tier: number, expr = false, aliases: string[] = []): FunctionEntry => ({
  name,
  aliases,
  expr,
  tier,
  args: [],
  summary: `About ${name}.`,
  example: "",
});
const functions = [
  fn("AVERAGE", 1),
  fn("avg_over", 3),
  fn("RANK.AVG", 4),
  fn("RATE", 4),
  fn("rate", 3),
  fn("SORT", 2),
  fn("STDEV.S", 2, false, ["STDEV"]),
  fn("SUM", 1),
  fn("sum", 4, true),
  fn("SUMIF", 1),
  fn("SUMIFS", 1),
  fn("SUMPRODUCT", 1),
  fn("SUMSQ", 2),
  fn("SUMXMY2", 4),
];
const words = {
  functions,
  names: [{ name: "summer", range: { sheet: 1, top: 0, left: 0, bottom: 0, right: 0 } }],
  sheets: [
    { id: 1, name: "Sheet1" },
    { id: 2, name: "Sums of 2026" },
  ],
  locals: ["sumOf"],
};
const labels = (typed: string, among = words) => suggestions(typed, among).map((s) => s.label);

test("what most people write comes first, then the alphabet decides", () => {
  assert.deepEqual(labels("sum", { ...words, names: [], sheets: [], locals: [] }), [
    "SUM",
    "SUMIF",
    "SUMIFS",
    "SUMPRODUCT",
    "SUMSQ",
    "SUMXMY2",
    "sum",
  ]);
});

test("a function that is written whole comes first, as it is spelled", () => {
  assert.equal(labels("SUMSQ")[0], "SUMSQ");
  assert.deepEqual(labels("rate"), ["rate", "RATE"]);
  assert.deepEqual(labels("RATE"), ["RATE", "rate"]);
  assert.equal(labels("sum")[0], "SUM");
  assert.equal(labels("stdev")[0], "STDEV");
});

test("what the book holds is offered beside functions", () => {
  assert.deepEqual(labels("su").slice(0, 3), ["sumOf", "summer", "SUM"]);
  const sheet = suggestions("sums", words).find((s) => s.kind === "sheet");
  assert.equal(sheet?.insert, "'Sums of 2026'!");
});

test("letters in their order are found behind what begins with the word", () => {
  assert.deepEqual(labels("avg"), ["avg_over", "AVERAGE", "RANK.AVG"]);
  assert.deepEqual(labels("zzz"), []);
  assert.deepEqual(match("AVERAGE", "avg")?.at, [
    [0, 2],
    [5, 6],
  ]);
  assert.deepEqual(match("RANK.AVG", "avg")?.at, [[5, 8]]);
  assert.equal(match("SUM", "um"), undefined);
});
