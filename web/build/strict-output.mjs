import { parseAst } from "vite";
import { wasmImports } from "./wasm-imports.mjs";

/** Names that compile JavaScript from a string. Nothing that is served may even mention them. */
const COMPILERS = new Set(["eval", "Function"]);

/** What a module may import: the parts of TeaVM's runtime, and of those no way to compile a script but the one edited. */
const ALLOWED_IMPORTS = /^(env\.memory|wasm:js-string\..*|teavm(Async|Console|Date|Jso|Math|Memory)?\..*)$/;
const FORBIDDEN_IMPORTS = /^teavmJso\.(bindFunction\d+|createFunction(?!1$)\d+)$/;

/**
 * Where a script mentions a compiler of JavaScript or imports what is not known when it is built.
 *
 * @param {string} code
 * @returns {string[]}
 */
export function compilersIn(code) {
  /** @type {string[]} */
  const found = [];
  /** @param {unknown} node */
  const visit = (node) => {
    if (Array.isArray(node)) {
      node.forEach(visit);
    } else if (node !== null && typeof node === "object") {
      const { type, name, source } =
        /** @type {{ type?: string, name?: string, source?: { type?: string, expressions?: unknown[] } }} */ (node);
      if (type === "Identifier" && COMPILERS.has(name ?? "")) {
        found.push(name ?? "");
      }
      // A template without expressions is a literal that a minifier wrote.
      const known =
        source?.type === "Literal" || (source?.type === "TemplateLiteral" && source.expressions?.length === 0);
      if (type === "ImportExpression" && !known) {
        found.push("import() of a computed address");
      }
      Object.values(node).forEach(visit);
    }
  };
  visit(parseAst(code));
  return found;
}

/**
 * The imports of a WebAssembly module that it may not have.
 *
 * @param {Uint8Array} bytes
 * @returns {string[]}
 */
export function forbiddenImports(bytes) {
  return wasmImports(bytes).filter((name) => !ALLOWED_IMPORTS.test(name) || FORBIDDEN_IMPORTS.test(name));
}

/**
 * Fails the build when something in its output could not run, or should not, under the content security policy.
 *
 * @returns {import("vite").Plugin}
 */
export function strictOutput() {
  return {
    name: "paloma:strict-output",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const offences =
          file.type === "chunk"
            ? compilersIn(file.code)
            : file.fileName.endsWith(".wasm")
              ? forbiddenImports(/** @type {Uint8Array} */ (file.source))
              : [];
        if (offences.length > 0) {
          this.error(`${file.fileName} has what the content security policy forbids: ${offences.join(", ")}`);
        }
      }
    },
  };
}
