/** Tables as clipboards carry them: tab-separated text and HTML, as Excel and Google Sheets write and read them. Pure, save for parseHTML. */
import type { CellView } from "../model";

/** Writes rows; a cell with a tab, line break or leading quote is quoted. */
export function writeTSV(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((c) => (/[\t\n\r]|^"/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join("\t")).join("\n");
}

/** Reads rows. Quotes count only at the beginning of a cell; a line break at the end is no row. */
export function readTSV(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let i = 0;
  const n = text.length;
  while (i <= n) {
    let cell = "";
    if (text[i] === '"') {
      let j = i + 1;
      for (; j < n; j++) {
        if (text[j] !== '"') cell += text[j];
        else if (text[j + 1] === '"') {
          cell += '"';
          j++;
        } else break;
      }
      // A quote that never closes, or closes before the end of the cell, was no quoting.
      if (j < n && (j + 1 >= n || /[\t\r\n]/.test(text[j + 1]!))) i = j + 1;
      else cell = "";
    }
    if (cell === "" && !(text[i] === undefined || /[\t\r\n]/.test(text[i]!))) {
      const end = /[\t\r\n]/.exec(text.slice(i));
      const to = end ? i + end.index : n;
      cell = text.slice(i, to);
      i = to;
    }
    row.push(cell);
    if (i >= n) break;
    if (text[i] === "\t") {
      i++;
      continue;
    }
    i += text[i] === "\r" && text[i + 1] === "\n" ? 2 : 1;
    rows.push(row);
    row = [];
    if (i >= n) return rows;
  }
  rows.push(row);
  return rows;
}

/** Writes a table with the looks of its cells; `mark` tells this program on paste what it was. */
export function writeHTML(rows: readonly (readonly CellView[])[], mark: string): string {
  const body = rows.map((r) => `<tr>${r.map(td).join("")}</tr>`).join("");
  return `<meta charset="utf-8"><table data-freshet="${escaped(mark)}" style="border-collapse:collapse">${body}</table>`;
}

function td(c: CellView): string {
  const f = c.format;
  const style = [
    f.bold && "font-weight:bold",
    f.italic && "font-style:italic",
    f.strike && "text-decoration:line-through",
    f.color && `color:${f.color}`,
    f.fill && `background-color:${f.fill}`,
    f.align && `text-align:${f.align}`,
    c.text.includes("\n") && "white-space:pre-wrap",
  ].filter(Boolean);
  const number = c.kind === "number" ? ` data-value="${c.num}"` : "";
  return `<td${number}${style.length > 0 ? ` style="${style.join(";")}"` : ""}>${escaped(c.text).replaceAll("\n", "<br>")}</td>`;
}

function escaped(s: string): string {
  return s.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** What a clipboard's HTML holds: the program's own mark, and the first table's cells with spans filled by blanks. */
export function parseHTML(html: string): { mark?: string; rows?: string[][] } {
  const doc = new DOMParser().parseFromString(html, "text/html");
  const table = doc.querySelector("table");
  if (!table) return {};
  const mark = table.getAttribute("data-freshet");
  const rows: string[][] = [];
  [...table.rows].slice(0, 100_000).forEach((tr, r) => {
    rows[r] ??= [];
    let col = 0;
    for (const cell of tr.cells) {
      while (rows[r]![col] !== undefined) col++;
      const text = words(cell);
      const height = Math.min(cell.rowSpan || 1, 1000);
      const width = Math.min(cell.colSpan || 1, 1000);
      for (let dr = 0; dr < height; dr++) {
        rows[r + dr] ??= [];
        for (let dc = 0; dc < width; dc++) rows[r + dr]![col + dc] = dr === 0 && dc === 0 ? text : "";
      }
      col += width;
    }
  });
  const wide = Math.max(0, ...rows.map((r) => r.length));
  return { ...(mark ? { mark } : {}), rows: rows.map((r) => Array.from({ length: wide }, (_, i) => r[i] ?? "")) };
}

function words(cell: HTMLElement): string {
  // Google Sheets tells the typed text of a formula or number apart from how it looks.
  const formula = cell.getAttribute("data-sheets-formula");
  if (formula?.startsWith("=") && !/R\[|R\d/.test(formula)) return formula;
  for (const br of cell.querySelectorAll("br")) br.replaceWith("\n");
  return (cell.textContent ?? "").replaceAll("\u00a0", " ").replace(/^\s+|\s+$/g, "");
}
