import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

/**
 * Loads modules of the page into this process, for as long as the tests of a file take.
 *
 * @returns {(path: string) => Promise<any>} loads one by its path below `web/`
 */
export function useModules() {
  /**
   * Made by whoever asks first: hooks of a file are not told to wait for each other.
   *
   * @type {Promise<import("vite").ViteDevServer> | undefined}
   */
  let server;
  after(async () => (await server)?.close());
  return async (path) => {
    server ??= createServer({
      root: fileURLToPath(new URL("../..", import.meta.url)),
      configFile: false,
      logLevel: "error",
      server: { middlewareMode: true, ws: false },
      appType: "custom",
    });
    return (await server).ssrLoadModule(path);
  };
}
