import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { glance, literalText, render, type Shown, sameFormat } from "../format";
import type { Format } from "../model";

interface Case {
  value: unknown;
  format?: Format;
  locale?: string;
  text: string;
  input?: string;
}

function shown(v: unknown): Shown {
  if (v === null) return { kind: "blank", num: 0, text: "" };
  if (typeof v === "number") return { kind: "number", num: v, text: "" };
  if (typeof v === "string") return { kind: "text", num: 0, text: v };
  if (typeof v === "boolean") return { kind: "bool", num: v ? 1 : 0, text: "" };
  const o = v as { time?: number; duration?: number; error?: string; array?: unknown[][] };
  if (o.time !== undefined) return { kind: "time", num: o.time, text: "" };
  if (o.duration !== undefined) return { kind: "duration", num: o.duration, text: "" };
  if (o.error !== undefined) return { kind: "error", num: 0, text: o.error };
  return { kind: "array", num: 0, text: "", first: shown(o.array?.[0]?.[0] ?? null) };
}

test("values look as the engine renders them, letter for letter", () => {
  const cases: Case[] = JSON.parse(readFileSync("cells/testdata/format.json", "utf8"));
  assert.ok(cases.length > 1000);
  for (const [i, c] of cases.entries()) {
    const v = shown(c.value);
    const at = `case ${i}: ${JSON.stringify(c)}`;
    assert.equal(render(v, c.format ?? {}, c.locale ?? ""), c.text, at);
    assert.equal(literalText(v.kind, v.num, c.format ?? {}, c.locale ?? ""), c.input ?? "", at);
  }
});

test("what is typed is shown at a glance", () => {
  assert.deepEqual(glance("12.5", "en"), { kind: "number", num: 12.5, text: "" });
  assert.deepEqual(glance("12,5", "de"), { kind: "number", num: 12.5, text: "" });
  assert.deepEqual(glance("1.234", "de"), { kind: "text", num: 0, text: "1.234" });
  assert.deepEqual(glance("true", "en"), { kind: "bool", num: 1, text: "" });
  assert.deepEqual(glance("'12", "en"), { kind: "text", num: 0, text: "12" });
  assert.deepEqual(glance("=A1", "en"), { kind: "text", num: 0, text: "…" });
  assert.deepEqual(glance("=", "en"), { kind: "text", num: 0, text: "=" });
  assert.deepEqual(glance("", "en"), { kind: "blank", num: 0, text: "" });
  assert.equal(glance("1e999", "en").kind, "text");
});

test("formats are the same when they look the same", () => {
  assert.ok(sameFormat({}, { bold: false, unit: "" }));
  assert.ok(!sameFormat({ decimals: 1 }, { decimals: 2 }));
});
