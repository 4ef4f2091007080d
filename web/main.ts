/** The page of a book: reads what the server said in #sheet, connects, and builds the book's face. */
import { testHook } from "./hook";
import { keepName, personName } from "./panels/person";
import { Replica, type Role } from "./replica";
import type { Line } from "./socket";
import { openWorkbook } from "./workbook";

const host = document.getElementById("sheet");
if (host?.dataset.book) {
  const { book, title = "", role = "viewer", socket = "/live", api = `/api/books/${book}` } = host.dataset;
  const url = new URL(socket, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const replica = new Replica({
    book,
    name: personName(),
    title,
    role: role as Role,
    // The DOM's type says more of its events than a Line asks for.
    connect: () => new WebSocket(url) as unknown as Line,
    storage: sessionStorage,
  });
  // The line opens while the grid is built: nothing is heard before this script is through, and the greeting then has the grid's view.
  replica.start();
  const workbook = openWorkbook(host, replica, api, (name) => {
    keepName(name);
    // The name is said when the page greets the server; what was typed is kept over the reload.
    location.reload();
  });
  document.addEventListener("visibilitychange", () => !document.hidden && replica.wake());
  addEventListener("online", () => replica.wake());
  addEventListener("offline", () => replica.away());
  addEventListener("pageshow", () => replica.wake());
  addEventListener("beforeunload", (e) => {
    if (replica.saved === "unsaved") e.preventDefault();
  });
  const heading = document.getElementById("book-title");
  replica.on("info", (info) => {
    document.title = `${info.title} · Freshet`;
    if (!heading || heading === document.activeElement) return;
    if (heading instanceof HTMLInputElement) heading.value = info.title;
    else heading.textContent = info.title;
  });
  testHook(workbook, replica);
}
