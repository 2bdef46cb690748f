import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const POLICY = fileURLToPath(new URL("../content-security-policy.txt", import.meta.url));
const SERVICE_WORKER = "service-worker.js";
/** Stands in the service worker until the build knows what it is to keep. */
const PLACE = "__PALOMA_VERSION__";
/** What the first start does not need: it is kept once somebody asked for it. */
const LATER = /^assets\/(compact|github)-/;
const COMPRESSED = /\.(css|html|js|json|svg|txt|wasm|webmanifest)$/;
/** Less than this is not worth a second file. */
const SMALLEST = 512;

const sha256 = (/** @type {string | Uint8Array} */ content) => createHash("sha256").update(content).digest("hex");

/**
 * Every file of a folder, as paths from it, in one order.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * Makes of a build what a node serves: the service worker knows the files of its version, the policy lies beside the page,
 * `hashes.json` says the SHA-256 of every file, and what compresses has a `.br` and a `.gz` beside it.
 *
 * @param {string} publicFolder files that are served as they are
 * @returns {import("vite").Plugin}
 */
export function pageOutput(publicFolder) {
  return {
    name: "paloma:page-output",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[SERVICE_WORKER];
        if (worker?.type !== "chunk") {
          this.error("the build has no service worker");
        }
        const page = bundle["index.html"];
        const built = Object.keys(bundle).filter((name) => name.startsWith("assets/") && !LATER.test(name));
        const unhashed = filesOf(publicFolder);
        const contents = [
          ...built,
          page?.type === "asset" ? page.source : "",
          ...unhashed.map((name) => sha256(readFileSync(join(publicFolder, name)))),
        ];
        const version = {
          name: sha256(contents.join("\n")).slice(0, 16),
          files: ["/", ...[...built, ...unhashed].sort().map((name) => `/${name}`)],
        };
        const text = JSON.stringify(JSON.stringify(version)).slice(1, -1);
        if (!worker.code.includes(PLACE)) {
          this.error("the service worker has no place for its version");
        }
        worker.code = worker.code.replace(new RegExp(`[\`"']${PLACE}[\`"']`), () => `"${text}"`);
      },
    },
    writeBundle(options) {
      const folder = options.dir ?? "";
      copyFileSync(POLICY, join(folder, "content-security-policy.txt"));
      const files = filesOf(folder);
      const hashes = Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
      writeFileSync(join(folder, "hashes.json"), `${JSON.stringify(hashes, null, 2)}\n`);
      for (const name of [...files, "hashes.json"].filter((name) => COMPRESSED.test(name))) {
        const content = readFileSync(join(folder, name));
        if (content.length >= SMALLEST) {
          const params = {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          };
          writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
          writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
        }
      }
    },
  };
}
