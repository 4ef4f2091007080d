import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { callAt, canPoint, cycleDollars, references, tokens } from "../editor/tokens";
import { separatorsOf } from "../number";

interface Case {
  formula: string;
  locale?: string;
  why?: string;
  refs: string[];
}

const sheets = [
  { id: 1, name: "Sheet1" },
  { id: 2, name: "Sheet2" },
  { id: 3, name: "My sheet" },
];
const names = [{ name: "temp", range: { sheet: 1, top: 0, left: 0, bottom: 0, right: 0 } }];

test("the editor finds the references that the engine finds", () => {
  const cases = JSON.parse(readFileSync("cells/testdata/references.json", "utf8")) as Case[];
  for (const c of cases) {
    const found = references(c.formula, 1, sheets, names, separatorsOf(c.locale ?? "en").decimal);
    assert.deepEqual(
      found.map((r) => c.formula.slice(r.from, r.to)),
      c.refs,
      `${c.formula} ${c.why ?? ""}`,
    );
  }
});

test("half a formula has its references too, and every beginning of one is covered without gaps", () => {
  const half = (text: string) => references(text, 1, sheets, names).map((r) => text.slice(r.from, r.to));
  assert.deepEqual(half("=SUM(A1:B2, C"), ["A1:B2"]);
  assert.deepEqual(half("=IF(A1>5?B1:C1, D1:"), ["A1", "B1", "C1", "D1"]);
  assert.deepEqual(half("={a: A1:B2"), ["A1:B2"]);
  assert.deepEqual(half('=A1&"B1'), ["A1"]);
  assert.deepEqual(half("=A1)+B1]"), ["A1", "B1"]);
  const cases = JSON.parse(readFileSync("cells/testdata/references.json", "utf8")) as Case[];
  for (const { formula } of cases) {
    for (let n = 0; n <= formula.length; n++) {
      const text = formula.slice(0, n);
      assert.equal(
        tokens(text)
          .map((t) => t.text)
          .join(""),
        text,
      );
    }
  }
});

test("words are told apart", () => {
  const kinds = (text: string) =>
    tokens(text)
      .filter((t) => /^[A-Za-z][A-Za-z.]*$/.test(t.text) && t.kind !== "ref")
      .map((t) => `${t.text} ${t.kind}`);
  assert.deepEqual(kinds("=let x = temp; x and TRUE"), ["let keyword", "x local", "temp name", "x local", "and keyword", "TRUE constant"]);
  assert.deepEqual(kinds("=LET(x,1,STDEV.S(x,y))"), ["LET function", "x local", "STDEV.S function", "x local", "y name"]);
  assert.deepEqual(kinds("=if(A1,and(A1),not(A2))"), ["if function", "and function", "not function"]);
  assert.deepEqual(kinds("=if (A1) {A2} else {A3}"), ["if keyword", "else keyword"]);
  assert.deepEqual(kinds("={a: x.y}"), ["a field", "x name", "y field"]);
});

test("arguments are counted by the locale, and a pipe gives the first", () => {
  const at = (text: string, decimal = ".") => {
    const c = callAt(text.replace("§", ""), text.indexOf("§"), decimal);
    return c && `${c.name} ${c.argument}`;
  };
  assert.equal(at("=SUM(1,5;2§)", ","), "SUM 1");
  assert.equal(at("=SUM(1,5,2§)"), "SUM 2");
  assert.equal(at("=ROUND({1,2;3,4},§)"), "ROUND 1");
  assert.equal(at("=A1:A9 | filter(§)"), "filter 1");
  assert.equal(at("=SUM(let x = 1; x,§)"), "SUM 1");
});

test("a reference can be pointed at behind a word of the language", () => {
  const at = (text: string) => canPoint(text.replace("§", ""), text.indexOf("§"));
  for (const yes of ["=A1 and §", "=not §", "=let x = 1; §", "=if §"]) assert.ok(at(yes), yes);
  for (const no of ["=A1 // §", "=x §", "=A1.b§"]) assert.ok(!at(no), no);
});

test("F4 knows a range that names its sheet twice, and sheets with odd names", () => {
  assert.equal(cycleDollars("=Sheet2!A1:Sheet2!B2", 3)?.text, "Sheet2!$A$1:Sheet2!$B$2");
  assert.equal(cycleDollars("='a!b:c'!A1:B2", 11)?.text, "'a!b:c'!$A$1:$B$2");
});
