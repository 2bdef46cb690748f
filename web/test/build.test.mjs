import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { compilersIn, forbiddenImports } from "../build/strict-output.mjs";
import { editTeavmRuntime } from "../build/teavm-runtime.mjs";
import { wasmImports } from "../build/wasm-imports.mjs";

const built = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../wasm/target/modules/${name}`, import.meta.url));

/**
 * A module with one imported function.
 *
 * @param {string} module
 * @param {string} name
 */
function moduleThatImports(module, name) {
  const text = (/** @type {string} */ value) => [value.length, ...Buffer.from(value)];
  const section = [1, ...text(module), ...text(name), 0, 0];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, section.length, ...section]);
}

describe("the build", () => {
  test("leaves nothing in TeaVM's runtime that compiles a string", () => {
    const source = built("teavm-runtime.js").toString();
    assert.ok(compilersIn(source).includes("Function"));
    assert.deepEqual(
      compilersIn(editTeavmRuntime(source)).filter((found) => found !== "import() of a computed address"),
      [],
    );
  });

  test("refuses another runtime than the one that it knows how to edit", () => {
    assert.throws(() => editTeavmRuntime(`${built("teavm-runtime.js")} `), /TeaVM's runtime changed/);
  });

  for (const code of [
    "eval('1')",
    "new Function('return 1')",
    "const compile = globalThis.Function;",
    "globalThis['x'] = [].map(eval)",
    "import(location.hash)",
  ]) {
    test(`refuses ${code}`, () => assert.equal(compilersIn(code).length, 1));
  }

  test("lets strings and names through that only look like a compiler", () => {
    assert.deepEqual(compilersIn("const isFunction = (x) => typeof x === 'function' && x.evaluate('Function');"), []);
  });

  for (const [module, name] of /** @type {const} */ ([
    ["teavmJso", "createFunction0"],
    ["teavmJso", "createFunction2"],
    ["teavmJso", "createFunction10"],
    ["teavmJso", "bindFunction1"],
    ["node:fs", "read"],
    ["teavmX", "any"],
  ])) {
    test(`refuses a module that imports ${module}.${name}`, () =>
      assert.deepEqual(forbiddenImports(moduleThatImports(module, name)), [`${module}.${name}`]));
  }

  for (const name of ["core.wasm", "conformance.wasm"]) {
    test(`finds every import of ${name} in order`, () => {
      assert.deepEqual(forbiddenImports(built(name)), []);
      assert.ok(wasmImports(built(name)).includes("env.memory"));
    });
  }

  test("refuses a module that ends in the middle", () => {
    assert.throws(() => wasmImports(moduleThatImports("a", "b").subarray(0, 20)), /truncated/);
  });
});
