import type { CoreClient } from "./client.ts";
import { perform } from "./operation.ts";

/** The operations of the core: the same table as chat.paloma.wasm.CoreOperation, which a test compares it with. */
export const CORE_OPERATIONS = {
  VERSION: 1,
  SELF_CHECK: 2,
  RANDOM_BYTES: 3,
  OPEN_ENGINE: 10,
  GO_ONLINE: 11,
  GO_OFFLINE: 12,
  COMMAND: 13,
  CONNECTED: 14,
  RECEIVED: 15,
  DISCONNECTED: 16,
  HTTP_ANSWERED: 17,
  HTTP_FAILED: 18,
  WAKE: 19,
  QUERY: 20,
} as const;

const nothing = () => {};

/** What the page may ask the core for, with types. Every method rejects as {@link perform} does. */
export class Core {
  readonly #client: CoreClient;

  constructor(client: CoreClient) {
    this.#client = client;
  }

  /** The version of the core, such as `0.1.0`. */
  version(): Promise<string> {
    return perform(this.#client, CORE_OPERATIONS.VERSION, nothing, (body) => body.text());
  }

  /** The names of the checks that failed on this platform: none when the core works here. */
  selfCheck(): Promise<string[]> {
    return perform(this.#client, CORE_OPERATIONS.SELF_CHECK, nothing, (body) => body.list((item) => item.text()));
  }

  /** Random bytes from the browser, as the core sees them: from 0 to 1,048,576. */
  randomBytes(length: number): Promise<Uint8Array> {
    return perform(
      this.#client,
      CORE_OPERATIONS.RANDOM_BYTES,
      (body) => body.uint32(length),
      (body) => body.opaque(),
    );
  }
}
