import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Where the built program lies. */
export const program = fileURLToPath(new URL("../node_modules/.cache/freshet-e2e", import.meta.url));

/** Builds the program once for all specs. */
export default function build(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync("go", ["build", "-o", program, "./server"], { cwd: root, stdio: "inherit" });
}
