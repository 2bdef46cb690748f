import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** @param {string} path below the project's folder */
export function project(path) {
  return decodeURIComponent(new URL(`../../../${path}`, import.meta.url).pathname);
}

/**
 * Starts a node with an authority of its own on a free port, and waits until it says where to open it.
 *
 * @param {string[]} options of serve
 * @returns {Promise<{ node: import("node:child_process").ChildProcess, port: number }>}
 */
export function startSecureNode(options) {
  const fixed = ["serve", "--lan", "--port", "0", "--bind", "127.0.0.1"];
  const node = spawn(project("paloma"), [...fixed, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    node.once("exit", (status) => reject(new Error(`the node ended with ${status}`)));
    createInterface({ input: node.stdout }).on("line", (line) => {
      const found = /^ *Open +https:\/\/.*:(\d+)$/.exec(line);
      if (found !== null) {
        resolve({ node, port: Number(found[1]) });
      }
    });
  });
}

/**
 * Lets a program end in order, if it has not ended.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number | null>} its status
 */
export async function stop(child) {
  if (child.exitCode !== null) {
    return child.exitCode;
  }
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return ended;
}

/**
 * Opens a port in Chromium, and holds that the key exchange is post-quantum.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {number} port
 */
export async function assertPostQuantum(context, port) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  // The authority is the node's own; who it is does not matter here.
  await session.send("Security.setIgnoreCertificateErrors", { ignore: true });
  /** @type {Promise<any>} */
  const received = new Promise((resolve) => session.once("Network.responseReceived", resolve));
  const response = await page.goto(`https://localhost:${port}/healthz`);
  assert.equal(response?.status(), 200);
  const { securityDetails } = (await received).response;
  assert.equal(securityDetails.protocol, "TLS 1.3");
  assert.equal(securityDetails.keyExchangeGroup, "X25519MLKEM768");
}
