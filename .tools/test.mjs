// npm test: installs what the tests need, then runs every check of the project, cheap ones first,
// and ends with plain counts. `npm test -- go web` runs only the steps named.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { installDebian, installNpm } from "./install.mjs";

const lint = ["tool", "-modfile=.tools/lint/go.mod"];
const tally = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const rows = [];

// stream runs a program, hands every line of its output to each, and resolves to its exit status.
function stream(program, args, each, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    createInterface({ input: child.stdout }).on("line", each);
    createInterface({ input: child.stderr }).on("line", each);
    child.on("error", (err) => {
      console.error(err.message);
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

const show = (line) => console.log(`  ${line}`);

// check is one program whose success is one passed check.
async function check(name, program, args, env) {
  const lines = [];
  const status = await stream(program, args, (line) => lines.push(line), env);
  count(name, status === 0 ? { passed: 1 } : { failed: 1 });
  if (status !== 0) {
    failures.push(name);
    lines.slice(-80).forEach(show);
  }
  return lines;
}

function count(name, { passed = 0, failed = 0, skipped = 0 }) {
  tally.passed += passed;
  tally.failed += failed;
  tally.skipped += skipped;
  rows.push([name, passed, failed, skipped]);
  console.log(`${failed ? "✗" : "✓"} ${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
}

// goTests runs packages with go test -json, prints only what failed, and counts tests and subtests.
async function goTests(name, args) {
  const c = { passed: 0, failed: 0, skipped: 0 };
  const output = new Map();
  const status = await stream("go", ["test", "-json", ...args], (line) => {
    let event;
    try {
      event = JSON.parse(line);
    } catch {
      show(line);
      return;
    }
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ""}`;
    if (event.Action === "output" || event.Action === "build-output") {
      const kept = output.get(key) ?? [];
      kept.push(event.Output);
      if (kept.length > 300) kept.splice(100, 1);
      output.set(key, kept);
    }
    if (event.Action === "fail" || event.Action === "build-fail") {
      failures.push(key.trim());
      process.stdout.write((output.get(key) ?? []).join(""));
    }
    if (["pass", "fail", "skip"].includes(event.Action)) {
      if (event.Test) c[{ pass: "passed", fail: "failed", skip: "skipped" }[event.Action]]++;
      output.delete(key);
    }
  });
  if (status !== 0 && c.failed === 0) c.failed = 1;
  count(name, c);
}

// fuzzSmoke tries every fuzz target on a thousand inputs (go test takes its own deadline for a failure now and then), or each for FUZZTIME. Programs of the engine and formulas
// of blocks are drawn from seeds, where one is as far as any other from what is known: without FUZZTIME they are those that follow the first, so that a run of the tests finds today what it found yesterday.
async function fuzzSmoke() {
  const time = process.env.FUZZTIME;
  const targets = [];
  let dir = "";
  const found = new Map();
  await stream("go", ["test", "-list", "^Fuzz", "./..."], (line) => {
    if (line.startsWith("Fuzz")) targets.push(line.trim());
    else if (line.startsWith("ok")) {
      dir = line.split(/\s+/)[1];
      found.set(dir, targets.splice(0));
    }
  });
  for (const [pkg, names] of found) {
    for (const name of names) {
      if (!time && (pkg.endsWith("/calc") || name === "FuzzBlock")) continue;
      await check(`fuzz ${pkg} ${name}`, "go", ["test", "-run", "^$", "-fuzz", `^${name}$`, "-fuzztime", time ?? "1000x", pkg]);
    }
  }
  // Blocks against the language, books against the oracle: these count what they compare.
  for (const pkg of ["./cells/formula", "./cells/calc"]) {
    const lines = await check(`long ${pkg}`, "go", ["test", "-v", "-timeout", "0", "-run", "^TestLong$", pkg, "-long", time ?? "2s", ...(time ? [] : ["-first", "1"])]);
    lines.filter((line) => line.includes(" compared")).forEach(show);
  }
}

async function webTests() {
  const out = "node_modules/.cache/freshet-web-test";
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const tests = readdirSync("web/test").filter((f) => f.endsWith(".test.ts")).map((f) => `web/test/${f}`);
  const built = await stream("npx", ["esbuild", ...tests, "--bundle", "--platform=node", "--format=esm", "--packages=external", `--outdir=${out}`, "--out-extension:.js=.mjs", "--log-level=warning"], show);
  const c = { passed: 0, failed: built === 0 ? 0 : 1, skipped: 0 };
  if (built === 0) {
    const files = readdirSync(out).filter((f) => f.endsWith(".mjs")).map((f) => `${out}/${f}`);
    const lines = [];
    const status = await stream("node", ["--test", "--test-reporter=tap", ...files], (line) => {
      lines.push(line);
      const m = /^# (pass|fail|skipped) (\d+)$/.exec(line);
      if (m) c[{ pass: "passed", fail: "failed", skipped: "skipped" }[m[1]]] = Number(m[2]);
    });
    if (status !== 0) {
      failures.push("web");
      lines.filter((l) => !/^\s*(ok|# Subtest|duration_ms|type:|\.\.\.|---)/.test(l)).slice(0, 200).forEach(show);
      if (c.failed === 0) c.failed = 1;
    }
  }
  count("web", c);
}

async function e2e(args) {
  const report = "test-results/report.json";
  rmSync(report, { force: true });
  const status = await stream("npx", ["playwright", "test", "-c", "e2e/playwright.config.ts", ...args], show);
  const c = { passed: 0, failed: 0, skipped: 0 };
  try {
    const { stats } = JSON.parse(readFileSync(report, "utf8"));
    Object.assign(c, { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped });
  } catch {
    c.failed = 1;
  }
  if (status !== 0) {
    failures.push("e2e");
    if (c.failed === 0) c.failed = 1;
  }
  count("e2e", c);
}

const steps = {
  gen: () => check("generated files are current", "node", [".tools/gen.mjs", "--check"]),
  fmt: async () => {
    await check("Go is formatted", "bash", ["-c", `out=$(git ls-files -z --cached --others --exclude-standard '*.go' | grep -zv '_templ\\.go$' | xargs -0 go ${lint.join(" ")} gofumpt -l); test -z "$out" || { echo "$out"; exit 1; }`]);
    await check("TypeScript is formatted and linted", "npx", ["biome", "ci", "--config-path=.biome.json", "web", "e2e"]);
  },
  lint: async () => {
    await check("go vet", "go", ["vet", "./..."]);
    await check("staticcheck", "go", [...lint, "staticcheck", "./..."]);
  },
  types: async () => {
    await check("types of web", "npx", ["tsc", "--noEmit", "-p", "web"]);
    await check("types of e2e", "npx", ["tsc", "--noEmit", "-p", "e2e"]);
  },
  go: () => goTests("go test -race", ["-race", "-shuffle=on", "-timeout", "20m", ...(process.env.CI ? ["-count=1"] : []), "./..."]),
  web: webTests,
  build: () => check("the server builds", "go", ["build", "-o", "node_modules/.cache/freshet", "./server"]),
  e2e: () => e2e([]),
  fuzz: fuzzSmoke,
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!steps[name]) {
    console.error(`there is no step ${name}; the steps are ${Object.keys(steps).join(", ")}`);
    process.exit(2);
  }
}
const began = Date.now();
installNpm();
installDebian();
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length === 0 || wanted.includes(name)) await step();
}
console.log(`\n${rows.map(([name, p, f, s]) => `${String(p).padStart(6)} ${String(f).padStart(6)} ${String(s).padStart(6)}  ${name}`).join("\n")}`);
if (failures.length > 0) console.log(`\nfailed: ${failures.join("; ")}`);
console.log(`\nin ${Math.round((Date.now() - began) / 1000)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exit(tally.failed > 0 || failures.length > 0 ? 1 : 0);
