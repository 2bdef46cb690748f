/** The parts of the Trusted Types API that are used here; TypeScript's library does not have it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string | URL };
}

/** The one policy that the content security policy names. */
const POLICY_NAME = "paloma-worker";

/** The service worker has one address for ever: a browser asks there for the next version. */
const SERVICE_WORKER = "/service-worker.js";

function checked(url: string): string {
  const absolute = new URL(url, location.href);
  const own = absolute.pathname.startsWith("/assets/") || absolute.pathname === SERVICE_WORKER;
  if (absolute.origin !== location.origin || !own) {
    throw new TypeError(`not a worker of this page: ${absolute.href}`);
  }
  return absolute.href;
}

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy = trustedTypes?.createPolicy(POLICY_NAME, { createScriptURL: checked });

/**
 * Starts a worker from a built asset of this origin.
 *
 * @throws TypeError when the address is any other
 */
export function startWorker(url: string, name: string): Worker {
  return new Worker(policy?.createScriptURL(url) ?? checked(url), { type: "module", name });
}

/** The address of a script of this origin that a browser takes where it wants a trusted one. */
export function trustedScriptUrl(url: string): string | URL {
  return policy?.createScriptURL(url) ?? checked(url);
}
