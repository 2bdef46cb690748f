import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { assertPostQuantum, project, startSecureNode, stop } from "./support/secure-node.mjs";

// Starting includes building the command line, when that is stale.
const START_TIMEOUT = 600_000;

/** @type {string} */
let folder;
/** @type {import("node:child_process").ChildProcess[]} */
const children = [];
/** @type {number} */
let port;
/** @type {Awaited<ReturnType<typeof launchChromium>>} */
let chromium;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * Starts a node that takes connections from NGINX only.
 *
 * @returns {Promise<number>} the port
 */
async function startNode() {
  // The page that npm test has built: a start would build it once more for itself.
  const folders = ["--data", join(folder, "node"), "--web", project("web/dist")];
  const started = await startSecureNode(["--proxy-protocol", "127.0.0.1", ...folders]);
  children.push(started.node);
  return started.port;
}

/** Starts NGINX on the configuration that operators get, with this port, and this node in the place of theirs. */
async function startNginx(/** @type {number} */ node) {
  const plain = await freePort();
  const text = (await readFile(project("deploy/nginx/nginx.conf"), "utf8"))
    .replace(/listen \[::].*\n/g, "")
    .replace("listen 443 ", `listen 127.0.0.1:${port} `)
    .replace("listen 80;", `listen 127.0.0.1:${plain};`)
    .replace(/server node1[\s\S]*server node3.*\n/, `server 127.0.0.1:${node};\n`)
    .replace("user www-data;", "user root;")
    .replace("/run/nginx.pid", join(folder, "nginx.pid"))
    .replace("/var/log/nginx/error.log", join(folder, "error.log"));
  const file = join(folder, "nginx.conf");
  await writeFile(file, text);
  children.push(spawn("nginx", ["-c", file, "-g", "daemon off;"], { stdio: ["ignore", "inherit", "inherit"] }));
}

before(
  async () => {
    folder = await mkdtemp(join(tmpdir(), "paloma-nginx-"));
    port = await freePort();
    await startNginx(await startNode());
    chromium = await launchChromium();
  },
  { timeout: START_TIMEOUT },
);

after(async () => {
  await chromium?.close();
  for (const child of children) {
    await stop(child);
  }
  await rm(folder, { recursive: true, force: true });
});

test("Chromium and a node agree on X25519MLKEM768 through NGINX", { timeout: 60_000 }, async () => {
  await assertPostQuantum(chromium.context, port);
});
