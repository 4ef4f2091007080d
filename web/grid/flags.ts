/** Where other people are: a border that stays, and a flag with the name for a while after each move, so that it hides no cell for long. */
import type { Peer } from "../model";
import type { Mark } from "./overlay";
import { rectName } from "./rects";

const STAY = 4000;

export class Flags {
  private readonly moved = new Map<string, { place: string; at: number }>();
  private timer = 0;
  private readonly faded: () => void;

  /** `faded` is called when a flag has been shown long enough. */
  constructor(faded: () => void) {
    this.faded = faded;
  }

  /** The marks of those who are on a sheet. Whoever edits keeps the flag. */
  marks(peers: readonly Peer[], sheet: number): Mark[] {
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    const out: Mark[] = [];
    for (const p of peers) {
      if (p.sheet !== sheet || !p.selection) continue;
      const place = `${sheet}.${rectName(p.selection)}`;
      let known = this.moved.get(p.id);
      if (known?.place !== place) {
        known = { place, at: now };
        this.moved.set(p.id, known);
      }
      const rest = known.at + STAY - now;
      if (rest > 0) next = Math.min(next, rest);
      const mark: Mark = { class: `peer person-${p.color % 12}`, rect: p.selection };
      if (p.editing) mark.label = `${p.name} is typing`;
      else if (rest > 0) mark.label = p.name;
      out.push(mark);
    }
    for (const id of this.moved.keys()) if (!peers.some((p) => p.id === id)) this.moved.delete(id);
    clearTimeout(this.timer);
    if (next < Number.POSITIVE_INFINITY) this.timer = window.setTimeout(this.faded, next + 20);
    return out;
  }
}
