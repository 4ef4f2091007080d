// Brings what the tests need on a Debian machine that has Go and Node: the npm packages of the
// lock file, and Redis, Mosquitto and Chromium from Debian. Does nothing that is done already.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const debian = {
  "redis-server": "redis-server",
  mosquitto: "mosquitto",
  mosquitto_pub: "mosquitto-clients",
  chromium: "chromium",
};

function has(program) {
  const dirs = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"];
  return dirs.some((dir) => existsSync(`${dir}/${program}`));
}

function run(program, args, env = {}) {
  console.log(`$ ${program} ${args.join(" ")}`);
  const done = spawnSync(program, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (done.status !== 0) {
    throw new Error(`${program} ${args[0]} failed (${done.status ?? done.error?.message})`);
  }
}

export function installNpm() {
  const lock = readFileSync("package-lock.json", "utf8");
  const mark = "node_modules/.freshet-lock";
  if (existsSync(mark) && readFileSync(mark, "utf8") === lock) return;
  // Not npm ci: it wants every platform of an optional package in the lock file, which not every registry mirror can give.
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefer-offline"]);
  writeFileSync(mark, lock);
}

export function installDebian() {
  const missing = Object.entries(debian).filter(([program]) => !has(program)).map(([, pkg]) => pkg);
  if (missing.length === 0) return;
  if (!has("apt-get")) {
    throw new Error(`the tests need ${missing.join(", ")}; install them, this is no Debian machine`);
  }
  const root = process.getuid?.() === 0;
  const apt = (...args) =>
    root ? run("apt-get", args, { DEBIAN_FRONTEND: "noninteractive" }) : run("sudo", ["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args]);
  apt("update", "-qq");
  apt("install", "-y", "-qq", "--no-install-recommends", ...missing);
}

if (process.argv[1]?.endsWith("install.mjs")) {
  installNpm();
  installDebian();
}
