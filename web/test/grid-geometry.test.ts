import assert from "node:assert/strict";
import { test } from "node:test";
import { Lines, overlaid } from "../grid/lines";
import { columnName, parseColumn, parseRect, quoteSheet, rectName, shifted, splitSheet } from "../grid/rects";
import { ScrollAxis } from "../grid/scroll";
import { MAX_COLS, MAX_ROWS } from "../model";

test("columns are named as in every spreadsheet", () => {
  for (const [col, name] of [
    [0, "A"],
    [25, "Z"],
    [26, "AA"],
    [701, "ZZ"],
    [702, "AAA"],
    [16383, "XFD"],
  ] as const) {
    assert.equal(columnName(col), name);
    assert.equal(parseColumn(name.toLowerCase()), col);
  }
  assert.equal(parseColumn("XFE"), undefined);
});

test("ranges are read and written", () => {
  for (const [text, written] of [
    ["b7", "B7"],
    ["$B$9:A1", "A1:B9"],
    ["c:A", "A:C"],
    ["3:1", "1:3"],
    ["A1:A1", "A1"],
  ] as const) {
    assert.equal(rectName(parseRect(text)!), written, text);
  }
  for (const bad of ["", "A", "7", "A0", "A1:B", "A1048577", "XFE1", "A1:B2:C3", "temp"]) assert.equal(parseRect(bad), undefined, bad);
});

test("names of sheets are quoted where a formula needs it", () => {
  for (const [name, quoted] of [
    ["Sheet1", "Sheet1"],
    ["A1", "'A1'"],
    ["My sheet", "'My sheet'"],
    ["it's", "'it''s'"],
    ["2024", "'2024'"],
  ] as const) {
    assert.equal(quoteSheet(name), quoted);
    assert.deepEqual(splitSheet(`${quoted}!B2`), { sheet: name, rest: "B2" });
  }
});

test("a line is found where it begins, and nowhere else", () => {
  const lines = new Lines(1000, 20, [
    { from: 5, to: 7, size: 50 },
    { from: 2, to: 2, size: 1 },
    { from: 900, to: 999, size: 30 },
  ]);
  let at = 0;
  for (let i = 0; i < 1000; i++) {
    assert.equal(lines.offset(i), at, `offset of ${i}`);
    assert.equal(lines.at(at), i);
    assert.equal(lines.at(at + lines.sizeOf(i) - 0.5), i);
    at += lines.sizeOf(i);
  }
  assert.equal(lines.total, at);
  assert.equal(lines.at(-5), 0);
  assert.equal(lines.at(at + 100), 999);
});

test("a preview lies over the sizes there are", () => {
  const sizes = overlaid([{ from: 2, to: 9, size: 50 }], { from: 4, to: 5, size: 70 });
  const lines = new Lines(20, 10, sizes);
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 9, 10].map((i) => lines.sizeOf(i)),
    [10, 50, 50, 70, 70, 50, 50, 10],
  );
});

test("rectangles follow rows that come and go", () => {
  const r = { top: 4, left: 1, bottom: 6, right: 2 };
  const rows = (at: number, count: number) => shifted(r, { sheet: 1, axis: "rows", at, count });
  assert.deepEqual(rows(0, 3), { ...r, top: 7, bottom: 9 });
  assert.deepEqual(rows(5, 2), { ...r, bottom: 8 });
  assert.deepEqual(rows(7, 2), r);
  assert.deepEqual(rows(0, -2), { ...r, top: 2, bottom: 4 });
  assert.deepEqual(rows(5, -1), { ...r, bottom: 5 });
  assert.deepEqual(rows(3, -2), { ...r, top: 3, bottom: 4 });
  assert.deepEqual(rows(6, -5), { ...r, bottom: 5 });
  assert.equal(rows(3, -10), undefined);
  const column = { top: 0, bottom: MAX_ROWS - 1, left: 3, right: 3 };
  assert.deepEqual(shifted(column, { sheet: 1, axis: "rows", at: 2, count: 5 }), column);
  assert.deepEqual(shifted(column, { sheet: 1, axis: "cols", at: 0, count: 1 }), { ...column, left: 4, right: 4 });
  assert.equal(
    shifted({ top: 0, bottom: 0, left: 0, right: MAX_COLS - 1 }, { sheet: 1, axis: "cols", at: 4, count: 9 })!.right,
    MAX_COLS - 1,
  );
});

test("small movements scroll pixel by pixel, wherever they happen", () => {
  const y = new ScrollAxis();
  y.length = MAX_ROWS * 24;
  y.window = 700;
  for (const start of [0, 500_000, 12_000_000, y.maxOffset - 900_000]) {
    y.place(start);
    const before = y.offset;
    y.moved(y.position + 44);
    assert.equal(y.offset, before + 44);
    y.moved(y.position - 44);
    assert.equal(y.offset, before);
  }
});

test("both ends are reached, and a place is where its offset says", () => {
  const y = new ScrollAxis();
  y.length = MAX_ROWS * 24;
  y.window = 700;
  assert.ok(y.sizer <= 8_000_000);
  y.moved(y.maxPosition);
  assert.equal(y.offset, y.maxOffset);
  y.moved(0);
  assert.equal(y.offset, 0);
  for (let offset = 0; offset <= y.maxOffset; offset += 777_777) {
    const p = y.place(offset);
    y.position = -1e9;
    y.moved(p);
    assert.ok(Math.abs(y.offset - offset) < 0.01, `${offset} became ${y.offset}`);
  }
});

test("a short sheet scrolls as any element does", () => {
  const x = new ScrollAxis();
  x.length = 3000;
  x.window = 1000;
  x.moved(2000);
  assert.equal(x.offset, 2000);
  assert.equal(x.place(99_999), 2000);
});
