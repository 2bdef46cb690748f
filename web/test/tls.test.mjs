import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { assertPostQuantum, startSecureNode, stop } from "./support/secure-node.mjs";

// Starting includes building the command line, when that is stale.
const START_TIMEOUT = 600_000;

/** @type {string} */
let data;
/** @type {import("node:child_process").ChildProcess} */
let node;
/** @type {number} */
let port;
/** @type {Awaited<ReturnType<typeof launchChromium>>} */
let chromium;

before(
  async () => {
    data = await mkdtemp(join(tmpdir(), "paloma-node-"));
    ({ node, port } = await startSecureNode(["--data", join(data, "node")]));
    chromium = await launchChromium();
  },
  { timeout: START_TIMEOUT },
);

after(async () => {
  await chromium?.close();
  if (node !== undefined && node.exitCode === null) {
    assert.equal(await stop(node), 0);
  }
  await rm(data, { recursive: true, force: true });
});

test("Chromium and a node agree on TLS 1.3 with X25519MLKEM768", async () => {
  await assertPostQuantum(chromium.context, port);
});
