import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** That it runs, and what it says: how long anything takes is no matter here. */
describe("the benchmark of the page", () => {
  test("measures everything in a room of few messages", { timeout: 900_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "paloma-bench-"));
    try {
      const out = join(folder, "figures.json");
      const script = fileURLToPath(new URL("../bench/web.mjs", import.meta.url));
      const options = ["--out", out, "--messages", "64", "--iterations", "1", "--built"];
      await promisify(execFile)(process.execPath, [script, ...options]);
      const figures = JSON.parse(await readFile(out, "utf8"));
      const names = figures.map((/** @type {{ operation: string }} */ { operation }) => operation);
      assert.deepEqual(names, [
        "search: a beginning",
        "search: two words",
        "search: a typing error",
        "cold load to usable",
        "open: reload to timeline drawn",
        "scroll 40 pages back: longest frame",
        "scroll 40 pages back: frames over 50 ms",
        "send in one browser to shown in another",
      ]);
      for (const { operation, runs } of figures) {
        assert.ok(runs.length > 0 && runs.every((/** @type {unknown} */ one) => Number.isFinite(one)), operation);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
