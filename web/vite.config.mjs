import { strictConfig } from "./build/config.mjs";

/** The product's assets. Its manifest says under which names they are served. */
export default strictConfig({
  build: {
    manifest: true,
    rolldownOptions: { input: "src/core/index.ts", preserveEntrySignatures: "strict" },
  },
});
