/**
 * Opens the page without a network. A version is a cache of its own, filled as a whole before it counts: when one file can't
 * be had, the version before stays. It never looks into anything but the page's own files.
 */

/** What the build writes in the place of the text below: the files of this version and its name. */
interface Version {
  readonly name: string;
  readonly files: readonly string[];
}

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Scope {
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const scope = globalThis as unknown as Scope;
const version = JSON.parse("__PALOMA_VERSION__") as Version;
const PREFIX = "paloma-page-";
const CACHE = PREFIX + version.name;
const files = new Set(version.files);

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  // What has no hash in its name is asked for anew, past every cache in between.
  await cache.addAll(
    version.files.map((file) => new Request(file, file.startsWith("/assets/") ? {} : { cache: "reload" })),
  );
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept !== undefined) {
    return kept;
  }
  const response = await fetch(request);
  if (response.ok && path.startsWith("/assets/")) {
    await cache.put(path, response.clone());
  }
  return response;
}

scope.addEventListener("install", (event) => event.waitUntil(fill()));
scope.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) {
    return;
  }
  if (files.has(url.pathname) || url.pathname.startsWith("/assets/")) {
    event.respondWith(fromCache(url.pathname, event.request));
  }
});
