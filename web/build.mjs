// Builds the browser's side from web/ into assets/dist, with the same bytes every time: minified ES modules, the formula editor and
// the charts in chunks of their own with stable names. `--watch` builds again on every change.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outdir = `${root}assets/dist`;

/** @type {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: root,
  entryPoints: { main: "web/main.ts" },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  chunkNames: "[name]-[hash]",
  banner: { js: "/* Freshet, MIT. Built by web/build.mjs. What it contains of others: LICENSES.txt */" },
  metafile: true,
  logLevel: "warning",
};

/** The licences of everything from node_modules that is in the bundle, as they ask. */
function licences(inputs) {
  const names = new Set();
  for (const path of Object.keys(inputs)) {
    const m = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (m) names.add(m[1]);
  }
  const parts = [...names].sort().map((name) => {
    const dir = `${root}node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${dir}/package.json`, "utf8"));
    const file = readdirSync(dir).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? readFileSync(`${dir}/${file}`, "utf8").trim() : license;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `The scripts beside this file contain:\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}

rmSync(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  const watching = await context({ ...options, logLevel: "info" });
  await watching.watch();
} else {
  const { metafile } = await build(options);
  mkdirSync(outdir, { recursive: true });
  writeFileSync(`${outdir}/LICENSES.txt`, licences(metafile.inputs));
}
