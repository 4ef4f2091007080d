/** What a person waits for before the cells of a book are on the screen, counted: requests, bytes and words on the wire. */
import type { Page } from "@playwright/test";
import { expect, test } from "./server";

/** What was said on the websocket until a frame with cells came, and what had been fetched when they were shown. */
interface Cost {
  sent: string[];
  got: (string | number)[];
  fetched: { path: string; bytes: number }[];
}

declare global {
  interface Window {
    cost: Promise<Cost>;
  }
}

/** Runs before the page's own scripts. */
function watch(): void {
  const sent: string[] = [];
  const got: (string | number)[] = [];
  const Line = window.WebSocket;
  const EMPTY = 32; // a frame that only tells the version
  let seen = false;
  window.WebSocket = class extends Line {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener("message", (e) => {
        if (!seen) got.push(typeof e.data === "string" ? e.data : (e.data as ArrayBuffer).byteLength);
        seen ||= typeof e.data !== "string" && (e.data as ArrayBuffer).byteLength > EMPTY;
      });
    }
    override send(data: string): void {
      if (!seen) sent.push(data);
      super.send(data);
    }
  };
  window.cost = new Promise((done) => {
    const look = () => {
      const text = window.freshet?.cell("C1")?.text;
      if (!text) return void requestAnimationFrame(look);
      const entries = [
        ...performance.getEntriesByType("navigation"),
        ...performance.getEntriesByType("resource"),
      ] as PerformanceResourceTiming[];
      done({
        sent,
        got,
        fetched: entries.map((e) => ({ path: new URL(e.name).pathname.replace(/^\/assets\/@[0-9a-f]+/, ""), bytes: e.transferSize })),
      });
    };
    look();
  });
}

async function open(page: Page, link: string): Promise<Cost> {
  await page.addInitScript(watch);
  await page.goto(link);
  return page.evaluate(() => window.cost);
}

test("the first cells cost few requests, few bytes, and one exchange on the wire, however long the book", async ({ page, book, api }) => {
  const rows = Array.from({ length: 20_000 }, (_, i) => [i + 1, (i % 7) * 1.5, `=A${i + 1}*2+B${i + 1}*$Z$1`]);
  for (let at = 0; at < rows.length; at += 10_000) await api.put(`A${at + 1}:C${at + 10_000}`, rows.slice(at, at + 10_000));
  const cost = await open(page, book.links.owner);

  const names = cost.fetched.map((f) => f.path);
  test.info().annotations.push({ type: "fetched", description: JSON.stringify(cost.fetched) });
  expect(names.length).toBeLessThanOrEqual(13); // the page, 4 styles, a font, a picture, 2 modules, 3 scripts, the icon of the tab
  expect(names.filter((n) => /\/dist\/(later|chart)|\/api\//.test(n))).toEqual([]); // what typing, charts and help need comes later
  expect(cost.fetched.reduce((sum, f) => sum + f.bytes, 0)).toBeLessThanOrEqual(150_000);

  expect(cost.sent.map((m) => JSON.parse(m).t)[0]).toBe("hello");
  expect(cost.sent.filter((m) => JSON.parse(m).t === "view")).toEqual([]);
  const told = cost.got.map((m) => (typeof m === "string" ? JSON.parse(m).t : "frame"));
  expect(told.filter((t) => t !== "pong")).toEqual(["welcome", "frame"]); // a slow machine may ask meanwhile whether the line is alive
  expect(cost.got.reduce<number>((sum, m) => sum + (typeof m === "string" ? m.length : m), 0)).toBeLessThanOrEqual(10_000);
});

test("the page once more fetches itself and nothing else", async ({ page, book, api }) => {
  await api.put("A1:C1", [[1, 2, "=A1+B1"]]);
  await open(page, book.links.owner);
  await page.reload();
  const again = await page.evaluate(() => window.cost);
  expect(again.fetched.filter((f) => f.bytes > 0).map((f) => f.path)).toEqual([`/b/${book.id}`]);
  expect(again.got.map((m) => (typeof m === "string" ? JSON.parse(m).t : "frame"))).toEqual(["welcome", "frame"]);
});
