import conformanceUrl from "#wasm/conformance.wasm?url";
import { CoreClient, type CoreClientOptions } from "../../src/core/client.ts";
import type { Reader } from "../../src/core/encoding.ts";
import { loadModule, type ModuleExports } from "../../src/core/module.ts";
import { perform } from "../../src/core/operation.ts";
import { startWorker } from "../../src/core/trusted-worker.ts";
import workerUrl from "./conformance-worker.ts?worker&url";

/** The operations of the test module: the same table as chat.paloma.wasm.conformance.ConformanceOperation. */
export const CONFORMANCE_OPERATIONS = {
  TRANSCRIPT: 101,
  HOSTILE_INPUT: 102,
  LIST_CRYPTO: 103,
  RUN_CRYPTO: 104,
  TRAP: 105,
  RANDOM: 106,
  KNOWN_ANSWERS: 107,
  VECTORS: 108,
} as const;

/** The faults of chat.paloma.wasm.conformance.Trap, in its order. */
export const TRAPS = [
  "DIVIDE_BY_ZERO",
  "STACK_OVERFLOW",
  "NEGATIVE_ARRAY_SIZE",
  "HUGE_ARRAY",
  "UNCAUGHT_EXCEPTION",
  "ENDLESS_LOOP",
] as const;

/** What the test module exports beside `call`. */
export interface ConformanceExports extends ModuleExports {
  reverse(text: string): string;
  fail(message: string): string;
  callBack(callback: (text: string) => string, text: string): string;
  prefix(prefix: string): (text: string) => string;
  promise(text: string): Promise<string>;
}

export interface HostileResult {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

/** What came of checking a list of published answers. */
export interface VectorOutcome {
  readonly kind: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
}

const nothing = () => {};

const readOutcome = (body: Reader): VectorOutcome => ({
  kind: body.text(),
  passed: body.uint32(),
  failed: body.uint32(),
  skipped: body.uint32(),
  failures: body.list((item) => item.text()),
});

/** The test module in a worker of its own. */
export function connectConformance(options?: CoreClientOptions): CoreClient {
  return new CoreClient(() => startWorker(workerUrl, "paloma-conformance"), options);
}

/** The test module in this thread. */
export function loadConformance(): Promise<ConformanceExports> {
  return loadModule<ConformanceExports>(conformanceUrl);
}

/** What the tests ask the test module for. */
export class Conformance {
  readonly client: CoreClient;

  constructor(client: CoreClient) {
    this.client = client;
  }

  transcript(): Promise<string> {
    return perform(this.client, CONFORMANCE_OPERATIONS.TRANSCRIPT, nothing, (body) => body.text());
  }

  hostileInput(): Promise<HostileResult[]> {
    return perform(this.client, CONFORMANCE_OPERATIONS.HOSTILE_INPUT, nothing, (body) =>
      body.list((item) => ({ name: item.text(), expected: item.text(), actual: item.text() })),
    );
  }

  knownAnswers(): Promise<VectorOutcome> {
    return perform(this.client, CONFORMANCE_OPERATIONS.KNOWN_ANSWERS, nothing, readOutcome);
  }

  /** Checks every stride-th case of a document of published vectors. */
  vectors(json: string, stride: number): Promise<VectorOutcome> {
    return perform(this.client, CONFORMANCE_OPERATIONS.VECTORS, (body) => body.uint16(stride).text(json), readOutcome);
  }

  trap(trap: (typeof TRAPS)[number]): Promise<void> {
    return perform(
      this.client,
      CONFORMANCE_OPERATIONS.TRAP,
      (body) => body.uint8(TRAPS.indexOf(trap)).uint8(0),
      nothing,
    );
  }
}
