import assert from "node:assert/strict";
import { test } from "node:test";
import type { State } from "../model";
import { Socket, TIMES } from "../socket";
import { FakeClock, FakeLine } from "./wire";

function setup() {
  const clock = new FakeClock();
  const lines: FakeLine[] = [];
  const states: State[] = [];
  const socket = new Socket({
    clock,
    connect: () => {
      const l = new FakeLine();
      lines.push(l);
      return l;
    },
    opened: () => undefined,
    received: () => undefined,
    changed: (s) => states.push(s),
  });
  const line = (): FakeLine => lines[lines.length - 1] as FakeLine;
  return { clock, lines, line, states, socket };
}

test("pauses grow to a bound, and a welcome makes them short again", () => {
  const s = setup();
  s.socket.start();
  const pauses: number[] = [];
  for (let i = 0; i < 10; i++) {
    const n = s.lines.length;
    s.line().drop();
    let waited = 0;
    while (s.lines.length === n) {
      s.clock.pass(50);
      waited += 50;
    }
    pauses.push(waited);
  }
  assert.deepEqual(pauses.slice(0, 4), [250, 500, 1000, 2000]);
  assert.equal(pauses[9], TIMES.most);
  assert.deepEqual(s.states, ["offline"]);
  s.line().accept();
  s.socket.welcomed();
  s.clock.pass(TIMES.good);
  s.line().drop();
  const n = s.lines.length;
  s.clock.pass(TIMES.first);
  assert.equal(s.lines.length, n + 1);
  assert.deepEqual(s.states, ["offline", "live", "reconnecting"]);
});

test("a server that fails after every welcome is not stormed", () => {
  const s = setup();
  s.socket.start();
  for (let i = 0; i < 8; i++) {
    s.line().accept();
    s.socket.welcomed();
    s.socket.fault();
    s.clock.pass(TIMES.most);
  }
  s.line().accept();
  s.socket.welcomed();
  s.socket.fault();
  const n = s.lines.length;
  s.clock.pass(TIMES.most - 1);
  assert.equal(s.lines.length, n);
});

test("silence is noticed: a ping first, then the line is given up", () => {
  const s = setup();
  s.socket.start();
  s.line().accept();
  s.socket.welcomed();
  s.clock.pass(TIMES.heartbeat);
  assert.equal(s.line().of("ping").length, 1);
  s.clock.pass(TIMES.patience);
  assert.equal(s.lines[0]?.closed, true);
  assert.equal(s.socket.state, "reconnecting");
});

test("a line that answers stays", () => {
  const s = setup();
  s.socket.start();
  s.line().accept();
  s.socket.welcomed();
  for (let i = 0; i < 20; i++) {
    s.clock.pass(TIMES.heartbeat);
    s.line().say({ t: "pong", at: 0 });
  }
  assert.equal(s.lines.length, 1);
  assert.equal(s.socket.state, "live");
});

test("waking tries at once and tests an open line", () => {
  const s = setup();
  s.socket.start();
  for (let i = 0; i < 8; i++) {
    s.line().drop();
    s.clock.pass(TIMES.most);
  }
  s.line().drop();
  const n = s.lines.length;
  s.socket.wake();
  assert.equal(s.lines.length, n + 1);
  s.line().accept();
  s.socket.welcomed();
  s.clock.pass(TIMES.hurry);
  s.socket.wake();
  assert.equal(s.line().of("ping").length, 1);
  s.clock.pass(TIMES.hurry);
  assert.equal(s.socket.state, "reconnecting", "the line was dead");
});

test("the network going away is offline at once; coming back is tried at once", () => {
  const s = setup();
  s.socket.start();
  s.line().drop();
  s.socket.away();
  assert.equal(s.socket.state, "offline");
  const n = s.lines.length;
  s.socket.wake();
  assert.equal(s.lines.length, n + 1);
});

test("a hidden page, whose timers run late, keeps a line that answers", () => {
  const s = setup();
  s.socket.start();
  s.line().accept();
  s.socket.welcomed();
  let answered = 0;
  for (let i = 0; i < 10; i++) {
    s.clock.late(60_000);
    for (; answered < s.line().of("ping").length; answered++) s.line().say({ t: "pong", at: 0 });
  }
  assert.ok(answered >= 5);
  assert.equal(s.lines.length, 1);
});

test("codes that say stay away are obeyed", () => {
  const s = setup();
  s.socket.start();
  s.line().accept();
  s.line().drop(4101);
  s.clock.pass(100_000);
  s.socket.wake();
  assert.equal(s.lines.length, 1);
  assert.deepEqual(s.states, ["closed"]);
});

test("a connection that never opens is given up", () => {
  const s = setup();
  s.socket.start();
  s.clock.pass(TIMES.opening + TIMES.first);
  assert.equal(s.lines.length, 2);
  assert.equal(s.lines[0]?.closed, true);
});

test("a factory that throws is tried again", () => {
  const clock = new FakeClock();
  let tries = 0;
  const socket = new Socket({
    clock,
    connect: () => {
      tries++;
      throw new Error("no");
    },
    opened: () => undefined,
    received: () => undefined,
    changed: () => undefined,
  });
  socket.start();
  clock.pass(1000);
  assert.ok(tries > 1);
  socket.close();
});
