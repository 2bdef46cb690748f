import type { RequestMessage, WorkerMessage } from "./messages.ts";
import { loadModule, type ModuleExports } from "./module.ts";
import { reportTrap, type TrapReport } from "./trap.ts";

/** The part of a dedicated worker's global scope that is used here. */
interface WorkerScope {
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<RequestMessage>) => void) | null;
}

/**
 * Makes this worker answer requests with a module, one after the other in the order in which they come.
 *
 * After a trap the module's memory is in an unknown state: the worker says so, answers nothing more, and waits for the
 * page to end it.
 */
export function serveModule(url: string): void {
  const scope = self as unknown as WorkerScope;
  const loading = loadModule(url);
  let stopped = false;

  const stop = (trap: TrapReport) => {
    if (!stopped) {
      stopped = true;
      scope.postMessage({ trap }, []);
    }
  };
  const answer = (module: ModuleExports, { id, request }: RequestMessage) => {
    if (stopped) {
      return;
    }
    let response: Int8Array;
    try {
      response = module.call(new Int8Array(request.buffer, request.byteOffset, request.byteLength));
    } catch (thrown) {
      stop(reportTrap(thrown));
      return;
    }
    const bytes = new Uint8Array(response.buffer, response.byteOffset, response.byteLength);
    scope.postMessage({ id, response: bytes }, [bytes.buffer]);
  };

  scope.onmessage = (event) => {
    loading.then(
      (module) => answer(module, event.data),
      (reason) => stop({ kind: "worker failed", detail: String(reason) }),
    );
  };
}
