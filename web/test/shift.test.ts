import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Op, Shift } from "../model";
import { shiftOps, shiftRect } from "../shift";

test("ops follow their cells as they do on the server", () => {
  const cases: { op: Op; shift: Shift; want?: Op[] }[] = JSON.parse(readFileSync("server/live/testdata/shifts.json", "utf8"));
  for (const c of cases) {
    // What the server would refuse as a conflict has nothing left here.
    assert.deepEqual(shiftOps([c.op], c.shift), c.want ?? [], JSON.stringify(c));
  }
});

test("selections follow, and vanish with their cells", () => {
  const r = { top: 5, left: 0, bottom: 6, right: 0 };
  assert.deepEqual(shiftRect(r, { sheet: 1, axis: "rows", at: 0, count: 2 }), { ...r, top: 7, bottom: 8 });
  assert.equal(shiftRect(r, { sheet: 1, axis: "rows", at: 4, count: -4 }), undefined);
  assert.equal(shiftRect({ ...r, bottom: (1 << 20) - 2 }, { sheet: 1, axis: "rows", at: 0, count: 5 }), undefined, "off the sheet");
});
