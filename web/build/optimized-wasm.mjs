import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const BINARYEN = fileURLToPath(new URL("../node_modules/binaryen/", import.meta.url));

/** What TeaVM's output uses, and nothing that browsers do not have yet. */
const FEATURES = [
  "mutable-globals",
  "sign-ext",
  "bulk-memory",
  "nontrapping-float-to-int",
  "reference-types",
  "multivalue",
  "gc",
  "exception-handling",
  "extended-const",
].map((feature) => `--enable-${feature}`);

/**
 * For size, and in an open world: JavaScript calls functions of the module, which Binaryen would otherwise believe that
 * nobody calls.
 */
const PASSES = ["-Oz"];

/**
 * A module made smaller by Binaryen, in a file beside it that is named by what it was made from.
 *
 * @param {string} path of the module as TeaVM wrote it
 * @returns {string}
 */
export function optimized(path) {
  const { version } = JSON.parse(readFileSync(join(BINARYEN, "package.json"), "utf8"));
  const hash = createHash("sha256").update(JSON.stringify([version, FEATURES, PASSES]));
  const name = hash.update(readFileSync(path)).digest("hex").slice(0, 16);
  const folder = join(dirname(path), "optimized");
  const out = join(folder, `${name}.wasm`);
  if (!existsSync(out)) {
    mkdirSync(folder, { recursive: true });
    const made = `${out}.${process.pid}`;
    const program = join(BINARYEN, "bin", "wasm-opt");
    execFileSync(process.execPath, [program, path, "-o", made, ...FEATURES, ...PASSES], { stdio: ["ignore", 2, 2] });
    renameSync(made, out);
  }
  return out;
}

/**
 * Lets the build take a module's optimized form in its place.
 *
 * @param {URL} module
 * @returns {import("vite").Plugin}
 */
export function optimizedWasm(module) {
  const path = fileURLToPath(module);
  return {
    name: "paloma:optimized-wasm",
    enforce: "pre",
    resolveId: (id) => (id === `${path}?url` ? `${optimized(path)}?url` : undefined),
  };
}
