import { fileURLToPath } from "node:url";
import { strictConfig } from "../build/config.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** The page of the browser suites. It is not shipped. */
export default strictConfig({ root: here("page"), build: { outDir: here("dist") } });
