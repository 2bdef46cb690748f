import { fileURLToPath } from "node:url";
import { optimizedWasm } from "./optimized-wasm.mjs";
import { strictOutput } from "./strict-output.mjs";
import { teavmRuntime } from "./teavm-runtime.mjs";

/** Where the Maven build leaves the WebAssembly modules and TeaVM's runtime. */
const MODULES = new URL("../../wasm/target/modules/", import.meta.url);

const plugins = () => [
  optimizedWasm(new URL("core.wasm", MODULES)),
  teavmRuntime(new URL("teavm-runtime.js", MODULES)),
  strictOutput(),
];

/**
 * What every build of this folder has in common: static files under names that carry their hash, nothing inlined, and
 * no script that the content security policy would refuse.
 *
 * @param {import("vite").UserConfig} own
 * @returns {import("vite").UserConfig}
 */
export function strictConfig(own) {
  return {
    ...own,
    base: "/",
    publicDir: false,
    resolve: {
      alias: {
        "#wasm": fileURLToPath(new URL(".", MODULES)).replace(/\/$/, ""),
        // The package's browser version asks the document's parser, which Trusted Types refuse.
        "decode-named-character-reference": fileURLToPath(new URL("../src/app/markdown/entities.ts", import.meta.url)),
      },
    },
    plugins: plugins(),
    worker: { format: "es", plugins },
    build: {
      target: "es2024",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      emptyOutDir: true,
      reportCompressedSize: false,
      ...own.build,
    },
  };
}
