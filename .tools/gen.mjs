// Makes everything that is generated and committed: the templ pages and the browser bundle.
// With --check it changes nothing that is current and fails, naming the files, if something was not.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

function run(program, ...args) {
  const done = spawnSync(program, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  if (done.status !== 0) {
    console.error(done.stdout, done.stderr, done.error ?? "");
    process.exit(1);
  }
}

function* files(dir) {
  for (const name of readdirSync(dir).sort()) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

// The fingerprints of all generated files, and of nothing else.
function generated() {
  const prints = new Map();
  for (const dir of ["ui", "assets/dist"]) {
    for (const path of files(dir)) {
      if (dir === "ui" && !path.endsWith("_templ.go")) continue;
      prints.set(path, createHash("sha256").update(readFileSync(path)).digest("hex"));
    }
  }
  return prints;
}

const before = generated();
run("go", "tool", "templ", "generate", "-path", "ui");
run("node", "web/build.mjs");
const after = generated();
const stale = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
if (process.argv.includes("--check") && stale.length > 0) {
  console.error(`these generated files were not current (npm run gen makes them):\n  ${stale.join("\n  ")}`);
  process.exit(1);
}
console.log(stale.length === 0 ? `${after.size} generated files are current` : `made ${stale.join(", ")}`);
