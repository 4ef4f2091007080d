/** What is wrong with the formula in the editor: found while it is typed, told when the person rests or presses Enter. */
import type { Op, Refusal } from "../model";
import { clock } from "../socket";
import { finished } from "./finish";
import { faultOffset, faultSpan, PROBLEM_ID, Problem, type Tone } from "./problem";
import { Proof } from "./proof";
import type { Session } from "./session";
import { straight } from "./straight";
import { isFormula, tokens } from "./tokens";

export class Faults {
  private readonly session: Session;
  private readonly problem = new Problem();
  private readonly proof: Proof;

  constructor(session: Session) {
    this.session = session;
    this.proof = new Proof({
      clock,
      read: (text) => (session.editing ? session.grid.model.check(session.editing, text) : Promise.resolve(undefined)),
      tell: (fault) => this.remark(fault),
    });
  }

  get element(): HTMLElement {
    return this.problem.element;
  }

  /** A sentence stands under the editor. */
  get shown(): boolean {
    return this.problem.shown;
  }

  /** The text of the editor may be another. */
  typed(text: string): void {
    this.hide();
    if (isFormula(text)) this.proof.typed(finished(text, this.session.decimal));
    else this.proof.stop();
  }

  /** Whether a finished text is known to be none that can be put; then it says why. */
  refuses(text: string): boolean {
    const fault = this.proof.faultOf(text);
    if (fault) this.object(fault, "plain");
    return fault !== undefined;
  }

  /** The server refused the text that stands in the editor again. */
  learned(text: string, fault: Refusal): void {
    this.proof.learned(finished(text, this.session.decimal), fault);
    this.object(fault, "plain");
  }

  stop(): void {
    this.proof.stop();
    this.hide();
  }

  /** The editor is elsewhere. */
  place(): void {
    if (this.shown) this.problem.place(this.box);
  }

  /** The person rests: what is unfinished is not wrong yet, only what stands before the caret is. */
  private remark(fault: Refusal): void {
    const { editing, field, pointing } = this.session;
    if (!editing || field.surface.completing || pointing.active) return;
    if (this.offset(fault) < field.surface.to) this.object(fault, "quiet");
  }

  /** Says what is wrong, and where. */
  private object(fault: Refusal, tone: Tone): void {
    const { field, tip, decimal } = this.session;
    const { text } = field.surface;
    const at = this.offset(fault);
    if (tone === "plain") {
      field.surface.closeList();
      const caret = fault.pos === undefined ? text.length : at;
      field.set(text, caret, caret);
      field.surface.focus();
    }
    field.wrong(faultSpan(text, at, tokens(text, decimal)), PROBLEM_ID);
    tip.hide();
    this.problem.show(fault, tone, this.box);
  }

  private offset(fault: Refusal): number {
    const { text } = this.session.field.surface;
    const read = straight(text);
    return read.origin(faultOffset(read.text, finished(text, this.session.decimal), fault.pos ?? 1));
  }

  private hide(): void {
    this.problem.hide();
    for (const f of [this.session.bar, this.session.inCell]) f.wrong(undefined);
  }

  private get box(): DOMRect {
    return this.session.field.element.getBoundingClientRect();
  }
}

/** The one formula that an edit was refused for; undefined when it was refused for anything else. */
export function refusedFormula(error: Refusal, ops: readonly Op[]): string | undefined {
  const sets = ops.filter((o) => o.op === "set");
  const input = error.code === "syntax" && sets.length === 1 && sets[0]!.inputs.length === 1 ? sets[0]!.inputs[0] : undefined;
  return typeof input === "string" ? input : undefined;
}
