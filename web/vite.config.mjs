import { fileURLToPath } from "node:url";
import { strictConfig } from "./build/config.mjs";
import { pageOutput } from "./build/page-output.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const common = strictConfig({
  root: here("."),
  build: {
    rolldownOptions: {
      input: { index: here("index.html"), "service-worker": here("src/app/pwa/service-worker.ts") },
      output: {
        // A browser looks for a new version at one address for ever.
        entryFileNames: (chunk) => (chunk.name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js"),
      },
    },
  },
});

/** The page that a node serves. */
export default { ...common, publicDir: here("public"), plugins: [common.plugins, pageOutput(here("public"))] };
