import assert from "node:assert/strict";
import { test } from "node:test";
import { readTSV, writeHTML, writeTSV } from "../grid/tsv";
import type { CellView } from "../model";

const cell = (text: string, rest: Partial<CellView> = {}): CellView => ({
  kind: "text",
  num: 0,
  text,
  input: text,
  formula: false,
  format: {},
  at: 0,
  reading: false,
  pending: false,
  spilled: false,
  ...rest,
});

test("tables come back from text as they went", () => {
  for (const rows of [
    [
      ["a", "b"],
      ["1", ""],
    ],
    [[""]],
    [
      ["two\nlines", 'quo"te'],
      ['"quoted"', "tab\there"],
    ],
    [
      ["", ""],
      ["", "x"],
    ],
    [["=A1", "naïve ☂"]],
  ]) {
    assert.deepEqual(readTSV(writeTSV(rows)), rows);
  }
});

test("what other programs write is read", () => {
  assert.deepEqual(readTSV("a\tb\r\n1\t2\r\n"), [
    ["a", "b"],
    ["1", "2"],
  ]);
  assert.deepEqual(readTSV('"x\ny"\tz'), [["x\ny", "z"]]);
  assert.deepEqual(readTSV('5" pipe\tz'), [['5" pipe', "z"]]);
  assert.deepEqual(readTSV('"never closed\tz'), [['"never closed', "z"]]);
  assert.deepEqual(readTSV("one"), [["one"]]);
  assert.deepEqual(readTSV("\n\nx"), [[""], [""], ["x"]]);
});

test("HTML carries looks, and no markup of a cell's text", () => {
  const html = writeHTML([[cell('<b>&"x"', { format: { bold: true, fill: "#d2ebee" } }), cell("3", { kind: "number", num: 3 })]], "m<1");
  assert.match(html, /data-freshet="m&lt;1"/);
  assert.match(html, /&lt;b&gt;&amp;&quot;x&quot;/);
  assert.match(html, /font-weight:bold;background-color:#d2ebee/);
  assert.match(html, /data-value="3"/);
  assert.ok(!html.includes("<b>"));
});
