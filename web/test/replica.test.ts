import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellsChange, Refusal, State } from "../model";
import { Replica } from "../replica";
import { FakeStorage, frame, scene, welcome } from "./wire";

const SCREEN = { top: 0, left: 0, bottom: 20, right: 5 };
const TILE = [1, 0, 0, 31, 7] as [number, number, number, number, number];
const b2 = { sheet: 1, top: 1, left: 1, bottom: 1, right: 1 };

/** A scene that is live at version 5 with A1 = 10. */
function live() {
  const s = scene();
  s.replica.view(1, SCREEN);
  s.replica.start();
  s.line().accept();
  s.line().say(welcome(5));
  s.line().say(frame(5, { reset: true, areas: [TILE], numbers: [[0, 0, 10]] }));
  return s;
}

test("hello tells the book, the stream and whole tiles", () => {
  const s = scene();
  s.replica.view(1, { top: 40, left: 3, bottom: 70, right: 20 }, [b2]);
  s.replica.start();
  s.line().accept();
  const hello = s.line().sent[0];
  assert.equal(hello?.t, "hello");
  assert.equal(hello?.book, "b1");
  assert.match(String(hello?.client), /^[0-9a-f]{24}$/);
  assert.equal(hello?.position, undefined);
  assert.deepEqual(hello?.view, {
    sheet: 1,
    top: 32,
    left: 0,
    bottom: 95,
    right: 23,
    pins: [{ sheet: 1, top: 0, left: 0, bottom: 31, right: 7 }],
  });
});

test("who knows no sheet yet asks for the first, once", () => {
  const s = scene();
  s.replica.view(0, SCREEN);
  s.replica.start();
  s.line().accept();
  assert.deepEqual(s.line().sent[0]?.view, { sheet: 0, top: 0, left: 0, bottom: 31, right: 7, pins: [] });
  s.line().say(welcome(5));
  s.replica.view(1, SCREEN);
  s.line().say(frame(5, { reset: true, areas: [TILE], numbers: [[0, 0, 10]] }));
  s.clock.pass(500);
  s.replica.view(1, SCREEN);
  assert.equal(s.replica.cell(1, 0, 0)?.text, "10");
  assert.equal(s.line().of("view").length, 0);
  // It is known and current now: after a loss, the changes are enough.
  s.line().drop();
  s.clock.pass(1000);
  s.line().accept();
  assert.deepEqual(s.line().sent[0]?.position, { epoch: "e1", version: 5 });
  assert.deepEqual(s.line().sent[0]?.view, { sheet: 1, top: 0, left: 0, bottom: 31, right: 7, pins: [] });
});

test("what is wanted of the first sheet after the hello is asked for when it is known", () => {
  const s = scene();
  s.replica.start();
  s.line().accept();
  assert.equal(s.line().sent[0]?.view, undefined);
  s.replica.view(0, SCREEN);
  s.clock.pass(500);
  assert.equal(s.line().of("view").length, 0);
  s.line().say(welcome(5));
  assert.deepEqual(
    s
      .line()
      .of("view")
      .map((m) => m.sheet),
    [1],
  );
});

test("a server that does not know of the first sheet is asked again", () => {
  const s = scene();
  s.replica.view(0, SCREEN);
  s.replica.start();
  s.line().accept();
  s.line().say({ t: "refuse", of: "view", error: { code: "invalid", message: "the view names a range that is on no sheet" } });
  s.line().say(welcome(5));
  assert.deepEqual(
    s
      .line()
      .of("view")
      .map((m) => m.sheet),
    [1],
  );
});

test("no more is asked for than the server gives", () => {
  const s = scene();
  s.replica.view(1, { top: 0, left: 0, bottom: 100_000, right: 100 }, [b2]);
  s.replica.start();
  s.line().accept();
  const huge = s.line().sent[0]?.view as { bottom: number; right: number; pins: unknown[] };
  assert.ok((huge.bottom + 1) * (huge.right + 1) <= 65_536 && huge.bottom > 500);
  s.line().say(welcome(5));
  s.clock.pass(100);
  s.replica.view(1, SCREEN, [{ ...b2, bottom: 1_000_000 }, b2]);
  assert.deepEqual(s.line().of("view")[0]?.pins, [{ sheet: 1, top: 0, left: 0, bottom: 31, right: 7 }]);
});

