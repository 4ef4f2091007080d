/** The formula editor: CodeMirror with our colours, brackets and suggestions. A chunk of its own, loaded when the page is idle. */
import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { Compartment, EditorState, type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, tooltips } from "@codemirror/view";
import { floor } from "../grid/dom";
import type { Name, Sheet } from "../model";
import { allFunctions } from "./catalogue";
import { suggestions } from "./suggest";
import type { Surface, SurfaceListener } from "./surface";
import { type Reference, tokens } from "./tokens";

/** The names that can be suggested beside functions. */
export interface Vocabulary {
  names(): readonly Name[];
  sheets(): readonly Sheet[];
  /** The decimal sign of the book's locale. */
  decimal(): string;
}

const setReferences = StateEffect.define<readonly Reference[]>();

interface Wrong {
  from: number;
  to: number;
  because: string;
}

const setWrong = StateEffect.define<Wrong | undefined>();

/** The part that cannot be read, with a wavy line under it, until something is typed. */
const wrongPart = StateField.define<Wrong | undefined>({
  create: () => undefined,
  update(value, tr) {
    for (const e of tr.effects) if (e.is(setWrong)) return e.value;
    return tr.docChanged ? undefined : value;
  },
  provide: (f) => [
    EditorView.decorations.from(f, (w) =>
      w && w.from < w.to ? Decoration.set(Decoration.mark({ class: "tok-wrong" }).range(w.from, w.to)) : Decoration.none,
    ),
    EditorView.contentAttributes.from(
      f,
      (w): Record<string, string> => (w ? { "aria-invalid": "true", "aria-describedby": w.because } : {}),
    ),
  ],
});

const CLASS: Partial<Record<string, string>> = {
  text: "tok-text",
  number: "tok-number",
  function: "tok-function",
  name: "tok-name",
  local: "tok-name",
  keyword: "tok-function",
  constant: "tok-number",
  comment: "tok-comment",
  sequence: "tok-operator",
  error: "tok-error",
  operator: "tok-operator",
  ref: "tok-ref",
};

const colours = (words: Vocabulary) =>
  StateField.define<{ references: readonly Reference[]; set: DecorationSet }>({
    create: (state) => ({ references: [], set: decorate(state.doc.toString(), [], words.decimal()) }),
    update(value, tr) {
      let references = value.references;
      for (const e of tr.effects) if (e.is(setReferences)) references = e.value;
      if (!tr.docChanged && references === value.references) return value;
      return { references, set: decorate(tr.newDoc.toString(), references, words.decimal()) };
    },
    provide: (f) => EditorView.decorations.from(f, (v) => v.set),
  });

function decorate(text: string, references: readonly Reference[], decimal: string): DecorationSet {
  const byStart = new Map(references.map((r) => [r.from, r]));
  let done = 0;
  return RangeSet.of(
    tokens(text, decimal).flatMap((t) => {
      // The # of A1# belongs to the reference.
      if (t.to <= done) return [];
      const r = byStart.get(t.from);
      const whole = r?.to === t.to ? r : undefined;
      done = whole?.spill ? t.to + 1 : t.to;
      const cls = whole ? `tok-ref ref-${whole.color}` : CLASS[t.kind];
      return cls ? [Decoration.mark({ class: cls }).range(t.from, done)] : [];
    }),
  );
}

/** The list of suggestions scrolls, and what scrolls must be within reach of the keyboard for those who do not know that the arrows move in it. */
const LIST = {
  key: "list",
  read: (view: EditorView) => document.getElementById(view.contentDOM.getAttribute("aria-controls") ?? ""),
  write: (list: HTMLElement | null) => {
    if (list) list.tabIndex = 0;
  },
};

export class CodeSurface implements Surface {
  readonly element: HTMLElement;
  private readonly view: EditorView;
  private readonly editable = new Compartment();
  private silent = false;
  private moved = false;

