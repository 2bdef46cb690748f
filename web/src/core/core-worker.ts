import coreUrl from "#wasm/core.wasm?url";
import { serveModule } from "./serve.ts";

serveModule(coreUrl);
