import conformanceUrl from "#wasm/conformance.wasm?url";
import { serveModule } from "../../src/core/serve.ts";

serveModule(conformanceUrl);
