import { CORE_OPERATIONS, Core, CoreClient, connectCore, startCore } from "../../src/core/index.ts";
import { listOperations, perform } from "../../src/core/operation.ts";
import { startWorker } from "../../src/core/trusted-worker.ts";
import { openPaloma } from "../../src/host/index.ts";
import type { Change, Paloma } from "../../src/model/paloma.ts";
import { CONFORMANCE_OPERATIONS, Conformance, connectConformance, loadConformance } from "./conformance.ts";

/** What the suites use from outside, in `window.paloma`. */
const paloma = {
  CONFORMANCE_OPERATIONS,
  CORE_OPERATIONS,
  Conformance,
  Core,
  CoreClient,
  connectConformance,
  connectCore,
  listOperations,
  loadConformance,
  openPaloma,
  /** The database of a profile, to look into it from outside. */
  openDatabase: (name: string) =>
    new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    }),
  perform,
  startCore,
  startWorker,
  /**
   * Goes on in a turn of its own. What a test evaluates may compile strings whatever the page's policy says, but only
   * until it first waits.
   */
  underPolicy: () => new Promise<void>((resolve) => setTimeout(resolve)),
  /** The directives that this page violated. */
  violations: [] as string[],
};

document.addEventListener("securitypolicyviolation", (event) => paloma.violations.push(event.effectiveDirective));

declare global {
  interface Window {
    paloma: typeof paloma;
    /** What a test opened, and what it was told since. */
    host: Paloma;
    changes: Change[];
  }
}

window.paloma = paloma;
