import { CORE_OPERATIONS } from "../core/core.ts";
import { Reader, Writer } from "../core/encoding.ts";
import { loadModule, type ModuleExports } from "../core/module.ts";
import { CoreRefusal } from "../core/operation.ts";
import { CoreTrap, reportTrap } from "../core/trap.ts";
import type { Outcome, Problem } from "../model/commands.ts";
import type { Change } from "../model/paloma.ts";
import type { Entries, EntryChange } from "./entries.ts";

/** What the host does for the engine once a step is stored: chat.paloma.core.engine.api.Effect. */
export type Effect =
  | { kind: "connect"; connection: number; origin: string }
  | { kind: "send"; connection: number; frame: Uint8Array }
  | { kind: "disconnect"; connection: number }
  | HttpEffect;

export interface HttpEffect {
  readonly kind: "http";
  readonly id: number;
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly maxAnswer: number;
}

/** A capability to move the bytes of a blob; only the host asks for them. */
export interface BlobCapability {
  readonly kind: "blob";
  readonly token: string;
  readonly present: number;
  readonly size: number;
  readonly expires: number;
}

/** An event of the engine: a change for those who look on, or the end of a command. */
export type EngineEvent =
  | Change
  | { kind: "completed"; command: number; outcome: Outcome | BlobCapability }
  | { kind: "refused"; command: number; problem: Problem };

/** What a step brought: chat.paloma.border.OutputWriter. */
export interface EngineOutput {
  readonly changes: readonly EntryChange[];
  readonly effects: readonly Effect[];
  readonly events: readonly EngineEvent[];
  readonly wakeAt: number | undefined;
}

/** An input of the engine. */
export type Input =
  | { kind: "goOnline" | "goOffline" | "wake" }
  | { kind: "command"; id: number; json: string }
  | { kind: "connected"; connection: number }
  | { kind: "received"; connection: number; frame: Uint8Array }
  | { kind: "disconnected"; connection: number; why: string }
  | { kind: "httpAnswered"; id: number; status: number; body: Uint8Array }
  | { kind: "httpFailed"; id: number; why: string };

/** The module as it was loaded. */
export interface CoreExports extends ModuleExports {
  attach(store: Entries): void;
}

/**
 * The engine in this thread. A {@link CoreTrap} means that the module is in an unknown state: whoever holds this lets go
 * of it, and of everything that is in memory.
 */
export class EngineModule {
  readonly #exports: CoreExports;

  private constructor(exports: CoreExports) {
    this.#exports = exports;
  }

  /** Loads the module; what it is to {@link open} can be read meanwhile. */
  static load(url: string): Promise<CoreExports> {
    return loadModule<CoreExports>(url);
  }

  static open(exports: CoreExports, entries: Entries): EngineModule {
    exports.attach(entries);
    const module = new EngineModule(exports);
    module.#perform(CORE_OPERATIONS.OPEN_ENGINE, (body) => body.uint64(Date.now()));
    return module;
  }

  /**
   * Takes a step.
   *
   * @throws CoreRefusal when the input is malformed; nothing has happened then
   * @throws CoreTrap when the engine broke
   */
  step(input: Input): EngineOutput {
    const response = this.#perform(OPERATIONS[input.kind], (body) => {
      body.uint64(Date.now());
      writeInput(body, input);
    });
    const changes = response.list((change) => ({
      key: change.opaque(),
      value: change.optional((value) => value.opaque()),
    }));
    const effects = response.list(readEffect);
    const events = JSON.parse(response.text()) as EngineEvent[];
    const wakeAt = response.optional((value) => value.uint64());
    response.end();
    return { changes, effects, events, wakeAt };
  }

  /**
   * Asks what there is to see: chat.paloma.border.Queries.
   *
   * @throws CoreRefusal when the question is malformed
   * @throws CoreTrap when the engine broke
   */
  query(question: object): unknown {
    const response = this.#perform(CORE_OPERATIONS.QUERY, (body) => body.text(JSON.stringify(question)));
    return JSON.parse(response.text());
  }

  #perform(operation: number, write: (body: Writer) => void): Reader {
    const request = new Writer().uint16(operation);
    write(request);
    const bytes = request.bytes();
    let answer: Int8Array;
    try {
      answer = this.#exports.call(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    } catch (thrown) {
      throw new CoreTrap(reportTrap(thrown));
    }
    const response = new Reader(new Uint8Array(answer.buffer, answer.byteOffset, answer.byteLength));
    if (response.uint8() !== 0) {
      const reason = response.text();
      throw new CoreRefusal(reason, response.text());
    }
    return response;
  }
}

const OPERATIONS = {
  goOnline: CORE_OPERATIONS.GO_ONLINE,
  goOffline: CORE_OPERATIONS.GO_OFFLINE,
  wake: CORE_OPERATIONS.WAKE,
  command: CORE_OPERATIONS.COMMAND,
  connected: CORE_OPERATIONS.CONNECTED,
  received: CORE_OPERATIONS.RECEIVED,
  disconnected: CORE_OPERATIONS.DISCONNECTED,
  httpAnswered: CORE_OPERATIONS.HTTP_ANSWERED,
  httpFailed: CORE_OPERATIONS.HTTP_FAILED,
} as const;

const MAX_WHY = 1_000;

function writeInput(body: Writer, input: Input): void {
  switch (input.kind) {
    case "command":
      body.uint64(input.id).text(input.json);
      break;
    case "connected":
      body.uint64(input.connection);
      break;
    case "received":
      body.uint64(input.connection).opaque(input.frame);
      break;
    case "disconnected":
      body.uint64(input.connection).text(input.why.slice(0, MAX_WHY));
      break;
    case "httpAnswered":
      body.uint64(input.id).uint16(input.status).opaque(input.body);
      break;
    case "httpFailed":
      body.uint64(input.id).text(input.why.slice(0, MAX_WHY));
      break;
    default:
      break;
  }
}

function readEffect(reader: Reader): Effect {
  switch (reader.uint8()) {
    case 1:
      return { kind: "connect", connection: reader.uint64(), origin: reader.text() };
    case 2:
      return { kind: "send", connection: reader.uint64(), frame: reader.opaque() };
    case 3:
      return { kind: "disconnect", connection: reader.uint64() };
    case 4:
      return {
        kind: "http",
        id: reader.uint64(),
        origin: reader.text(),
        method: reader.text(),
        path: reader.text(),
        headers: reader.list((header) => [header.text(), header.text()] as const),
        body: reader.opaque(),
        maxAnswer: reader.uint32(),
      };
    default:
      throw new RangeError("an effect that this host does not know");
  }
}
