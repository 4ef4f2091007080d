// npm run dev: the program with its pages and bundle made anew on every change of a source file.
import { spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";

let server;
let timer;

function restart() {
  const made = spawnSync("node", [".tools/gen.mjs"], { stdio: "inherit" });
  if (made.status !== 0) return;
  const built = spawnSync("go", ["build", "-o", "node_modules/.cache/freshet-dev", "./server"], { stdio: "inherit" });
  if (built.status !== 0) return;
  const start = () => {
    server = spawn("node_modules/.cache/freshet-dev", process.argv.slice(2), { stdio: "inherit" });
  };
  if (server && server.exitCode === null) {
    server.once("exit", start);
    server.kill("SIGTERM");
  } else start();
}

const sources = /\.(go|templ|ts|css|svg)$/;
for (const dir of ["server", "cells", "ui", "web", "assets/css"]) {
  watch(dir, { recursive: true }, (_, name) => {
    if (!name || !sources.test(name) || name.endsWith("_templ.go")) return;
    clearTimeout(timer);
    timer = setTimeout(restart, 200);
  });
}
process.on("SIGINT", () => {
  server?.kill("SIGTERM");
  process.exit(0);
});
restart();
