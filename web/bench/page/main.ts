import conformanceUrl from "#wasm/conformance.wasm?url";
import { Reader, Writer } from "../../src/core/encoding.ts";
import { loadModule, type ModuleExports } from "../../src/core/module.ts";
import { CONFORMANCE_OPERATIONS } from "../../test/page/conformance.ts";
import { type Effort, measure } from "./measure.ts";
import { NOBLE } from "./noble.ts";

/** The figures of one operation in one runtime, in operations per second, one for each run. */
export interface Figure {
  readonly name: string;
  readonly runtime: "noble" | "wasm";
  readonly runs: readonly number[];
}

const DONE = 0;

function ask(module: ModuleExports, request: Writer): Reader {
  const bytes = request.bytes();
  const answer = module.call(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const response = new Reader(new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength));
  if (response.uint8() !== DONE) {
    throw new Error(`refused: ${response.text()}: ${response.text()}`);
  }
  return response;
}

const loading = loadModule(conformanceUrl);

/** What the script outside uses, in `window.cryptoBenchmark`. Everything runs in the page's own thread. */
const cryptoBenchmark = {
  /** The names of all operations. */
  async names(): Promise<string[]> {
    return ask(await loading, new Writer().uint16(CONFORMANCE_OPERATIONS.LIST_CRYPTO)).list((item) => item.text());
  },

  /** Measures one operation in WebAssembly, and with noble where noble has it. */
  async figures(name: string, effort: Effort): Promise<Figure[]> {
    const module = await loading;
    const run = (times: number) =>
      void ask(module, new Writer().uint16(CONFORMANCE_OPERATIONS.RUN_CRYPTO).text(name).uint32(times));
    const figures: Figure[] = [{ name, runtime: "wasm", runs: measure(run, effort) }];
    const operation = NOBLE[name]?.();
    if (operation !== undefined) {
      const repeat = (times: number) => {
        for (let i = 0; i < times; i++) {
          operation();
        }
      };
      figures.push({ name, runtime: "noble", runs: measure(repeat, effort) });
    }
    return figures;
  },
};

declare global {
  interface Window {
    cryptoBenchmark: typeof cryptoBenchmark;
  }
}

window.cryptoBenchmark = cryptoBenchmark;
