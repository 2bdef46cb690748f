import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const CONFIG = fileURLToPath(new URL("../vite.config.mjs", import.meta.url));

/** The names of all files of a build with their SHA-256. @param {string} folder */
async function hashesOf(folder) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [
        name.slice(folder.length + 1),
        createHash("sha256")
          .update(await readFile(name))
          .digest("hex"),
      ]),
    ),
  );
}

describe("the page that a node serves", () => {
  test("is the same, byte for byte, when it is built twice, and as its list of hashes says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "paloma-page-"));
    try {
      const builds = [];
      for (const name of ["one", "another"]) {
        const outDir = join(folder, name);
        await build({ configFile: CONFIG, logLevel: "error", build: { outDir } });
        builds.push({ hashes: await hashesOf(outDir), listed: await readFile(join(outDir, "hashes.json"), "utf8") });
      }
      const [one, another] = builds;
      assert.ok(one !== undefined && Object.keys(one.hashes).length > 10);
      assert.deepEqual(another, one);
      // The build of this suite is the third.
      assert.equal(await readFile(new URL("../dist/hashes.json", import.meta.url), "utf8"), one.listed);
      for (const [name, hash] of Object.entries(JSON.parse(one.listed))) {
        assert.equal(one.hashes[name], hash, name);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