  constructor(label: string, listener: SurfaceListener, words: Vocabulary, nonce: string) {
    const extensions: Extension[] = [
      history(),
      closeBrackets(),
      bracketMatching(),
      colours(words),
      wrongPart,
      this.editable.of([]),
      autocompletion({
        override: [(c) => suggest(c, words)],
        icons: false,
        defaultKeymap: false,
        activateOnTypingDelay: 20,
        interactionDelay: 0,
        maxRenderedOptions: 60,
      }),
      tooltips({ parent: floor(), position: "fixed" }),
      keymap.of([
        { key: "ArrowDown", run: (v) => this.move(v, true) },
        { key: "ArrowUp", run: (v) => this.move(v, false) },
        ...closeBracketsKeymap,
        ...historyKeymap,
        ...defaultKeymap.filter((k) => k.key !== "Enter" && k.key !== "Mod-Enter" && k.key !== "Escape"),
      ]),
      EditorView.lineWrapping,
      // A class set on the element itself would be taken away by the next update.
      EditorView.editorAttributes.of({ class: "surface code" }),
      EditorView.contentAttributes.of({
        "aria-label": label,
        spellcheck: "false",
        autocapitalize: "off",
        autocorrect: "off",
        class: "code-content",
      }),
      EditorView.updateListener.of((u) => {
        if (u.focusChanged) {
          if (u.view.hasFocus) listener.focus();
          else listener.blur();
        }
        if (completionStatus(u.state) === "active") u.view.requestMeasure(LIST);
        if (this.silent) return;
        if (u.docChanged) {
          this.moved = false;
          listener.input();
        } else if (u.selectionSet) listener.caret();
      }),
    ];
    if (nonce) extensions.push(EditorView.cspNonce.of(nonce));
    this.view = new EditorView({ state: EditorState.create({ extensions }) });
    this.element = this.view.dom;
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get from(): number {
    return this.view.state.selection.main.from;
  }

  get to(): number {
    return this.view.state.selection.main.to;
  }

  set(text: string, from: number, to: number): void {
    this.silent = true;
    const doc = this.text === text ? {} : { changes: { from: 0, to: this.view.state.doc.length, insert: text } };
    const end = Math.min(to, text.length);
    this.view.dispatch({ ...doc, selection: { anchor: Math.min(from, end), head: end }, scrollIntoView: true });
    closeCompletion(this.view);
    this.silent = false;
  }

  replace(from: number, to: number, text: string): void {
    this.silent = true;
    this.view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, scrollIntoView: true });
    this.silent = false;
  }

  focus(): void {
    this.view.focus();
  }

  get focused(): boolean {
    return this.view.hasFocus;
  }

  get completing(): boolean {
    return completionStatus(this.view.state) === "active";
  }

  get chosen(): boolean {
    return this.moved && this.completing;
  }

  accept(): boolean {
    return acceptCompletion(this.view);
  }

  closeList(): boolean {
    return closeCompletion(this.view);
  }

  paint(references: readonly Reference[]): void {
    this.view.dispatch({ effects: setReferences.of(references) });
  }

  wrong(part: { from: number; to: number } | undefined, because: string): void {
    const end = this.text.length;
    const wrong = part && { from: Math.min(part.from, end), to: Math.min(part.to, end), because };
    if (wrong || this.view.state.field(wrongPart)) this.view.dispatch({ effects: setWrong.of(wrong) });
  }

  lock(readonly: boolean): void {
    this.view.dispatch({
      effects: this.editable.reconfigure(readonly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : []),
    });
  }

  private move(view: EditorView, forward: boolean): boolean {
    if (!this.completing) return false;
    this.moved = true;
    return moveCompletionSelection(forward)(view);
  }
}

function suggest(context: CompletionContext, words: Vocabulary): CompletionResult | null {
  const text = context.state.doc.toString();
  if (text[0] !== "=") return null;
  const before = context.matchBefore(/[A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff]*/);
  if (!before || (before.from === before.to && !context.explicit)) return null;
  const token = tokens(text, words.decimal()).find((t) => t.from <= before.from && context.pos <= t.to);
  if (token && ["text", "ref", "comment", "field"].includes(token.kind)) return null;
  if (token && text[token.from] === "'") return null;
  const found = suggestions(before.text, {
    functions: allFunctions(),
    names: words.names(),
    sheets: words.sheets(),
    locals: locals(text, context.pos, words.decimal()),
  });
  if (found.length === 0) return null;
  return {
    from: before.from,
    filter: false,
    options: found.map((s) => ({
      label: s.label,
      type: s.kind,
      detail: s.detail,
      matched: s.matched,
      apply: s.kind === "function" ? (view: EditorView, _: unknown, from: number, to: number) => call(view, s.insert, from, to) : s.insert,
    })),
    getMatch: (c) => (c as { matched?: [number, number][] }).matched?.flat() ?? [],
  };
}

/** The locals of let, LET and LAMBDA that stand before the caret. */
function locals(text: string, caret: number, decimal: string): string[] {
  const found = tokens(text, decimal).filter((t) => t.kind === "local" && t.to < caret);
  return [...new Set(found.map((t) => t.text))];
}

/** Writes the function with its brackets, the caret between them. */
function call(view: EditorView, name: string, from: number, to: number): void {
  const open = view.state.sliceDoc(to, to + 1) === "(";
  view.dispatch({
    changes: { from, to, insert: open ? name : `${name}()` },
    selection: { anchor: from + name.length + 1 },
    userEvent: "input.complete",
  });
}
