import type { Paloma } from "../model/paloma.ts";
import workerUrl from "./host-worker.ts?worker&url";
import { RemotePaloma } from "./remote-paloma.ts";

/** Paloma in this tab: to be opened once, for as long as the tab lives. */
export function openPaloma(): Paloma {
  return new RemotePaloma(workerUrl);
}
