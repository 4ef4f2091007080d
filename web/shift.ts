/** Moving what was asked for to where its cells are after rows or columns came or went: the twin of server/live/rebase.go. */
import { type Input, MAX_COLS, MAX_ROWS, type Op, type Range, type Rect, type Shift } from "./model";

/** Moves lines from…to; undefined when they are all gone. Lines that came between them belong to them. */
export function shiftLines(from: number, to: number, s: Shift): [number, number] | undefined {
  if (s.count > 0) return [from >= s.at ? from + s.count : from, to >= s.at ? to + s.count : to];
  const end = s.at - s.count;
  const first = from >= s.at ? Math.max(s.at, from + s.count) : from;
  let last = to;
  if (to >= end) last = to + s.count;
  else if (to >= s.at) last = s.at - 1;
  return first <= last ? [first, last] : undefined;
}

/** Moves a rectangle as references are moved; undefined when it is gone. Use it for selections, too. */
export function shiftRect<R extends Rect>(r: R, s: Shift): R | undefined {
  if (s.axis === "rows") {
    if (r.top === 0 && r.bottom === MAX_ROWS - 1) return r;
    const lines = shiftLines(r.top, r.bottom, s);
    return lines && lines[1] < MAX_ROWS ? { ...r, top: lines[0], bottom: lines[1] } : undefined;
  }
  if (r.left === 0 && r.right === MAX_COLS - 1) return r;
  const lines = shiftLines(r.left, r.right, s);
  return lines && lines[1] < MAX_COLS ? { ...r, left: lines[0], right: lines[1] } : undefined;
}

/** Moves a rectangle of a sheet by shifts of any sheet. */
export function shiftRange(r: Range, s: Shift): Range | undefined {
  return r.sheet === s.sheet ? shiftRect(r, s) : r;
}

function shiftWhole(r: Range, s: Shift): Range | undefined {
  const m = shiftRange(r, s);
  return m && m.bottom - m.top === r.bottom - r.top && m.right - m.left === r.right - r.left ? m : undefined;
}

/** The ops after a shift. What cannot be told any more is left to the server to refuse. */
export function shiftOps(ops: readonly Op[], s: Shift): Op[] {
  return ops.flatMap((op) => shiftOp(op, s));
}

function shiftOp(op: Op, s: Shift): Op[] {
  switch (op.op) {
    case "set":
      return shiftSet(op, s);
    case "clear":
    case "setFormat":
    case "setPolicy":
    case "defineName": {
      const range = shiftRange(op.range, s);
      return range ? [{ ...op, range }] : [];
    }
    case "fill": {
      const source = shiftWhole(op.source, s);
      const target = shiftWhole(op.target, s);
      return source && target ? [{ ...op, source, target }] : [];
    }
    case "copy": {
      const source = shiftWhole(op.source, s);
      const dest = shiftWhole(op.dest, s);
      return source && dest ? [{ ...op, source, dest }] : [];
    }
    case "move": {
      const { sheet, row, col } = op.dest;
      const source = shiftWhole(op.source, s);
      const dest = shiftRange({ sheet, top: row, bottom: row, left: col, right: col }, s);
      return source && dest ? [{ ...op, source, dest: { sheet, row: dest.top, col: dest.left } }] : [];
    }
    case "bind": {
      const { sheet, row, col } = op.binding.target;
      const target = shiftRange({ sheet, top: row, bottom: row, left: col, right: col }, s);
      return target ? [{ ...op, binding: { ...op.binding, target: { sheet, row: target.top, col: target.left } } }] : [];
    }
    case "insert":
      if (op.sheet !== s.sheet || op.axis !== s.axis || op.at <= s.at) return [op];
      return [{ ...op, at: s.count > 0 ? op.at + s.count : Math.max(s.at, op.at + s.count) }];
    case "delete": {
      if (op.sheet !== s.sheet || op.axis !== s.axis) return [op];
      const lines = shiftLines(op.at, op.at + op.count - 1, s);
      if (!lines || (s.count > 0 && lines[1] - lines[0] + 1 !== op.count)) return [];
      return [{ ...op, at: lines[0], count: lines[1] - lines[0] + 1 }];
    }
    case "setWidth": {
      if (op.sheet !== s.sheet || op.axis !== s.axis) return [op];
      const lines = shiftLines(op.from, op.to, s);
      return lines ? [{ ...op, from: lines[0], to: lines[1] }] : [];
    }
  }
  return [op];
}

function shiftSet(op: Extract<Op, { op: "set" }>, s: Shift): Op[] {
  const r = op.range;
  const whole = shiftWhole(r, s);
  if (whole) return [{ ...op, range: whole }];
  const cols = r.right - r.left + 1;
  const out: Op[] = [];
  const cut = (from: number, to: number): void => {
    const part =
      s.axis === "rows"
        ? { ...r, top: Math.max(r.top, from), bottom: Math.min(r.bottom, to) }
        : { ...r, left: Math.max(r.left, from), right: Math.min(r.right, to) };
    if (part.top > part.bottom || part.left > part.right) return;
    const inputs: Input[] = [];
    for (let row = part.top; row <= part.bottom; row++) {
      const i = (row - r.top) * cols + part.left - r.left;
      inputs.push(...op.inputs.slice(i, i + part.right - part.left + 1));
    }
    const range = shiftRange(part, s);
    if (range) out.push({ ...op, range, inputs });
  };
  cut(0, s.at - 1);
  cut(s.at - Math.min(s.count, 0), MAX_ROWS);
  return out;
}