test("cells are undefined until they are told, then blank or not", () => {
  const s = live();
  assert.equal(s.replica.state, "live");
  assert.equal(s.replica.cell(1, 0, 0)?.text, "10");
  assert.equal(s.replica.cell(1, 1, 1)?.kind, "blank");
  assert.equal(s.replica.cell(1, 40, 0), undefined);
  assert.deepEqual(s.replica.position, { epoch: "e1", version: 5 });
  assert.deepEqual(s.replica.extent(1), { top: 0, left: 0, bottom: 4, right: 2 });
  assert.equal(s.replica.extent(2), undefined);
});

test("an edit is shown at once, sent once, and gives way to what the server says", () => {
  const s = live();
  const seen: CellsChange[] = [];
  s.replica.on("cells", (c) => seen.push(c));
  s.replica.edit([{ op: "set", range: b2, inputs: ["7.50"] }]);
  const v = s.replica.cell(1, 1, 1);
  assert.deepEqual([v?.text, v?.input, v?.pending, v?.kind], ["7.5", "7.50", true, "number"]);
  assert.equal(s.replica.saved, "saving");
  assert.equal(seen.length, 1);
  assert.deepEqual(s.line().of("edit"), [{ t: "edit", seq: 1, base: 5, ops: [{ op: "set", range: b2, inputs: ["7.50"] }] }]);
  s.line().say({ t: "ack", seq: 1, version: 6 });
  assert.equal(s.replica.saved, "saved");
  assert.equal(s.replica.cell(1, 1, 1)?.pending, true, "until the frame with its effect is here");
  s.line().say(frame(6, { numbers: [[1, 1, 7.5]] }));
  assert.equal(s.replica.cell(1, 1, 1)?.pending, false);
  assert.equal(s.replica.cell(1, 1, 1)?.num, 7.5);
  assert.equal(s.storage.items.size, 0);
});

test("a formula is shown as on its way", () => {
  const s = live();
  s.replica.edit([{ op: "set", range: b2, inputs: ["=A1*2"] }]);
  const v = s.replica.cell(1, 1, 1);
  assert.deepEqual([v?.text, v?.input, v?.formula], ["…", "=A1*2", true]);
});

test("a format on its way is shown over what is held", () => {
  const s = live();
  s.replica.edit([{ op: "setFormat", range: { ...b2, top: 0, left: 0 }, format: { kind: "percent", bold: true } }]);
  const v = s.replica.cell(1, 0, 0);
  assert.deepEqual([v?.text, v?.format.bold, v?.num], ["1000%", true, 10]);
});

test("a refused edit shows the old value again and tells why", () => {
  const s = live();
  const told: Refusal[] = [];
  s.replica.on("refused", (r) => told.push(r.error));
  s.replica.edit([{ op: "clear", range: { ...b2, top: 0, left: 0 } }]);
  assert.equal(s.replica.cell(1, 0, 0)?.text, "");
  s.line().say({ t: "refuse", seq: 1, error: { code: "conflict", message: "no" } });
  assert.equal(s.replica.cell(1, 0, 0)?.text, "10");
  assert.deepEqual(told, [{ code: "conflict", message: "no" }]);
  assert.equal(s.replica.saved, "saved");
});

