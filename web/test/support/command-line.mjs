import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PALOMA } from "./node.mjs";

/** So long a command may take: it starts a Java machine, on a machine that may be busy. */
const PATIENCE = 60_000;

/** What a command said, an object a line, and how it ended. @typedef {{ status: number, said: any[] }} Ran */

/** Somebody's device on the command line. */
export class CommandLine {
  /** @param {string} profile */
  constructor(profile) {
    this.profile = profile;
  }

  static async make() {
    return new CommandLine(await mkdtemp(join(tmpdir(), "paloma-profile-")));
  }

  /**
   * Runs a command to its end.
   *
   * @param {...string} words
   * @returns {Promise<Ran>}
   */
  run(...words) {
    return this.start(words).ended;
  }

  /**
   * Runs a command that must succeed.
   *
   * @param {...string} words
   * @returns {Promise<any[]>} what it said
   */
  async does(...words) {
    const { status, said } = await this.run(...words);
    if (status !== 0) {
      throw new Error(`${words.join(" ")}: status ${status}: ${JSON.stringify(said)}`);
    }
    return said;
  }

  /**
   * Starts a command.
   *
   * @param {readonly string[]} words
   * @param {(said: any) => void} [hear] is told each object
   * @returns {{ ended: Promise<Ran> }}
   */
  start(words, hear = () => {}) {
    const options = ["--profile", join(this.profile, "cli"), "--insecure-no-passphrase", "--json"];
    const child = spawn(PALOMA, ["client", ...words, ...options], { stdio: ["ignore", "pipe", "pipe"] });
    /** @type {any[]} */
    const said = [];
    let complaints = "";
    child.stderr.on("data", (data) => {
      complaints += data;
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const object = JSON.parse(line);
      said.push(object);
      hear(object);
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
    const ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => {
        clearTimeout(timer);
        if (status === null) {
          reject(new Error(`${words.join(" ")} did not end: ${complaints}`));
        } else {
          resolve({ status, said });
        }
      });
    });
    return { ended };
  }

  close() {
    return rm(this.profile, { recursive: true, force: true });
  }
}
