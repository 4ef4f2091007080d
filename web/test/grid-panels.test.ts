import assert from "node:assert/strict";
import { test } from "node:test";
import type { Format, Kind } from "../model";
import { points } from "../panels/api";
import { replaced, search } from "../panels/find";
import { figure } from "../panels/status";
import { age, sentence, sourceName } from "../panels/words";
import { MemoryModel } from "./memory";

test("times are told as people say them", () => {
  const second = 1000;
  const hour = 3_600_000;
  assert.deepEqual([-5, 900, 42 * second, 60 * second, 59 * 60 * second, hour, 23 * hour, 25 * hour, 100 * hour].map(age), [
    "just now",
    "just now",
    "42 seconds ago",
    "a minute ago",
    "59 minutes ago",
    "an hour ago",
    "23 hours ago",
    "yesterday",
    "4 days ago",
  ]);
});

test("sources are named without what nobody can read", () => {
  assert.equal(sourceName("mqtt:station-1", "me"), "MQTT (station-1)");
  assert.equal(sourceName("mqtt:auto-5e0f2c1a-9d37-41f2", "me"), "MQTT");
  assert.equal(sourceName("api:k3x9", "me"), "the API");
  assert.equal(sourceName("me", "me"), "you");
  assert.equal(sourceName("p8fj3kd0", "me"), "");
});

test("a message is a sentence", () => {
  assert.equal(sentence("a value is expected before *"), "A value is expected before *.");
  assert.equal(sentence("Why?"), "Why?");
  assert.equal(sentence("avg_over takes 2 arguments, not 1"), "avg_over takes 2 arguments, not 1.");
  assert.equal(sentence(""), "");
});

test("points of a history are read, whatever their values are", () => {
  assert.deepEqual(
    points({
      points: [
        { at: 5, value: 1.5 },
        { time: "1970-01-01T00:00:01Z", value: { error: "#N/A" } },
        { at: 7, value: null },
      ],
    }),
    [
      { at: 5, value: 1.5 },
      { at: 1000, value: "#N/A" },
      { at: 7, value: null },
    ],
  );
  assert.deepEqual(points({}), []);
});

test("a search finds what cells show and what they hold, in rows far apart", async () => {
  const m = new MemoryModel();
  m.put(1, 3, 1, { kind: "text", text: "Dew Point", input: "Dew Point" });
  m.put(1, 70_000, 0, { kind: "number", num: 3, text: "3", input: "=dew+1", formula: true });
  m.put(1, 70_000, 2, { kind: "number", num: 9, text: "9", input: "9" });
  assert.deepEqual(await search(m, 1, "DEW", () => true), {
    found: [
      { row: 3, col: 1 },
      { row: 70_000, col: 0 },
    ],
    inputs: ["Dew Point", "=dew+1"],
    cut: false,
  });
  assert.deepEqual((await search(m, 1, "", () => true)).found, []);
  assert.deepEqual((await search(m, 2, "dew", () => true)).found, []);
  let left = 1;
  assert.equal((await search(m, 1, "dew", () => left-- > 0)).found.length, 1);
});

test("words are replaced in any case, and stand for nothing but themselves", () => {
  assert.equal(replaced("Dew dew DEWY", "dew", "fog"), "fog fog fogY");
  assert.equal(replaced("a.b a*b $1", "a.b", "$&"), "$& a*b $1");
  assert.equal(replaced("1-2 [x]\\", "[x]\\", ""), "1-2 ");
  assert.equal(replaced("=SUM(A1)", "", "x"), "=SUM(A1)");
});

test("figures of a selection look as its first number does", () => {
  const write = (num: number, kind: Kind, format: Format, locale = "en") => figure(num, { kind, format }, locale);
  assert.equal(write(1234.5, "number", {}), "1,234.5");
  assert.equal(write(1 / 3, "number", {}), "0.333333");
  assert.equal(write(21.5, "number", { unit: "°C" }), "21.5 °C");
  assert.equal(write(1234.5, "number", { kind: "currency", decimals: 2 }), "$1,234.50");
  assert.equal(write(0.125, "number", { kind: "percent", decimals: 1 }), "12.5%");
  assert.equal(write(46349, "time", {}), "2026-11-23");
  assert.equal(write(46349.5, "time", { kind: "date", pattern: "dd.mm.yyyy" }, "de"), "23.11.2026");
  assert.equal(write(1.5, "duration", {}), "36:00:00");
  assert.equal(write(1234.5, "number", {}, "de"), "1.234,5");
  assert.equal(figure(2.5, undefined, "en"), "2.5");
});
