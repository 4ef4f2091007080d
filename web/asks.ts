/** Questions to the server about cells that need not be loaded, and their answers. */
import type { Frame } from "./frame";
import type { BookInfo, CellView, Direction, Range, Ref, Refusal, Spill, Summary } from "./model";
import type { ClientMessage } from "./protocol";
import type { Clock } from "./socket";
import { Tiles } from "./tiles";

type Ask = Extract<ClientMessage, { t: "ask" }>;

interface Waiting {
  message: Ask;
  resolve: (answer: unknown) => void;
  reject: (why: Refusal) => void;
  timer: unknown;
}

/** How long an answer is waited for, over losses of the connection. */
const PATIENCE = 15_000;

export class Asks {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(
    private readonly send: (m: Ask) => boolean,
    private readonly clock: Clock,
    private readonly info: () => BookInfo,
  ) {}

  summary(range: Range): Promise<Summary> {
    return this.ask({ t: "ask", id: this.id(), what: "summary", range }) as Promise<Summary>;
  }

  edge(from: Ref, direction: Direction): Promise<Ref> {
    return this.ask({ t: "ask", id: this.id(), what: "edge", from, direction }) as Promise<Ref>;
  }

  async read(range: Range): Promise<CellView[][]> {
    const f = (await this.ask({ t: "ask", id: this.id(), what: "read", range })) as Frame;
    const tiles = new Tiles(this.info());
    tiles.apply(f);
    const area = f.areas[0];
    const rows: CellView[][] = [];
    if (!area) return rows;
    for (let row = area.top; row <= area.bottom; row++) {
      const line: CellView[] = [];
      for (let col = area.left; col <= area.right; col++) line.push(tiles.cell(area.sheet, row, col) as CellView);
      rows.push(line);
    }
    return rows;
  }

  check(from: Ref, input: string): Promise<Refusal | undefined> {
    return this.ask({ t: "ask", id: this.id(), what: "check", from, input }) as Promise<Refusal | undefined>;
  }

  spill(from: Ref): Promise<Spill | undefined> {
    return this.ask({ t: "ask", id: this.id(), what: "spill", from }) as Promise<Spill | undefined>;
  }

  answered(id: number, answer: unknown): void {
    this.take(id)?.resolve(answer);
  }

  refused(id: number, why: Refusal): void {
    this.take(id)?.reject(why);
  }

  /** The line is new: asks what is still open again. */
  again(): void {
    for (const w of this.waiting.values()) this.send(w.message);
  }

  close(): void {
    for (const id of [...this.waiting.keys()]) this.refused(id, { code: "unavailable", message: "The book was closed." });
  }

  private id(): number {
    this.last = (this.last % 0xffffffff) + 1;
    return this.last;
  }

  private ask(message: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.after(PATIENCE, () =>
        this.refused(message.id, { code: "unavailable", message: "The server does not answer." }),
      );
      this.waiting.set(message.id, { message, resolve, reject, timer });
      this.send(message);
    });
  }

  private take(id: number): Waiting | undefined {
    const w = this.waiting.get(id);
    if (w) this.clock.cancel(w.timer);
    this.waiting.delete(id);
    return w;
  }
}
