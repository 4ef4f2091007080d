import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentAt, functionsNamed, indexOf, read, signature } from "../editor/catalogue";
import { finished } from "../editor/finish";
import { straight } from "../editor/straight";
import { callAt, canPoint, cycleDollars, references, tokens } from "../editor/tokens";

const sheets = [
  { id: 1, name: "Sheet1" },
  { id: 2, name: "My sheet" },
];
const names = [{ name: "temp", range: { sheet: 2, top: 0, left: 0, bottom: 0, right: 0 } }];

test("tokens cover the text without gaps, whatever it is", () => {
  for (const text of [
    "=SUM(A1:B2, 'My sheet'!C3)*2",
    '="a""b" & x',
    "=",
    "=1..3 | filter(# > 2)",
    "=A1.5",
    "='open",
    '="open',
    "=#REF!+é",
    "plain",
  ]) {
    let at = 0;
    for (const t of tokens(text)) {
      assert.equal(t.from, at);
      assert.ok(t.to > t.from);
      at = t.to;
    }
    assert.equal(at, text.length, text);
  }
});

test("references are found, and what only looks like one is not", () => {
  const kinds = (text: string) =>
    tokens(text)
      .filter((t) => t.kind === "ref")
      .map((t) => t.text);
  assert.deepEqual(kinds("=A1+$B$2:C3+A:A+1:3+'My sheet'!D4+Sheet1!E5:F6"), [
    "A1",
    "$B$2:C3",
    "A:A",
    "1:3",
    "'My sheet'!D4",
    "Sheet1!E5:F6",
  ]);
  assert.deepEqual(kinds('=LOG10(A1)&"B2"+ABCD1+A1B+x.A1'), ["A1"]);
  assert.deepEqual(kinds("=LOG10(2)+A0"), []);
});

test("equal places have one colour, on every sheet and by every name", () => {
  const refs = references("=A1+B2+$A$1+Sheet1!A1+'My sheet'!A1+temp+Nowhere!A1", 1, sheets, names);
  assert.deepEqual(
    refs.map((r) => [r.sheet, r.color]),
    [
      [1, 1],
      [1, 2],
      [1, 1],
      [1, 1],
      [2, 3],
      [2, 3],
    ],
  );
  assert.deepEqual(references("A1", 1, sheets, names), []);
});

test("what spills from a cell is another place than the cell", () => {
  const text = "=A1#+A1+SUM(A1:B2#)+'My sheet'!C3#";
  assert.deepEqual(
    references(text, 1, sheets, names).map((r) => [text.slice(r.from, r.to), r.color, r.spill]),
    [
      ["A1", 1, true],
      ["A1", 2, false],
      ["A1:B2", 3, false],
      ["'My sheet'!C3", 4, true],
    ],
  );
});

test("the call around the caret, and its argument", () => {
  const at = (text: string) => {
    const caret = text.indexOf("|");
    const c = callAt(text.replace("|", ""), caret);
    return c && `${c.name} ${c.argument}`;
  };
  assert.equal(at("=SUM(|"), "SUM 0");
  assert.equal(at("=IF(A1>2, SUM(1,2)|, 3)"), "IF 1");
  assert.equal(at("=IF(A1>2, SUM(1,|2), 3)"), "SUM 1");
  assert.equal(at("=IF((1,2|), 3)"), "IF 0");
  assert.equal(at("=IF(1;2;|)"), "IF 2");
  assert.equal(at("=SUM(1)|"), undefined);
  assert.equal(at('=LEN("a(b,|")'), "LEN 0");
  assert.equal(at("=A1|"), undefined);
});

test("a reference can be pointed at where one can stand", () => {
  const at = (text: string) => canPoint(text.replace("|", ""), text.indexOf("|"));
  for (const yes of ["=|", "=1+|", "=SUM(|)", "=SUM(A1,|)", "=A1&|", "=IF(A1= |)", "=-|"]) assert.ok(at(yes), yes);
  for (const no of ["=A1|", "=SUM|", "=(1)|", "text|", "=|A1", '="a|"', "=5%|", "|=1", "=50|"]) assert.ok(!at(no), no);
});

test("F4 walks around the dollars and comes back", () => {
  let text = "=SUM(A1:B$2)*x";
  const seen: string[] = [];
  for (let i = 0; i < 4; i++) {
    const c = cycleDollars(text, 6)!;
    text = text.slice(0, c.from) + c.text + text.slice(c.to);
    seen.push(c.text);
  }
  assert.deepEqual(seen, ["$A$1:$B$2", "A$1:B$2", "$A1:$B2", "A1:B2"]);
  assert.equal(cycleDollars("=A:A", 3)!.text, "$A:$A");
  assert.equal(cycleDollars("='My sheet'!B2", 5)!.text, "'My sheet'!$B$2");
  assert.equal(cycleDollars("=1+2", 2), undefined);
});

