import { trustedScriptUrl } from "../../core/trusted-worker.ts";

/**
 * Lets this page open without a network. A new version is fetched as a whole beside the old one, and takes over when no tab
 * shows the old one any more: no page ever runs with parts of two.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) {
    return;
  }
  try {
    await navigator.serviceWorker.register(trustedScriptUrl("/service-worker.js") as string, {
      type: "module",
      scope: "/",
    });
  } catch {
    // Without it, Paloma works as long as the server is reached.
  }
}
