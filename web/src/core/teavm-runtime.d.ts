/** TeaVM's runtime as build/teavm-runtime.mjs edits it. */
declare module "virtual:teavm-runtime" {
  /** Fills `imports` with what a module calls, and later `userExports` with what it exports. */
  export function defaults(
    imports: WebAssembly.Imports,
    userExports: object,
    stringBuiltins: boolean,
  ): { supplyExports(exports: WebAssembly.Exports): void };

  /** Whether the browser has the JavaScript string builtins of WebAssembly. */
  export function hasStringBuiltins(): Promise<boolean>;

  /** Adds the linear memory, through which byte arrays are copied, to `imports`. */
  export function linkImports(
    imports: WebAssembly.Imports,
    options: object,
    module: WebAssembly.Module,
    otherModules: readonly never[],
  ): Promise<unknown>;
}
