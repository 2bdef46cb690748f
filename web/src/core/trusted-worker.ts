/** The parts of the Trusted Types API that are used here; TypeScript's library does not have it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string | URL };
}

/** The one policy that the content security policy names. */
const POLICY_NAME = "paloma-worker";

function checked(url: string): string {
  const absolute = new URL(url, location.href);
  if (absolute.origin !== location.origin || !absolute.pathname.startsWith("/assets/")) {
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
