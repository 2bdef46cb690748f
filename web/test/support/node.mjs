import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Where the project's program lies. */
export const PALOMA = process.env.PALOMA ?? decodeURIComponent(new URL("../../../paloma", import.meta.url).pathname);

/** A node of the project with a folder of its own, which serves a build of a page. */
export class RunningNode {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;
  #port = 0;
  #stays = false;
  /** @type {readonly string[]} */
  #settings = [];

  /**
   * @param {string} data
   * @param {string} page the folder that it serves
   */
  constructor(data, page) {
    this.data = data;
    this.page = page;
    /** The link with which the first person registers. */
    this.link = "";
  }

  /**
   * Starts a node on a free port of the loopback address.
   *
   * @param {URL} page the folder that Vite built
   * @param {{ port?: number, settings?: readonly string[], data?: string, link?: string }} options a port instead of a
   *     free one; more settings; a folder that stays, and the link that the node had when that was new
   */
  static async start(page, { port = 0, settings = [], data, link = "" } = {}) {
    const folder = decodeURIComponent(page.pathname);
    await copyFile(
      new URL("../../content-security-policy.txt", import.meta.url),
      join(folder, "content-security-policy.txt"),
    );
    const node = new RunningNode(data ?? (await mkdtemp(join(tmpdir(), "paloma-node-"))), folder);
    node.#stays = data !== undefined;
    node.link = link;
    node.#port = port;
    node.#settings = settings;
    await node.resume();
    return node;
  }

  get origin() {
    return new URL(this.link).origin;
  }

  /** Starts it, again on the port that it had. */
  async resume() {
    const settings = [
      "--port",
      String(this.#port),
      "--data",
      join(this.data, "node"),
      "--web",
      this.page,
      ...this.#settings,
    ];
    const child = spawn(PALOMA, ["serve", ...settings], { stdio: ["ignore", "pipe", "inherit"] });
    this.#process = child;
    await new Promise((resolve, reject) => {
      child.once("exit", (status) => reject(new Error(`the node ended with ${status}`)));
      const lines = createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
      lines.on("line", (line) => {
        const [, link] = /^ +(http:\/\/\S+\/#join=[\w-]+)$/.exec(line) ?? [];
        this.link ||= link ?? "";
        // The first time, the link comes last; later there is none.
        if (this.link !== "" && (link !== undefined || /^ *Started /.test(line))) {
          this.#port ||= Number(new URL(this.link).port);
          resolve(undefined);
        }
      });
    });
  }

  /** Serves another build of a page from now on. @param {URL} page */
  async serve(page) {
    await this.pause();
    this.page = decodeURIComponent(page.pathname);
    await this.resume();
  }

  /** Stops it, as somebody does who wants to start it again. */
  async pause() {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
  }

  async close() {
    await this.pause();
    if (!this.#stays) {
      await rm(this.data, { recursive: true, force: true });
    }
  }
}