test("what the store cannot take now is kept and sent again in order", () => {
  const s = live();
  s.replica.edit([{ op: "set", range: b2, inputs: ["1"] }]);
  s.replica.edit([{ op: "set", range: b2, inputs: ["2"] }]);
  s.line().say({ t: "refuse", seq: 1, error: { code: "unavailable", message: "Redis is away" } });
  s.line().say({ t: "refuse", seq: 2, error: { code: "unavailable", message: "an earlier edit has to be done first" } });
  assert.equal(s.replica.saved, "unsaved");
  s.replica.edit([{ op: "set", range: b2, inputs: ["3"] }]);
  s.clock.pass(2000);
  assert.deepEqual(
    s
      .line()
      .of("edit")
      .map((m) => m.seq),
    [1, 2, 1, 2, 3],
  );
  assert.equal(s.replica.saved, "saving");
});

test("a lost line: edits wait, are sent again under their numbers, and nothing flickers", () => {
  const s = live();
  s.replica.edit([{ op: "set", range: b2, inputs: ["1"] }]);
  s.line().drop();
  assert.equal(s.replica.state, "reconnecting");
  assert.equal(s.replica.saved, "unsaved");
  s.replica.edit([{ op: "set", range: { ...b2, top: 2, bottom: 2 }, inputs: ["2"] }]);
  assert.equal(s.replica.cell(1, 2, 1)?.text, "2");
  s.clock.pass(300);
  s.line().accept();
  const hello = s.line().sent[0];
  assert.deepEqual(hello?.position, { epoch: "e1", version: 5 }, "everything in view is held");
  s.line().say(welcome(6));
  assert.deepEqual(
    s
      .line()
      .of("edit")
      .map((m) => m.seq),
    [1, 2],
  );
  assert.equal(s.replica.state, "live");
  assert.equal(s.replica.cell(1, 0, 0)?.text, "10", "what was held is still shown");
});

test("after a reload, what was not acknowledged is sent under the old stream", () => {
  const storage = new FakeStorage();
  const first = scene({ storage });
  first.replica.edit([{ op: "set", range: b2, inputs: ["typed"] }]);
  first.replica.close();
  const second = scene({ storage });
  assert.equal(second.replica.cell(1, 1, 1)?.text, "typed");
  assert.equal(second.replica.saved, "unsaved");
  second.replica.start();
  second.line().accept();
  second.line().say(welcome(5));
  const [sent] = second.line().of("edit");
  const hello = second.line().sent[0];
  assert.equal(typeof sent?.client, "string");
  assert.notEqual(sent?.client, hello?.client);
  second.line().say({ t: "ack", seq: 1, client: sent?.client, version: 6 });
  assert.equal(second.replica.saved, "saved");
  assert.equal(storage.items.size, 0);
});

test("another epoch is another history: nothing held is kept", () => {
  const s = live();
  s.line().drop();
  s.clock.pass(300);
  s.line().accept();
  s.line().say(welcome(1, "e2"));
  assert.equal(s.replica.cell(1, 0, 0), undefined);
  assert.deepEqual(s.replica.position, { epoch: "e2", version: 0 });
});

test("shifts move what was typed and not acknowledged", () => {
  const s = live();
  const order: string[] = [];
  s.replica.on("shift", () => order.push("shift"));
  s.replica.on("cells", (c) => order.push(c.all ? "all" : "some"));
  s.line().drop();
  s.replica.edit([{ op: "set", range: b2, inputs: ["mine"] }]);
  s.clock.pass(300);
  s.line().accept();
  s.line().say(welcome(7));
  s.line().say({ t: "shifts", version: 7, shifts: [{ sheet: 1, axis: "rows", at: 0, count: 3 }] });
  assert.equal(s.replica.cell(1, 4, 1)?.text, "mine");
  assert.notEqual(s.replica.cell(1, 1, 1)?.text, "mine");
  assert.deepEqual(order.slice(-2), ["shift", "all"]);
});

test("a viewer's edit does not leave the page", () => {
  const s = scene({ role: "viewer" });
  const told: Refusal[] = [];
  s.replica.on("refused", (r) => told.push(r.error));
  s.replica.edit([{ op: "clear", range: b2 }]);
  assert.equal(told[0]?.code, "forbidden");
  assert.equal(s.replica.saved, "saved");
});

