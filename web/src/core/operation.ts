import type { CoreClient } from "./client.ts";
import { Reader, Writer } from "./encoding.ts";

/** The operation that lists all others, in every module. */
export const LIST_OPERATIONS = 0;

const DONE = 0;

/** The core refused a request. Final for this request: the same one is refused again. */
export class CoreRefusal extends Error {
  /** The reason's name, such as `TRUNCATED` or `INVALID_ARGUMENT`. */
  readonly reason: string;

  constructor(reason: string, detail: string) {
    super(`${reason}: ${detail}`);
    this.name = "CoreRefusal";
    this.reason = reason;
  }
}

/**
 * Asks a module for one operation, in the form of chat.paloma.wasm.OperationTable.
 *
 * @param write writes the request's body
 * @param read reads the response's body, all of it
 * @throws CoreRefusal when the module refuses
 * @throws CoreTrap when it stops
 */
export async function perform<T>(
  client: CoreClient,
  operation: number,
  write: (body: Writer) => void,
  read: (body: Reader) => T,
): Promise<T> {
  const request = new Writer().uint16(operation);
  write(request);
  const response = new Reader(await client.call(request.bytes()));
  if (response.uint8() !== DONE) {
    const reason = response.text();
    throw new CoreRefusal(reason, response.text());
  }
  const value = read(response);
  response.end();
  return value;
}

/** The operations that a module has, by name. */
export function listOperations(client: CoreClient): Promise<Record<string, number>> {
  return perform(
    client,
    LIST_OPERATIONS,
    () => {},
    (body) =>
      Object.fromEntries(
        body.list((entry) => {
          const code = entry.uint16();
          return [entry.text(), code] as const;
        }),
      ),
  );
}
