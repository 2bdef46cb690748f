import { fileURLToPath } from "node:url";
import { strictConfig } from "../build/config.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** The page of the browser suites and that of the benchmark. Neither is shipped. */
export default strictConfig({
  root: here("page"),
  build: {
    outDir: here("dist"),
    rolldownOptions: { input: { conformance: here("page/index.html") } },
  },
});
