// Measures the operations of chat.paloma.conformance.CryptoOperations in headless Chromium, as WebAssembly and with the
// noble libraries in the same page, and writes [{ name, runtime: "wasm" | "noble", runs: [operations per second] }].
//
//   node web/bench/crypto.mjs --out FILE [--milliseconds N] [--iterations N] [--operations NAME,NAME...]

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { startBrowserSuite } from "../test/support/suite.mjs";
import { count } from "./options.mjs";

const USAGE = "usage: node crypto.mjs --out FILE [--milliseconds N] [--iterations N] [--operations NAME,NAME...]";

function readOptions() {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      milliseconds: { type: "string", default: "500" },
      iterations: { type: "string", default: "3" },
      operations: { type: "string" },
    },
  });
  if (values.out === undefined) {
    throw new Error(USAGE);
  }
  return {
    out: values.out,
    effort: {
      milliseconds: count("milliseconds", values.milliseconds),
      iterations: count("iterations", values.iterations),
    },
    operations: values.operations?.split(",").filter((name) => name !== ""),
  };
}

async function run() {
  const { out, effort, operations } = readOptions();
  await build({ configFile: fileURLToPath(new URL("vite.config.mjs", import.meta.url)), logLevel: "warn" });
  const suite = await startBrowserSuite(new URL("dist/", import.meta.url));
  try {
    const { page } = await suite.open();
    const known = await page.evaluate(() => window.cryptoBenchmark.names());
    const unknown = (operations ?? []).filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new Error(`no operation ${unknown.join(", ")}`);
    }
    const figures = [];
    for (const name of operations ?? known) {
      process.stderr.write(`${name}\n`);
      figures.push(
        ...(await page.evaluate(
          ([name, effort]) => window.cryptoBenchmark.figures(name, effort),
          /** @type {const} */ ([name, effort]),
        )),
      );
    }
    await writeFile(out, `${JSON.stringify(figures, undefined, 2)}\n`);
  } finally {
    await suite.close();
  }
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
