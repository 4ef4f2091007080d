import assert from "node:assert/strict";
import { test } from "node:test";
import { asFormula } from "../grid/celltext";
import { fixedForm, hasFixedForm } from "../grid/widen";
import type { CellView } from "../model";

test("dates and formatted numbers have one form, texts and plain numbers have not", () => {
  const fixed = [
    "2026-11-22",
    "2026-11-22 14:30:05",
    "11/22/2026 14:30",
    "22.11.2026",
    "22-Nov-2026",
    "22 November 2026",
    "Nov 22, 2026 2:30 PM",
    "$123,456,789.25",
    "1.234.567,89",
    "1,234,567",
    "12345.678%",
    "123456.50 €",
  ];
  for (const t of fixed) assert.ok(hasFixedForm(t), t);
  const free = [
    "hello",
    "1234567890123",
    "=NOW()",
    "",
    "1.5e300",
    "Report of 2026-11-22",
    "12-34",
    "1,5",
    "'2026-11-22 14:30:05",
    "May we go",
  ];
  for (const t of free) assert.ok(!hasFixedForm(t), t);
});

test("a value's form is fixed by its kind and its format", () => {
  const cell = (c: Partial<CellView>): CellView => ({
    kind: "number",
    num: 1,
    text: "1",
    input: "1",
    formula: false,
    format: {},
    at: 0,
    reading: false,
    pending: false,
    spilled: false,
    ...c,
  });
  assert.ok(fixedForm(cell({ kind: "time" })));
  assert.ok(fixedForm(cell({ kind: "duration" })));
  assert.ok(fixedForm(cell({ format: { kind: "currency" } })));
  assert.ok(fixedForm(cell({ format: { unit: "kWh" } })));
  assert.ok(!fixedForm(cell({})));
  assert.ok(!fixedForm(cell({ kind: "text" })));
  assert.ok(!fixedForm(cell({ kind: "time", pending: true })));
});

test("where formulas are shown, a formula is a text on one line, without the form of its value", () => {
  const shown = asFormula({
    kind: "number",
    num: 5,
    text: "$5.00",
    input: "=SUM(\n  A1,\n  A2)",
    formula: true,
    format: { kind: "currency", decimals: 2, bold: true, align: "right" },
    at: 0,
    reading: false,
    pending: false,
    spilled: false,
  });
  assert.equal(shown.text, "=SUM( A1, A2)");
  assert.equal(shown.kind, "text");
  assert.deepEqual(shown.format, { decimals: 2, bold: true });
});