test("questions are answered, refused, asked again on a new line, and given up", async () => {
  const s = live();
  const sum = s.replica.summary(b2);
  const edge = s.replica.edge({ sheet: 1, row: 0, col: 0 }, "down");
  assert.equal(s.line().of("ask").length, 2);
  s.line().say({ t: "answer", id: 1, summary: { version: 5, count: 1, numeric: 1, sum: 10, min: 10, max: 10 } });
  assert.equal((await sum).sum, 10);
  s.line().drop();
  s.clock.pass(300);
  s.line().accept();
  s.line().say(welcome(5));
  assert.equal(s.line().of("ask").length, 1);
  s.line().say({ t: "refuse", id: 2, error: { code: "invalid", message: "no" } });
  await assert.rejects(edge, (e: Refusal) => e.code === "invalid");
  const read = s.replica.read({ sheet: 1, top: 0, left: 0, bottom: 1, right: 1 });
  s.line().say(frame(5, { id: 3, areas: [[1, 0, 0, 1, 1]], numbers: [[1, 0, 4]] }));
  assert.deepEqual(
    (await read).map((r) => r.map((c) => c.text)),
    [
      ["", ""],
      ["4", ""],
    ],
  );
  const never = s.replica.summary(b2);
  s.clock.pass(16_000);
  await assert.rejects(never, (e: Refusal) => e.code === "unavailable");
});

test("others come, move and go; oneself is not among them", () => {
  const s = live();
  const peer = { id: "p1", name: "Bo", color: 1, role: "editor", sheet: 1, editing: false };
  s.line().say({ t: "presence", peers: [peer, { ...peer, id: "me" }], gone: [] });
  assert.deepEqual(
    s.replica.others.map((p) => p.name),
    ["Bo"],
  );
  s.line().say({ t: "presence", peers: [], gone: ["p1"] });
  assert.deepEqual(s.replica.others, []);
});

test("the view and the presence are told at a pace, the last word wins", () => {
  const s = live();
  s.clock.pass(200);
  for (let i = 1; i <= 10; i++) {
    s.replica.view(1, { top: 32 * i, left: 0, bottom: 32 * i + 5, right: 5 });
    s.replica.presence(1, { top: i, left: 0, bottom: i, right: 0 }, false);
  }
  s.clock.pass(500);
  assert.deepEqual(
    s
      .line()
      .of("view")
      .map((m) => m.top),
    [32, 320],
  );
  assert.deepEqual(
    s
      .line()
      .of("presence")
      .map((m) => (m.selection as { top: number }).top),
    [1, 10],
  );
});

test("what makes no sense ends the line, and everything is told anew", (t) => {
  t.mock.method(console, "error", () => undefined);
  const s = live();
  s.line().say(new ArrayBuffer(64));
  assert.equal(s.replica.state, "reconnecting");
  s.clock.pass(300);
  s.line().accept();
  assert.equal(s.line().sent[0]?.position, undefined);
  s.line().say(welcome(5));
  s.line().say(frame(5, { reset: true, areas: [TILE], numbers: [[0, 0, 11]] }));
  assert.equal(s.replica.cell(1, 0, 0)?.text, "11");
});

test("closed for good says why", () => {
  const s = live();
  const states: State[] = [];
  s.replica.on("state", (x) => states.push(x.state));
  s.line().say({ t: "bye", code: 4100, reason: "this link was revoked" });
  s.line().drop(4100);
  s.clock.pass(60_000);
  assert.deepEqual(states, ["closed"]);
  assert.equal(s.replica.closing, "this link was revoked");
  assert.equal(s.lines.length, 1);
});

test("a replica with nothing around it does not fall", () => {
  const s = scene({
    storage: {
      getItem: () => "not json",
      setItem: () => {
        throw new Error("full");
      },
      removeItem: () => undefined,
    },
  });
  s.replica.edit([{ op: "set", range: b2, inputs: ["x"] }]);
  assert.equal(s.replica.saved, "unsaved");
  assert.ok(s.replica instanceof Replica);
});
