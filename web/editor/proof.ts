/** Has a formula read while it is being typed: asks the server in the pauses, and tells of a fault only when the person rests. */
import type { Refusal } from "../model";
import type { Clock } from "../socket";

/** How long nothing must have been typed before the formula is read, and before a fault in it is shown. */
const ASK = 150;
const REST = 800;

export interface ProofNeeds {
  clock: Pick<Clock, "after" | "cancel">;
  /** Reads a text; undefined when there is nothing wrong with it. */
  read(text: string): Promise<Refusal | undefined>;
  /** The person rests on a text that cannot be read. */
  tell(fault: Refusal): void;
}

export class Proof {
  private readonly n: ProofNeeds;
  private text: string | undefined;
  private known: { text: string; fault: Refusal | undefined } | undefined;
  private asking: unknown;
  private resting: unknown;
  private rested = false;

  constructor(needs: ProofNeeds) {
    this.n = needs;
  }

  /** Another text stands in the editor. */
  typed(text: string): void {
    if (text === this.text) return;
    this.stop();
    this.text = text;
    if (this.known?.text !== text) this.asking = this.n.clock.after(ASK, () => void this.ask(text));
    this.resting = this.n.clock.after(REST, () => {
      this.rested = true;
      this.say();
    });
  }

  /** What is known to be wrong with a text. */
  faultOf(text: string): Refusal | undefined {
    return this.known?.text === text ? this.known.fault : undefined;
  }

  /** The server refused a text. */
  learned(text: string, fault: Refusal): void {
    this.known = { text, fault };
    this.text = text;
  }

  /** Nothing is being typed any more. */
  stop(): void {
    this.n.clock.cancel(this.asking);
    this.n.clock.cancel(this.resting);
    this.text = undefined;
    this.rested = false;
  }

  private async ask(text: string): Promise<void> {
    let fault: Refusal | undefined;
    try {
      fault = await this.n.read(text);
    } catch {
      // Without the server nothing is known; Enter will ask it again.
      return;
    }
    if (this.text !== text) return;
    this.known = { text, fault };
    this.say();
  }

  private say(): void {
    const fault = this.text === undefined ? undefined : this.faultOf(this.text);
    if (this.rested && fault) this.n.tell(fault);
  }
}
