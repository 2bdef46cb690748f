import { fileURLToPath } from "node:url";
import { strictConfig } from "../../build/config.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** The interface over a fake engine, for pictures and tests. It is not shipped. */
export default strictConfig({ root: here("."), build: { outDir: here("dist") } });
