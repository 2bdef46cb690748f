import type { Problem } from "../model/commands.ts";
import type { Change, HostState } from "../model/paloma.ts";

/** The name of the channel, and of the lock that the worker holds which has the profile. */
export const CHANNEL = "paloma";

/** What a page asks the host for. `id` is of the page, and the same when it asks again. */
export interface HostRequest {
  readonly to: "host";
  readonly id: string;
  readonly method: string;
  readonly argument: unknown;
}

/** A page has come, and wants to know whether there is a host. */
export interface Hello {
  readonly to: "host";
  readonly hello: true;
}

/** The browser says that there is a network, or none. */
export interface NetworkNews {
  readonly to: "host";
  readonly network: boolean;
}

/** Somebody looks at a page again. */
export interface Woke {
  readonly to: "host";
  readonly woke: true;
}

export type HostAnswer =
  | { readonly to: "page"; readonly id: string; readonly value: unknown }
  | { readonly to: "page"; readonly id: string; readonly problem: Problem };

/** A host has begun, or its state has changed. Whoever sees another `host` than before asks again what was not answered. */
export interface HostNews {
  readonly to: "pages";
  readonly host: string;
  readonly state: HostState;
}

export interface ChangeNews {
  readonly to: "pages";
  readonly change: Change;
}

export type Message = HostRequest | Hello | NetworkNews | Woke | HostAnswer | HostNews | ChangeNews;

/** From a page to its own worker, and back, to know that it does not hang. */
export const PING = "ping";

/** The lock that a worker of this name holds for as long as it lives, so that its page hears of its end at once. */
export function lifeOf(worker: string): string {
  return `${CHANNEL} life of ${worker}`;
}

/** From a worker to its own page: it has ended, and another one is to be started. */
export interface WorkerEnded {
  readonly ended: string;
}
