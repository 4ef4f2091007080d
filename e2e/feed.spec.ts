import { execFileSync } from "node:child_process";
import { Api, expect, type NewBook, Server, test } from "./server";
import { SheetPage } from "./sheet";

/** Publishes with Mosquitto's own client; answers whether it was taken. */
function publish(server: Server, book: NewBook, token: string, topic: string, payload: string): boolean {
  const args = [
    "-h",
    "127.0.0.1",
    "-p",
    String(server.mqttPort),
    "-u",
    book.id,
    "-P",
    token,
    "-q",
    "1",
    "-V",
    "5",
    "-t",
    topic,
    "-m",
    payload,
  ];
  try {
    execFileSync("mosquitto_pub", args, { stdio: "pipe", timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

test("a reading over MQTT appears, and what depends on it follows", async ({ page, server, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.viewer);
  await api.put("A1:B1", [["0", "=A1*9/5+32"]]);
  expect(publish(server, book, book.tokens.editor, `books/${book.id}/cells/A1`, "20")).toBe(true);
  await sheet.shows("B1", "68");
});

test("readings over HTTP are answered key by key", async ({ page, book, api }) => {
  const sheet = await SheetPage.open(page, book.links.viewer);
  await api.call("PUT", "/names/temp", { ref: "Sheet1!C1" });
  const answer = await api.call("POST", "/ingest", { temp: 4, D1: 5, "no such name": 6 });
  expect(answer.status).toBeLessThan(300);
  await sheet.shows("C1", "4");
  await sheet.shows("D1", "5");
});

test("a binding is made in the cell's panel and shows its last payload", async ({ page, server, book }) => {
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  const panel = page.locator("#panel");
  if (!(await panel.isVisible())) await page.getByRole("button", { name: /cell panel/i }).click();
  await expect(panel).toContainText("No reading has come yet.");
  await panel.getByRole("button", { name: "Bind an MQTT topic" }).click();
  await panel.getByLabel(/topic/i).first().fill("greenhouse/+/state");
  await panel.getByLabel(/path/i).first().fill("air.temp");
  await panel.getByRole("button", { name: "Bind", exact: true }).first().click();
  await expect(panel).toContainText("greenhouse/+/state");
  await expect
    .poll(() => {
      publish(server, book, book.tokens.editor, `books/${book.id}/greenhouse/3/state`, '{"air":{"temp":23.5}}');
      return sheet.text("B2");
    })
    .toBe("23.5");
  await expect(panel).toContainText('"temp":23.5');
});

test("a server without a broker says so to who binds a topic", async ({ page }) => {
  const server = new Server(["--demo=off", "--mqtt=off"]);
  await server.start();
  const book = await Api.create(server, "No broker");
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.select("B2");
  const panel = page.locator("#panel");
  if (!(await panel.isVisible())) await page.getByRole("button", { name: /cell panel/i }).click();
  await panel.getByRole("button", { name: "Bind an MQTT topic" }).click();
  await expect(panel).toContainText("started without its MQTT broker");
  await server.dispose();
});
