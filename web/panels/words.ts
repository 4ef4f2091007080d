/** Times and sources in words. Pure. */

/** How long ago, as people say it. */
export function age(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 2) return "just now";
  if (s < 60) return `${s} seconds ago`;
  const m = Math.floor(s / 60);
  if (m < 60) return m === 1 ? "a minute ago" : `${m} minutes ago`;
  const h = Math.floor(m / 60);
  if (h < 24) return h === 1 ? "an hour ago" : `${h} hours ago`;
  const d = Math.floor(h / 24);
  return d === 1 ? "yesterday" : `${d} days ago`;
}

/** Who an actor is, for the one who looks; "" for a person who is not known here. */
export function sourceName(actor: string, you: string): string {
  if (actor === "") return "";
  if (actor === you) return "you";
  const [kind, rest = ""] = actor.split(/:(.*)/s);
  switch (kind) {
    case "api":
      return "the API";
    case "mqtt":
      // Clients without a name of their own make up long ones.
      return rest && rest.length <= 16 ? `MQTT (${rest})` : "MQTT";
    case "feed":
      return rest ? `the feed ${rest}` : "a feed";
    case "system":
      return "the template";
    default:
      return "";
  }
}

/** With a capital at the beginning and a stop at the end. */
export function sentence(text: string): string {
  // The name of a function is spelled as it is: "rate takes 2 arguments".
  const s = /^[a-z_][\w.]*(?:\(| takes )/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(s) || s === "" ? s : `${s}.`;
}
