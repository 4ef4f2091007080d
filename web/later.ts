/** What is needed only after the first cells are shown, in one chunk: the formula editor, find and replace, the list of keys. */
export { CodeSurface } from "./editor/code";
export { Find } from "./panels/find";
export { openShortcuts } from "./panels/shortcuts";