test("what was left open is closed", () => {
  for (const [typed, meant] of [
    ["=SUM(A1", "=SUM(A1)"],
    ["=filter(A1:A9, {# > 3", "=filter(A1:A9, {# > 3})"],
    ['="a', '="a"'],
    ['=LEN("a', '=LEN("a")'],
    ["+A1*2", "=+A1*2"],
    ["-SUM(A1)", "=-SUM(A1)"],
    ["-5", "-5"],
    ["+49 30 1234", "+49 30 1234"],
    ["-x-", "-x-"],
    ["=", "="],
    ["=(1))", "=(1))"],
    ["plain (text", "plain (text"],
    ["@SUM(A1", "=SUM(A1)"],
    ["@foo", "@foo"],
    ["{=SUM(A1:A2*B1:B2)}", "=SUM(A1:A2*B1:B2)"],
    ["{=open", "{=open"],
    ["=IF(A1=“x”,“y", '=IF(A1="x","y")'],
  ] as const) {
    assert.equal(finished(typed), meant);
  }
});

test("what a mail, a phone or another program wrote is put straight, and texts stay", () => {
  for (const [typed, meant] of [
    ["=IF(A1=“it's”,„ja“,”no”)", '=IF(A1="it\'s","ja","no")'],
    ['=“5" pipe”&A1', '="5"" pipe"&A1'],
    ["=‘My Sheet’!A1", "='My Sheet'!A1"],
    ["=LEN(«a»)", '=LEN("a")'],
    ["=“open", '="open'],
    ["=A1’", "=A1’"],
    ['=IF(A1="“×”","a × b","–")', '=IF(A1="“×”","a × b","–")'],
    ["='R × D'!A1×2", "='R × D'!A1*2"],
    ['=SUBSTITUTE(A1,"\\","–")−1', '=SUBSTITUTE(A1,"\\","–")-1'],
    ["=A1×2÷3−4–5", "=A1*2/3-4-5"],
    ["=A1≤2", "=A1<=2"],
    ["=IF(A1≥2,A1≠3)", "=IF(A1>=2,A1<>3)"],
    ["＝ＳＵＭ（Ａ１：Ａ２，３）", "=SUM(A1:A2,3)"],
    ["=温度Ａ＋１", "=温度Ａ+1"],
    ["\ufeff=SUM(\u200bA1)\u202c", "=SUM(A1)"],
    ["=_xlfn.CONCAT(_xlfn._xlws.FILTER(A1:A2,B1:B2),“_xlfn.”)", '=CONCAT(FILTER(A1:A2,B1:B2),"_xlfn.")'],
    ["=my_xlfn.a", "=my_xlfn.a"],
    ["a “text” – as it is", "a “text” – as it is"],
    ["=A1*2", "=A1*2"],
  ] as const) {
    assert.equal(straight(typed).text, meant);
    assert.equal(straight(meant).text, meant);
  }
  const { text, origin } = straight("=“a”≤\u200b*2");
  assert.equal(text, '="a"<=*2');
  assert.deepEqual(
    [0, 1, 4, 5, 6, 7, 8].map((n) => origin(n)),
    [0, 1, 4, 4, 6, 7, 8],
  );
});

test("the catalogue is read as the server writes it", () => {
  const [f] = read({
    functions: [
      {
        name: "SUMIF",
        summary: "s",
        args: [
          { name: "range", text: "t" },
          { name: "sum", optional: true },
          { name: "more", variadic: true },
        ],
        examples: [{ formula: "=1" }],
      },
    ],
  });
  assert.ok(f);
  assert.deepEqual(signature(f), ["range", "[sum]", "more…"]);
  assert.deepEqual(
    [0, 1, 2, 7].map((n) => argumentAt(f, n)),
    [0, 1, 2, 2],
  );
  assert.deepEqual(read(null), []);
  assert.deepEqual(read({ functions: 3 }), []);
});

test("a name in small letters can be expr's and a spreadsheet's, an alias is known, and case tells where it can", () => {
  const list = read([
    { name: "SUM", args: [] },
    { name: "sum", args: [], expr: true },
    { name: "keys", args: [], expr: true },
    { name: "STDEV.S", args: [], aliases: ["STDEV"] },
    { name: "RATE", args: [] },
    { name: "rate", args: [] },
  ]);
  const named = (name: string) => functionsNamed(name, indexOf(list)).map((f) => f.name);
  assert.deepEqual(named("SUM"), ["SUM"]);
  assert.deepEqual(named("Sum"), ["SUM"]);
  assert.deepEqual(named("sum"), ["SUM", "sum"]);
  assert.deepEqual(named("keys"), ["keys"]);
  assert.deepEqual(named("KEYS"), []);
  assert.deepEqual(named("stdev"), ["STDEV.S"]);
  assert.deepEqual(named("rate"), ["rate"]);
  assert.deepEqual(named("RATE"), ["RATE"]);
});
