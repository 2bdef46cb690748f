import type { RequestMessage, WorkerMessage } from "./messages.ts";
import { CoreTrap, type TrapKind } from "./trap.ts";

/** The client has as many unanswered requests as it takes. Try again when some are answered. */
export class CoreBusy extends Error {
  constructor() {
    super("too many unanswered requests");
    this.name = "CoreBusy";
  }
}

export interface CoreClientOptions {
  /** How long the worker may say nothing while requests wait, in milliseconds. Loading the module counts. */
  readonly answerWithin?: number;
  /** How many requests may wait for an answer. */
  readonly maxPending?: number;
  /** Told of every trap, once, before the requests that it ended are rejected. */
  readonly onTrap?: (trap: CoreTrap) => void;
}

interface Pending {
  resolve(response: Uint8Array): void;
  reject(reason: Error): void;
}

/**
 * Sends requests to a worker and hands back its answers.
 *
 * When the module traps, the worker fails or says nothing for too long, every waiting request is rejected with one
 * {@link CoreTrap} and the worker is ended; the next call starts a new one. Answers come in the order of the calls.
 */
export class CoreClient {
  readonly #start: () => Worker;
  readonly #answerWithin: number;
  readonly #maxPending: number;
  readonly #onTrap: (trap: CoreTrap) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #nextId = 0;
  #closed = false;

  constructor(start: () => Worker, options: CoreClientOptions = {}) {
    this.#start = start;
    this.#answerWithin = options.answerWithin ?? 30_000;
    this.#maxPending = options.maxPending ?? 1_000;
    this.#onTrap = options.onTrap ?? (() => {});
  }

  /**
   * Sends one request. Its bytes are copied.
   *
   * @throws CoreTrap when the worker stops before it answers, or the client is closed
   * @throws CoreBusy when too many requests wait already
   */
  call(request: Uint8Array): Promise<Uint8Array> {
    if (this.#closed) {
      return Promise.reject(new CoreTrap({ kind: "closed", detail: "" }));
    }
    if (this.#pending.size >= this.#maxPending) {
      return Promise.reject(new CoreBusy());
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#worker ??= this.#listen(this.#start());
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request } satisfies RequestMessage);
      if (this.#pending.size === 1) {
        this.#watch();
      }
    });
  }

  /** Ends the worker for good. Waiting and later requests are rejected. */
  close(): void {
    this.#closed = true;
    this.#stop(new CoreTrap({ kind: "closed", detail: "" }));
  }

  #listen(worker: Worker): Worker {
    worker.onmessage = (event: MessageEvent<WorkerMessage>) => {
      if (worker === this.#worker) {
        this.#receive(event.data);
      }
    };
    const fail = (detail: string) => {
      if (worker === this.#worker) {
        this.#trap("worker failed", detail);
      }
    };
    worker.onerror = (event) => fail(event.message ?? "the script did not load");
    worker.onmessageerror = () => fail("a message that cannot be read");
    return worker;
  }

  #receive(message: WorkerMessage): void {
    if ("trap" in message) {
      this.#trap(message.trap.kind, message.trap.detail);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    this.#watch();
    pending?.resolve(message.response);
  }

  /** Starts the time within which the worker must say something, if it owes an answer. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    if (this.#pending.size > 0) {
      this.#watchdog = setTimeout(() => this.#trap("no answer", `within ${this.#answerWithin} ms`), this.#answerWithin);
    }
  }

  #trap(kind: TrapKind, detail: string): void {
    const trap = new CoreTrap({ kind, detail });
    this.#onTrap(trap);
    this.#stop(trap);
  }

  #stop(reason: CoreTrap): void {
    clearTimeout(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = undefined;
    const ended = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of ended) {
      pending.reject(reason);
    }
  }
}
