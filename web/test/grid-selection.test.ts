import assert from "node:assert/strict";
import { test } from "node:test";
import { toward } from "../grid/filldrag";
import { spread, tidy } from "../grid/formats";
import { block, localEdge } from "../grid/moves";
import { Selection } from "../grid/selection";
import { MAX_ROWS } from "../model";
import { MemoryModel } from "./memory";

test("Shift stretches from the active cell in every direction", () => {
  const s = new Selection();
  s.pick({ row: 5, col: 5 });
  s.extend({ row: 3, col: 7 });
  assert.deepEqual(s.range, { top: 3, left: 5, bottom: 5, right: 7 });
  s.extend({ row: 8, col: 2 });
  assert.deepEqual(s.range, { top: 5, left: 2, bottom: 8, right: 5 });
  assert.deepEqual(s.active, { row: 5, col: 5 });
});

test("the block of data around a cell ends at blank lines, and is not known where cells are not loaded", () => {
  const m = new MemoryModel();
  for (const [row, col] of [
    [0, 0],
    [1, 1],
    [2, 1],
    [2, 2],
    [0, 4],
    [5, 0],
  ] as const)
    m.put(1, row, col, { kind: "number", num: 1, text: "1", input: "1" });
  m.put(1, 9, 9, {});
  const at = (row: number, col: number, hole = -1) =>
    block({ row, col }, m.extent(1), (c) => (c.row === hole ? undefined : m.cell(1, c.row, c.col)));
  const first = { top: 0, left: 0, bottom: 2, right: 2 };
  assert.deepEqual(at(0, 0), first);
  assert.deepEqual(at(2, 2), first);
  assert.deepEqual(at(1, 0), first);
  // A blank cell beside data belongs to it.
  assert.deepEqual(at(3, 3), { top: 0, left: 0, bottom: 3, right: 4 });
  assert.deepEqual(at(5, 0), { top: 5, left: 0, bottom: 5, right: 0 });
  assert.deepEqual(at(8, 5), { top: 8, left: 5, bottom: 8, right: 5 });
  assert.equal(at(0, 0, 3), undefined);
  assert.deepEqual(
    block({ row: 5, col: 5 }, undefined, () => undefined),
    { top: 5, left: 5, bottom: 5, right: 5 },
  );
});

test("nothing leaves the sheet", () => {
  const s = new Selection();
  s.pick({ row: -4, col: 99_999 });
  assert.deepEqual(s.active, { row: 0, col: 16_383 });
});

test("Tab and Enter walk the selection and come around", () => {
  const s = new Selection();
  s.take({ top: 1, left: 1, bottom: 2, right: 2 });
  const walk = (forward: boolean, rows: boolean) => {
    s.step(forward, rows, undefined);
    return `${s.active.row},${s.active.col}`;
  };
  assert.deepEqual([walk(true, true), walk(true, true), walk(true, true), walk(true, true)], ["1,2", "2,1", "2,2", "1,1"]);
  assert.deepEqual([walk(true, false), walk(true, false), walk(false, false)], ["2,1", "1,2", "2,1"]);
});

test("a walk through a whole column ends where the data ends", () => {
  const s = new Selection();
  s.selectColumns(2, 2);
  for (let i = 0; i < 3; i++) s.step(true, false, { top: 0, left: 0, bottom: 2, right: 5 });
  assert.deepEqual(s.active, { row: 0, col: 2 });
  assert.equal(s.range.bottom, MAX_ROWS - 1);
});

test("headers tell touched lines from whole ones", () => {
  const s = new Selection();
  s.selectRows(3, 4);
  assert.deepEqual([s.covers("rows", 2), s.covers("rows", 3), s.covers("cols", 9)], [0, 2, 1]);
});

test("the selection follows rows that come above it", () => {
  const s = new Selection();
  s.take({ top: 4, left: 0, bottom: 6, right: 1 });
  s.shift({ sheet: 1, axis: "rows", at: 1, count: 2 });
  assert.deepEqual(
    [s.range, s.active],
    [
      { top: 6, left: 0, bottom: 8, right: 1 },
      { row: 6, col: 0 },
    ],
  );
});

test("the fill handle goes one way only, the longer one", () => {
  const r = { top: 2, left: 2, bottom: 3, right: 3 };
  assert.deepEqual(toward(r, { row: 9, col: 5 }), { ...r, bottom: 9 });
  assert.deepEqual(toward(r, { row: 4, col: 9 }), { ...r, right: 9 });
  assert.deepEqual(toward(r, { row: 0, col: 2 }), { ...r, top: 0 });
  assert.deepEqual(toward(r, { row: 3, col: 2 }), r);
});

test("a change of one format field keeps every other field of every cell, in few ops", () => {
  const m = new MemoryModel();
  for (let row = 0; row < 4; row++) for (let col = 0; col < 3; col++) m.put(1, row, col, { format: col === 1 ? { kind: "percent" } : {} });
  const ops = spread({ sheet: 1, top: 0, left: 0, bottom: 3, right: 2 }, m, { row: 0, col: 0 }, (f) => ({ ...f, bold: true }));
  assert.deepEqual(
    ops.map((o) => o.op === "setFormat" && [o.range.left, o.range.right, o.range.bottom, o.format]),
    [
      [0, 0, 3, { bold: true }],
      [1, 1, 3, { bold: true, kind: "percent" }],
      [2, 2, 3, { bold: true }],
    ],
  );
});

test("formats say nothing twice", () => {
  assert.deepEqual(tidy({ bold: false, decimals: 0, kind: "percent", color: "" }), { kind: "percent" });
});

test("a jump finds the edge of the data where the cells are loaded, and asks where they are not", () => {
  const m = new MemoryModel();
  for (const row of [2, 3, 4, 8]) m.put(1, row, 1, { kind: "number", num: 1, text: "1", input: "1" });
  const from = (row: number, col: number, d: "up" | "down" | "left" | "right", hole = -1) =>
    localEdge({ row, col }, d, m.extent(1), (c) => (c.row === hole ? undefined : m.cell(1, c.row, c.col)));
  assert.deepEqual(from(0, 1, "down"), { row: 2, col: 1 });
  assert.deepEqual(from(2, 1, "down"), { row: 4, col: 1 });
  assert.deepEqual(from(4, 1, "down"), { row: 8, col: 1 });
  assert.deepEqual(from(8, 1, "down"), { row: MAX_ROWS - 1, col: 1 });
  assert.deepEqual(from(MAX_ROWS - 1, 1, "up"), { row: 8, col: 1 });
  assert.deepEqual(from(4, 1, "up"), { row: 2, col: 1 });
  assert.deepEqual(from(2, 1, "up"), { row: 0, col: 1 });
  assert.deepEqual(from(3, 0, "right"), { row: 3, col: 1 });
  assert.deepEqual(from(3, 1, "right"), { row: 3, col: 16_383 });
  assert.deepEqual(from(0, 0, "left"), { row: 0, col: 0 });
  assert.equal(from(4, 1, "down", 6), undefined);
  assert.equal(from(2, 1, "down", 4), undefined);
  assert.deepEqual(
    localEdge({ row: 5, col: 5 }, "up", undefined, () => undefined),
    { row: 0, col: 5 },
  );
});
