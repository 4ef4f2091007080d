import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { ModelEvents } from "../model";
import type { ServerMessage } from "../protocol";
import { TIMES } from "../socket";
import { FakeStorage, frame, scene, welcome } from "./wire";

const golden: { server: ServerMessage[]; client: Record<string, unknown>[] } = JSON.parse(
  readFileSync("server/live/testdata/messages.json", "utf8"),
);
const b2 = { sheet: 1, top: 1, left: 1, bottom: 1, right: 1 };
const view = { top: 0, left: 0, bottom: 20, right: 5 };

test("a tab sends what the server's tests read", () => {
  const storage = new FakeStorage();
  storage.setItem("freshet:b1", JSON.stringify([{ seq: 2, client: "an-older-client", base: 5, ops: [{ op: "undo" }] }]));
  const s = scene({ storage });
  s.replica.view(1, view, [{ ...b2, sheet: 2 }]);
  s.replica.start();
  s.line().accept();
  s.line().say(welcome(5));
  s.line().say(
    frame(5, {
      reset: true,
      areas: [
        [1, 0, 0, 31, 7],
        [2, 0, 0, 31, 7],
      ],
    }),
  );
  s.line().drop();
  s.clock.pass(300);
  s.line().accept();
  s.line().say(welcome(5));
  s.clock.pass(100);
  s.replica.view(1, { top: 32, left: 0, bottom: 40, right: 3 });
  s.replica.edit([{ op: "set", range: b2, inputs: ["=A1*2"] }]);
  s.replica.presence(1, { top: 1, left: 1, bottom: 2, right: 2 }, false);
  s.replica.summary(b2).catch(() => undefined);
  s.replica.edge({ sheet: 1, row: 0, col: 0 }, "down").catch(() => undefined);
  s.replica.read(b2).catch(() => undefined);
  const hello = [s.lines[0]?.sent[0], s.lines[1]?.sent[0]];
  const sent = [...hello, ...s.line().sent.slice(1)].map((m) => (m?.t === "hello" ? { ...m, client: "0123456789abcdef01234567" } : m));
  s.clock.pass(TIMES.heartbeat);
  sent.push(
    ...s
      .line()
      .of("ping")
      .map((m) => ({ ...m, at: 1_000_000 })),
  );
  for (const want of golden.client) {
    assert.ok(
      sent.some((m) => isDeep(m, want)),
      `nothing like ${JSON.stringify(want)} among ${JSON.stringify(sent)}`,
    );
  }
});

function isDeep(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

test("a tab takes what the server's tests write", async () => {
  const s = scene();
  const told: (keyof ModelEvents)[] = [];
  const refused: ModelEvents["refused"][] = [];
  for (const e of ["info", "presence", "shift", "extent", "state", "refused"] as const) s.replica.on(e, () => told.push(e));
  s.replica.on("refused", (r) => refused.push(r));
  s.replica.start();
  s.line().accept();
  const sorts = new Set<string>();
  let summary: Promise<unknown> | undefined;
  let edge: Promise<unknown> | undefined;
  for (const m of golden.server) {
    sorts.add(m.t);
    if (m.t === "ack" && !m.client) for (const x of ["1", "2", "3"]) s.replica.edit([{ op: "set", range: b2, inputs: [x] }]);
    if (m.t === "answer" && m.summary) {
      summary = s.replica.summary(b2);
      edge = s.replica.edge({ sheet: 1, row: 0, col: 0 }, "down");
    }
    s.line().say(m);
  }
  assert.deepEqual([...sorts].sort(), ["ack", "answer", "book", "bye", "extents", "pong", "presence", "refuse", "shifts", "welcome"]);
  assert.equal(s.replica.info.title, "A book");
  assert.equal(s.replica.info.sheets[0]?.widths?.[0]?.size, 120);
  assert.deepEqual(s.replica.info.bindings[0]?.target, { sheet: 1, row: 2, col: 0 });
  assert.equal(s.replica.role, "editor");
  assert.deepEqual(s.replica.you, { id: "me", name: "Ada", color: 3 });
  assert.deepEqual(s.replica.extent(1), { top: 0, left: 0, bottom: 4, right: 2 });
  assert.equal(refused[0]?.error.hint, "add a number");
  assert.equal(refused[0]?.error.pos, 4);
  assert.deepEqual(
    s.replica.others.map((p) => [p.name, p.role, p.selection, p.editing]),
    [
      ["Bo", "viewer", { top: 1, left: 2, bottom: 3, right: 4 }, true],
      ["", "owner", undefined, false],
    ],
  );
  assert.deepEqual(await summary, { version: 11, count: 3, numeric: 2, sum: 5.5, min: 1.5, max: 4 });
  assert.deepEqual(await edge, { sheet: 1, row: 3, col: 0 });
  assert.equal(s.replica.closing, "the server is restarting");
  for (const e of ["info", "presence", "shift", "extent", "state", "refused"] as const) assert.ok(told.includes(e), e);
});
