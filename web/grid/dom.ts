/** A short way to make elements, without markup in strings. */
type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element: attributes as given (true: empty, false or undefined: absent), then its children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue;
    e.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child !== undefined) e.append(child);
  return e;
}

const SVG = "http://www.w3.org/2000/svg";

/** A 20×20 line icon from the data of one path. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const p = document.createElementNS(SVG, "path");
  p.setAttribute("d", path);
  p.setAttribute("fill", "none");
  p.setAttribute("stroke", "currentColor");
  p.setAttribute("stroke-width", "1.5");
  p.setAttribute("stroke-linecap", "round");
  p.setAttribute("stroke-linejoin", "round");
  svg.append(p);
  return svg;
}

/** Where what floats over the page is put: in its main part, so that those who walk by landmarks find it. */
export function floor(): HTMLElement {
  return document.querySelector("main") ?? document.body;
}

/** A Mac names its keys otherwise, and its Ctrl is ⌘. */
export const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether the platform's command key is held. */
export function command(e: KeyboardEvent | MouseEvent): boolean {
  return MAC ? e.metaKey : e.ctrlKey;
}
