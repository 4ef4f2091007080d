import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOffset, faultSpan } from "../editor/problem";
import { Proof } from "../editor/proof";
import { tokens } from "../editor/tokens";
import type { Refusal } from "../model";

/** A clock that stands until it is told to go on. */
class Standing {
  private at = 0;
  private readonly timers = new Map<object, { at: number; fn: () => void }>();

  after(ms: number, fn: () => void): unknown {
    const key = {};
    this.timers.set(key, { at: this.at + ms, fn });
    return key;
  }

  cancel(timer: unknown): void {
    this.timers.delete(timer as object);
  }

  async pass(ms: number): Promise<void> {
    this.at += ms;
    for (const [key, t] of [...this.timers]) {
      if (t.at > this.at) continue;
      this.timers.delete(key);
      t.fn();
    }
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }
}

function proof(faults: Record<string, Refusal>) {
  const clock = new Standing();
  const asked: string[] = [];
  const told: Refusal[] = [];
  const p = new Proof({
    clock,
    read: async (text) => {
      asked.push(text);
      if (text === "=down") throw new Error("no server");
      return faults[text];
    },
    tell: (f) => told.push(f),
  });
  return { clock, asked, told, p };
}

const wrong: Refusal = { code: "syntax", message: "a value is expected before *", pos: 4 };

test("a formula is read in the pauses, and its fault told when the person rests", async () => {
  const { clock, asked, told, p } = proof({ "=1+*": wrong });
  for (const text of ["=", "=1", "=1+", "=1+*"]) {
    p.typed(text);
    await clock.pass(100);
  }
  assert.deepEqual(asked, []);
  await clock.pass(100);
  assert.deepEqual(asked, ["=1+*"]);
  assert.equal(p.faultOf("=1+*"), wrong);
  assert.equal(p.faultOf("=1+*2"), undefined);
  assert.deepEqual(told, []);
  await clock.pass(1000);
  assert.deepEqual(told, [wrong]);
});

test("who goes on typing hears nothing of what was wrong before", async () => {
  const { clock, told, p } = proof({ "=1+*": wrong });
  p.typed("=1+*");
  await clock.pass(300);
  p.typed("=1+2");
  await clock.pass(2000);
  assert.deepEqual(told, []);
  p.typed("=1+*");
  p.stop();
  await clock.pass(2000);
  assert.deepEqual(told, []);
});

test("without a server nothing is known; what it refused is", async () => {
  const { clock, asked, told, p } = proof({});
  p.typed("=down");
  await clock.pass(2000);
  assert.deepEqual([asked, told], [["=down"], []]);
  p.learned("=down", wrong);
  assert.equal(p.faultOf("=down"), wrong);
  p.typed("=down");
  await clock.pass(2000);
  assert.deepEqual([asked, told], [["=down"], []]);
});

test("the fault is shown at the word where it is, or at the last one", () => {
  const part = (text: string, pos: number) => {
    const { from, to } = faultSpan(text, pos - 1, tokens(text));
    return text.slice(from, to);
  };
  assert.equal(part("=1+*2", 4), "*");
  assert.equal(part("=SUM(1 200)", 8), "200");
  assert.equal(part("=A1 + ", 7), "+");
  assert.equal(part("=", 2), "=");
});

test("a fault is where the person typed it, whatever the server counts", () => {
  assert.equal(faultOffset("=1+*2", "=1+*2", 4), 3);
  // An emoji is one character to the server and two to the editor.
  assert.equal(faultOffset('="\u{1F44D}"&', '="\u{1F44D}"&', 6), 6);
  assert.equal(faultOffset('=SUM("\u{1F44D}\u{1F44D}",*2)', '=SUM("\u{1F44D}\u{1F44D}",*2)', 11), 12);
  // The = before +A1 is not in the editor, nor is the bracket that was closed for the person.
  assert.equal(faultOffset("+A1*", "=+A1*", 6), 4);
  assert.equal(faultOffset("+A1**", "=+A1**", 2), 0);
  assert.equal(faultOffset("=SUM(A1:", "=SUM(A1:)", 9), 8);
  assert.equal(faultOffset("=SUM(1+", "=SUM(1+)", 9), 7);
});
