import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { test } from "node:test";

const ASSETS = new URL("../dist/assets/", import.meta.url);
const KILOBYTE = 1_000;

test("the WebAssembly of the first load has at most 450 kB in brotli", () => {
  const modules = readdirSync(ASSETS).filter((name) => name.endsWith(".wasm.br"));
  assert.equal(modules.length, 1);
  const size = modules.reduce((sum, name) => sum + statSync(new URL(name, ASSETS)).size, 0);
  assert.ok(size <= 450 * KILOBYTE, `${size} bytes`);
});
