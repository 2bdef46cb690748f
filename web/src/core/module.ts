import { defaults, hasStringBuiltins, linkImports } from "virtual:teavm-runtime";

/** What every module of ours exports: a request in bytes to a response in bytes, as chat.paloma.wasm.OperationTable has it. */
export interface ModuleExports {
  call(request: Int8Array): Int8Array;
}

type Compile = (source: Promise<Response>, options: { builtins: string[] }) => Promise<WebAssembly.Module>;

/**
 * Loads a WebAssembly module of ours from this origin.
 *
 * @throws when it cannot be fetched, compiled or linked
 */
export async function loadModule<Exports extends ModuleExports = ModuleExports>(url: string): Promise<Exports> {
  const compile = WebAssembly.compileStreaming as Compile;
  const module = await compile(fetch(url), { builtins: ["js-string"] });
  const imports: WebAssembly.Imports = {};
  const exports = {};
  const runtime = defaults(imports, exports, await hasStringBuiltins());
  await linkImports(imports, {}, module, []);
  const instance = await WebAssembly.instantiate(module, imports);
  runtime.supplyExports(instance.exports);
  for (const [name, value] of Object.entries(instance.exports)) {
    if (value instanceof WebAssembly.Global) {
      Object.defineProperty(exports, name, { enumerable: true, get: () => value.value });
    }
  }
  return exports as Exports;
}
