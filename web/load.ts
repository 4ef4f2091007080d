/** Loads what is needed only after the first cells are shown. */
type Later = typeof import("./later");

/** What has been loaded. */
export let later: Later | undefined;
let loading: Promise<Later> | undefined;

/** The first call starts the loading, every call waits for the same; one that failed may be tried again. */
export function loadLater(): Promise<Later> {
  loading ??= import("./later").then(
    (m) => {
      later = m;
      return m;
    },
    (fault) => {
      loading = undefined;
      throw fault;
    },
  );
  return loading;
}
