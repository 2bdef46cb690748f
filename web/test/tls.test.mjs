import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";

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

/**
 * Starts a node with an authority of its own on a free port, and waits until it says where to open it.
 *
 * @returns {Promise<number>} the port
 */
function startNode() {
  const paloma = decodeURIComponent(new URL("../../paloma", import.meta.url).pathname);
  node = spawn(paloma, ["serve", "--lan", "--port", "0", "--bind", "127.0.0.1", "--data", join(data, "node")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    node.once("exit", (status) => reject(new Error(`the node ended with ${status}`)));
    createInterface({ input: /** @type {import("node:stream").Readable} */ (node.stdout) }).on("line", (line) => {
      const found = /^ *Open +https:\/\/.*:(\d+)$/.exec(line);
      if (found !== null) {
        resolve(Number(found[1]));
      }
    });
  });
}

before(
  async () => {
    data = await mkdtemp(join(tmpdir(), "paloma-node-"));
    port = await startNode();
    chromium = await launchChromium();
  },
  { timeout: START_TIMEOUT },
);

after(async () => {
  await chromium?.close();
  if (node !== undefined && node.exitCode === null) {
    const ended = new Promise((resolve) => node.once("exit", resolve));
    node.kill("SIGTERM");
    assert.equal(await ended, 0);
  }
  await rm(data, { recursive: true, force: true });
});

test("Chromium and a node agree on TLS 1.3 with X25519MLKEM768", async () => {
  const page = await chromium.context.newPage();
  const session = await chromium.context.newCDPSession(page);
  await session.send("Network.enable");
  // The authority is this node's own; who it is does not matter here.
  await session.send("Security.setIgnoreCertificateErrors", { ignore: true });
  /** @type {Promise<any>} */
  const received = new Promise((resolve) => session.once("Network.responseReceived", resolve));
  const response = await page.goto(`https://localhost:${port}/healthz`);
  assert.equal(response?.status(), 200);
  const { securityDetails } = (await received).response;
  assert.equal(securityDetails.protocol, "TLS 1.3");
  assert.equal(securityDetails.keyExchangeGroup, "X25519MLKEM768");
});
