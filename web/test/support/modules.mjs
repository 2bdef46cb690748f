import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

/**
 * Loads modules of the page into this process, for as long as the tests of a file take.
 *
 * @returns {(path: string) => Promise<any>} loads one by its path below `web/`; works once the tests have begun
 */
export function useModules() {
  /** @type {import("vite").ViteDevServer} */
  let server;
  before(async () => {
    server = await createServer({
      root: fileURLToPath(new URL("../..", import.meta.url)),
      configFile: false,
      logLevel: "error",
      server: { middlewareMode: true, ws: false },
      appType: "custom",
    });
  });
  after(() => server?.close());
  return (path) => server.ssrLoadModule(path);
}
