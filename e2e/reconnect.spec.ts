import { Api, test as base, expect, Server } from "./server";
import { SheetPage } from "./sheet";

const test = base.extend<{ own: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: the fixture's shape is Playwright's
  own: async ({}, use) => {
    const server = new Server(["--demo=off"]);
    await server.start();
    await use(server);
    await server.dispose();
  },
});

test("what is typed while the server is down is there when it is back", async ({ page, own }) => {
  const book = await Api.create(own, "reconnect");
  const sheet = await SheetPage.open(page, book.links.editor);
  await sheet.type("A1", "before");
  await sheet.saved();
  await own.stop("SIGKILL");
  await expect(page.locator("#status")).not.toHaveAttribute("data-state", "live");
  await sheet.type("A2", "during");
  await expect(page.locator("#status")).not.toHaveAttribute("data-saved", "saved");
  await own.start();
  await sheet.live();
  await sheet.saved();
  await sheet.shows("A1", "before");
  await sheet.shows("A2", "during");
  const api = new Api(own, book.id, book.tokens.editor);
  expect(await api.get("A1:A2")).toEqual([["before"], ["during"]]);
});

test("what was typed survives a reload of the page before the server is back", async ({ page, own }) => {
  const book = await Api.create(own, "reload");
  const sheet = await SheetPage.open(page, book.links.editor);
  await own.stop("SIGKILL");
  await sheet.type("B2", "kept");
  await own.start();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await sheet.live();
  await sheet.saved();
  await sheet.shows("B2", "kept");
});
