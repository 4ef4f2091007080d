import { execFileSync } from "node:child_process";
import { PROTOCOL } from "../web/protocol";
import { Api, expect, test } from "./server";
import { SheetPage } from "./sheet";

test("a viewer cannot write by page, API, socket or MQTT", async ({ page, server, book, api }) => {
  await api.put("A1", [["safe"]]);
  const sheet = await SheetPage.open(page, book.links.viewer);
  await sheet.shows("A1", "safe");
  await sheet.select("A1");
  await page.keyboard.type("changed");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");

  const viewer = new Api(server, book.id, book.tokens.viewer);
  expect((await viewer.call("PUT", "/cells/A1", "changed")).status).toBe(403);
  expect((await viewer.call("POST", "/ingest", { A1: 1 })).status).toBe(403);
  const fromPage = await page.evaluate(
    async (id) => (await fetch(`/api/books/${id}/cells/A1`, { method: "PUT", body: "changed" })).status,
    book.id,
  );
  expect(fromPage).toBe(403);

  const refusal = await page.evaluate(
    async ([id, protocol]) => {
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/live?book=${id}`);
      const messages: string[] = [];
      await new Promise<void>((resolve) => {
        socket.onopen = () => {
          const view = { sheet: 1, top: 0, left: 0, bottom: 20, right: 10 };
          socket.send(JSON.stringify({ t: "hello", protocol, book: id, client: "forged-client", name: "", view }));
          const ops = [{ op: "set", range: { sheet: 1, top: 0, left: 0, bottom: 0, right: 0 }, inputs: ["changed"] }];
          socket.send(JSON.stringify({ t: "edit", seq: 1, ops }));
        };
        socket.onmessage = (e) => {
          if (typeof e.data !== "string") return;
          messages.push(e.data);
          if (e.data.includes("refuse")) resolve();
        };
        socket.onclose = () => resolve();
      });
      return messages.join("\n");
    },
    [book.id, PROTOCOL] as const,
  );
  expect(refusal).toContain("forbidden");

  try {
    const login = ["-h", "127.0.0.1", "-p", String(server.mqttPort), "-u", book.id, "-P", book.tokens.viewer];
    execFileSync("mosquitto_pub", [...login, "-q", "1", "-t", `books/${book.id}/cells/A1`, "-m", "changed"], {
      stdio: "pipe",
      timeout: 10_000,
    });
  } catch {
    // Turned away: as good.
  }
  await sheet.shows("A1", "safe");
  expect((await api.get("A1"))[0]?.[0]).toBe("safe");
});

test("a link that is revoked closes what it opened", async ({ browser, server, book }) => {
  const owner = new Api(server, book.id, book.tokens.owner);
  const made = await owner.call("POST", "/links", { role: "viewer", label: "for a guest" });
  expect(made.status).toBe(201);
  const link = (await made.json()) as { url: string; id: string };
  const page = await (await browser.newContext()).newPage();
  await SheetPage.open(page, link.url);
  const gone = await owner.call("DELETE", `/links/${link.id}`);
  expect(gone.ok).toBe(true);
  await expect(page.locator("#status")).toHaveAttribute("data-state", "closed", { timeout: 2_000 });
  const again = await page.goto(link.url);
  expect(again?.status()).toBeGreaterThanOrEqual(400);
});

test("a person makes a book on the front page and shares it", async ({ page, server, browser }) => {
  await page.goto(server.url);
  await page.getByLabel(/title/i).first().fill("Greenhouse");
  await page
    .getByRole("button", { name: /create/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/b\//);
  const sheet = new SheetPage(page);
  await sheet.live();
  await sheet.type("A1", "hello");
  await sheet.saved();
  await page.locator(".share-button").click();
  const dialog = page.locator("#dialog");
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText(/viewer/i);
  await page.keyboard.press("Escape");
  await page.goto(server.url);
  await expect(page.getByRole("link", { name: /Greenhouse/ }).first()).toBeVisible();
  const stranger = await (await browser.newContext()).newPage();
  const answer = await stranger.goto(page.url().replace(/\/$/, "") + new URL(sheet.page.url()).pathname);
  expect(answer?.status()).toBeLessThan(500);
});
