import { CoreClient, type CoreClientOptions } from "./client.ts";
import { Core } from "./core.ts";
import workerUrl from "./core-worker.ts?worker&url";
import { startWorker } from "./trusted-worker.ts";

export { CoreBusy, CoreClient, type CoreClientOptions } from "./client.ts";
export { CORE_OPERATIONS, Core } from "./core.ts";
export { CoreRefusal } from "./operation.ts";
export { CoreTrap, type TrapKind } from "./trap.ts";

/** A client of the core in a worker of its own. The worker starts with the first call. */
export function connectCore(options?: CoreClientOptions): CoreClient {
  return new CoreClient(() => startWorker(workerUrl, "paloma-core"), options);
}

/** The core in a worker of its own. */
export function startCore(options?: CoreClientOptions): Core {
  return new Core(connectCore(options));
}
