import coreUrl from "#wasm/core.wasm?url";
import { lifeOf, PING, type WorkerEnded } from "./channel.ts";
import { HostServer } from "./host-server.ts";

/** The part of a dedicated worker's global scope that is used here. */
interface WorkerScope {
  postMessage(message: typeof PING | WorkerEnded): void;
  readonly name: string;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  close(): void;
}

const scope = self as unknown as WorkerScope;

scope.onmessage = (event) => {
  if (event.data === PING) {
    scope.postMessage(PING);
  }
};

void navigator.locks.request(lifeOf(scope.name), () => {
  scope.postMessage(PING);
  return new Promise(() => {});
});

new HostServer(coreUrl, (why) => {
  // Closing gives the lock back, so whoever is next begins at once, if need be in another tab.
  scope.postMessage({ ended: why });
  scope.close();
}).run();
