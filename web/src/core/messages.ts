import type { TrapReport } from "./trap.ts";

/** From the page to the worker. */
export interface RequestMessage {
  readonly id: number;
  readonly request: Uint8Array;
}

/** From the worker to the page: an answer, or the worker's last word. */
export type WorkerMessage = { readonly id: number; readonly response: Uint8Array } | { readonly trap: TrapReport };
