// Builds the browser's side from web/ into assets/dist, with the same bytes every time: minified ES modules, the formula editor and
// the charts in chunks of their own with stable names. `--watch` builds again on every change.
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outdir = `${root}assets/dist`;

const notices = ["@codemirror/view", "uplot"].map((name) => {
  const { version, license } = JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})`;
});

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
  banner: { js: `/* Freshet, MIT. Built by web/build.mjs. With ${notices.join(", ")}. */` },
  logLevel: "warning",
};

rmSync(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  const watching = await context({ ...options, logLevel: "info" });
  await watching.watch();
} else await build(options);
