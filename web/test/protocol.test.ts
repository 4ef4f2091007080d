import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readFrame } from "../frame";
import type { BookInfo } from "../model";
import { CLOSE, farewell } from "../protocol";
import { columnName, quoteSheet } from "../ref";
import { Tiles } from "../tiles";

interface GoldenCell {
  sheet: number;
  cell: string;
  text: string;
  input?: string;
  formula?: boolean;
  reading?: boolean;
  spilled?: boolean;
  at?: number;
  error?: string;
  origin?: string;
  bold?: boolean;
}

interface GoldenFrame {
  name: string;
  frame: string;
  cells: GoldenCell[];
}

const info: BookInfo = {
  title: "Golden",
  zone: "UTC",
  locale: "en",
  sheets: [
    { id: 1, name: "Sheet1" },
    { id: 2, name: "My sheet" },
  ],
  names: [],
  bindings: [],
};

export function bytes(base64: string): ArrayBuffer {
  const b = Buffer.from(base64, "base64");
  return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength) as ArrayBuffer;
}

const golden: GoldenFrame[] = JSON.parse(readFileSync("server/live/testdata/frames.json", "utf8"));

test("every golden frame leads to the cells the server shows", () => {
  const tiles = new Tiles(info);
  for (const g of golden) {
    tiles.apply(readFrame(bytes(g.frame)));
    for (const c of g.cells) {
      const m = /^([A-Z]+)(\d+)$/.exec(c.cell);
      assert.ok(m);
      const v = tiles.cell(c.sheet, Number(m[2]) - 1, (m[1] ?? "A").charCodeAt(0) - 65);
      assert.ok(v, `${g.name}: ${c.cell} is held`);
      assert.deepEqual(
        {
          sheet: c.sheet,
          cell: c.cell,
          text: v.text,
          input: v.input,
          formula: v.formula,
          reading: v.reading,
          spilled: v.spilled,
          at: v.at,
          error: v.error?.message,
          origin: v.error?.origin,
          bold: v.format.bold ?? false,
        },
        { input: "", formula: false, reading: false, spilled: false, at: 0, error: undefined, origin: undefined, bold: false, ...c },
        `${g.name}: ${c.cell}`,
      );
    }
  }
});

test("a delta tells what changed and which way", () => {
  const tiles = new Tiles(info);
  const [first, second] = golden.map((g) => readFrame(bytes(g.frame)));
  assert.ok(first && second);
  assert.deepEqual(
    tiles.apply(first).map((c) => [c.sheet, c.all, c.live]),
    [
      [1, true, false],
      [2, true, false],
    ],
  );
  assert.deepEqual(tiles.apply(second), [{ sheet: 1, all: false, live: true, rows: [1], cols: [1], trend: [-1] }]);
  assert.deepEqual(tiles.apply(second)[0]?.rows ?? [], [], "the same again changes nothing");
});

test("what is not held is undefined, and deltas of it are passed over", () => {
  const tiles = new Tiles(info);
  const delta = golden[1];
  assert.ok(delta);
  tiles.apply(readFrame(bytes(delta.frame)));
  assert.equal(tiles.cell(1, 1, 1), undefined);
});

test("tiles out of view are shown but do not count as held, until the sheet moves", () => {
  const tiles = new Tiles(info);
  const snapshot = golden[0];
  assert.ok(snapshot);
  tiles.apply(readFrame(bytes(snapshot.frame)));
  const here = { sheet: 1, top: 0, left: 0, bottom: 31, right: 7 };
  assert.ok(tiles.holds([here]));
  tiles.watch([{ sheet: 1, top: 32, left: 0, bottom: 63, right: 7 }]);
  assert.ok(!tiles.holds([here]));
  assert.equal(tiles.cell(1, 0, 0)?.text, "0.5");
  tiles.forgetStale(1);
  assert.equal(tiles.cell(1, 0, 0), undefined);
  assert.ok(!tiles.holds([{ sheet: 1, top: 0, left: 0, bottom: 63, right: 7 }]));
});

test("bytes that are no frame are refused", () => {
  const good = bytes(golden[0]?.frame ?? "");
  assert.throws(() => readFrame(good.slice(0, 100)), RangeError);
  const other = good.slice(0);
  new Uint8Array(other)[0] = 9;
  assert.throws(() => readFrame(other), RangeError);
});

test("close codes say whether to come back", () => {
  assert.equal(farewell(1006), "return");
  assert.equal(farewell(CLOSE.drain), "return");
  assert.equal(farewell(CLOSE.slow), "return");
  assert.equal(farewell(CLOSE.revoked), "stay");
  assert.equal(farewell(1009), "stay");
  assert.equal(farewell(CLOSE.protocol), "reload");
  const go = readFileSync("server/live/close.go", "utf8");
  for (const [name, code] of Object.entries(CLOSE)) {
    const m = new RegExp(`Close${name[0]?.toUpperCase()}${name.slice(1)}\\s+= (\\d+)`).exec(go);
    assert.equal(Number(m?.[1]), code, `server/live/close.go says the same of ${name}`);
  }
});

test("places are written as people write them", () => {
  assert.equal(columnName(0), "A");
  assert.equal(columnName(27), "AB");
  assert.equal(columnName(16383), "XFD");
  assert.equal(quoteSheet("Sheet1"), "Sheet1");
  assert.equal(quoteSheet("AB12"), "'AB12'");
  assert.equal(quoteSheet("It's"), "'It''s'");
});
