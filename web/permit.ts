/** What is refused here already, so that it is told at once and a message the server would choke on is not sent. */
import type { Op, Refusal, Role } from "./model";

/** A message larger than this would be refused by closing the socket. */
const MAX_MESSAGE = 3_500_000;

/** Why ops cannot be asked for in a role; undefined when they can. The server has the last word. */
export function refusalOf(ops: readonly Op[], role: Role): Refusal | undefined {
  if (role === "viewer") return { code: "forbidden", message: "This link lets you look, not change anything." };
  if (JSON.stringify(ops).length > MAX_MESSAGE) return { code: "too_large", message: "That is too much at once. Please do it in parts." };
  return undefined;
}

/** The refusal of everything once the connection is closed for good. */
export function closedFor(reason: string): Refusal {
  return { code: "unavailable", message: reason };
}
