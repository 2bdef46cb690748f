import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { contentSecurityPolicy } from "../build/content-security-policy.mjs";

const DIST = new URL("../dist/", import.meta.url);
const KILOBYTE = 1000;
const SCRIPTS_AND_STYLES = 150 * KILOBYTE;
const MODULE = 450 * KILOBYTE;

const read = (/** @type {string} */ name) => readFileSync(new URL(name, DIST));

/** What a browser fetches before anything was clicked: what the page names, what that names in turn, and the worker. */
function firstLoad() {
  const wanted = new Set(
    [
      ...read("index.html")
        .toString()
        .matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g),
    ].map((match) => match[1] ?? ""),
  );
  for (const name of wanted) {
    const code = read(name).toString();
    for (const [, found] of code.matchAll(/from\s*[`"']\.\/([\w.-]+\.js)[`"']/g)) {
      wanted.add(`assets/${found}`);
    }
    for (const [, found] of code.matchAll(/[`"']\/(assets\/host-worker-[\w-]+\.js)[`"']/g)) {
      wanted.add(found ?? "");
    }
  }
  return [...wanted];
}

describe("the page that a node serves", () => {
  test("needs at most 150 kB of scripts and styles, compressed, to begin with", () => {
    const sizes = firstLoad().map((name) => [name, gzipSync(read(name), { level: 9 }).length]);
    assert.ok(sizes.length >= 3, `${sizes}`);
    const sum = sizes.reduce((all, [, size]) => all + Number(size), 0);
    assert.ok(sum <= SCRIPTS_AND_STYLES, `${sum} bytes: ${sizes.join("; ")}`);
  });

  test("needs at most 450 kB of WebAssembly, compressed", () => {
    const name =
      readdirSync(new URL("assets/", DIST)).find((file) => file.endsWith(".wasm")) ?? assert.fail("no module");
    const size = brotliCompressSync(read(`assets/${name}`)).length;
    assert.ok(size <= MODULE, `${size} bytes`);
  });

  test("has its policy, and compressed files beside what compresses", () => {
    assert.equal(read("content-security-policy.txt").toString().trim(), contentSecurityPolicy);
    for (const name of ["index.html", ...firstLoad()].filter((file) => read(file).length >= 512)) {
      assert.ok(existsSync(new URL(`${name}.br`, DIST)) && existsSync(new URL(`${name}.gz`, DIST)), name);
    }
  });

  test("says the hash of every file, and the service worker names only files that there are", () => {
    const hashes = JSON.parse(read("hashes.json").toString());
    const worker = read("service-worker.js").toString();
    const files = [...worker.matchAll(/\\"(\/[^"\\]*)\\"/g)].map((match) => match[1] ?? "");
    assert.ok(files.includes("/") && files.length > 5, `${files}`);
    for (const file of files.filter((one) => one !== "/")) {
      assert.match(hashes[file.slice(1)] ?? "", /^[0-9a-f]{64}$/, file);
    }
  });

  test("names nothing of anybody else's", () => {
    for (const name of ["index.html", ...firstLoad()]) {
      const foreign = [
        ...read(name)
          .toString()
          .matchAll(/https?:\/\/[\w.-]+/g),
      ]
        .map(([address]) => address)
        .filter((address) => !/^https?:\/\/(www\.w3\.org|localhost|chat\.example)/.test(address));
      assert.deepEqual(foreign, [], name);
    }
  });
});
