import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { launchProfiles } from "./chromium.mjs";
import { CommandLine } from "./command-line.mjs";
import { Member } from "./member.mjs";
import { RunningNode } from "./node.mjs";

/** The first message in the room of the team, which everything else follows. */
export const FIRST = "Good morning";
export const ROOM = "launch";
/** So long it may take until everybody has the same. */
const PATIENCE = 90_000;
const ARCHIVED_AFTER = 36_000;

const filmIn = (/** @type {string} */ folder) => join(folder, "film.y4m");

/** A node with the page that is served to people, three people, and a browser in which each profile is one of them. */
export class Team {
  /**
   * @param {RunningNode} node
   * @param {import("playwright-core").Browser} browser
   * @param {string} folder for what is left on the disk
   * @param {CommandLine} terminal
   */
  constructor(node, browser, folder, terminal) {
    this.node = node;
    this.browser = browser;
    this.folder = folder;
    this.terminal = terminal;
    /** What the camera of every browser sees. */
    this.film = filmIn(folder);
    /** @type {Member[]} */
    this.members = [];
  }

  static async gather() {
    const node = await RunningNode.start(new URL("../../dist/", import.meta.url));
    const folder = await mkdtemp(join(tmpdir(), "paloma-team-"));
    return new Team(node, await launchProfiles(filmIn(folder)), folder, await CommandLine.make());
  }

  /** Somebody sits down at a profile that nobody has used. @param {string} handle */
  async sitDown(handle) {
    const member = await Member.sitDown(this.browser, this.node.origin, handle);
    this.members.push(member);
    return member;
  }

  /**
   * What everybody has in the room, once it is the same on every page: what a device could not read is brought to it.
   * Rejects when it does not become so, and when the command line has something else.
   */
  async agrees() {
    const deadline = Date.now() + PATIENCE;
    let lists = await this.lists();
    while (!lists.every((list) => isDeepStrictEqual(list, lists[0])) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      lists = await this.lists();
    }
    const [first = []] = lists;
    for (const [at, list] of lists.entries()) {
      const shown = (/** @type {typeof first} */ all) => all.map(({ id, text }) => `${id.slice(0, 8)} ${text}`);
      assert.deepEqual(shown(list), shown(first), `member ${at + 1} and the first`);
      assert.deepEqual(list, first);
    }
    const said = await this.terminal.does("history", ROOM, "--limit", "500");
    const ids = first.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, "something is there twice");
    assert.deepEqual(
      said.filter(({ kind }) => kind !== "deleted").map(({ id }) => id),
      ids,
    );
    return first;
  }

  /**
   * Waits until a member's account has archived what the member wrote: its devices let it rest for half a minute first.
   *
   * @param {Member} member
   */
  async archived(member) {
    await new Promise((resolve) => setTimeout(resolve, member.wroteAt + ARCHIVED_AFTER - Date.now()));
  }

  async lists() {
    const lists = [];
    for (const member of this.members) {
      lists.push(await member.everything(ROOM, FIRST));
    }
    return lists;
  }

  async close() {
    await this.browser.close();
    await this.node.close();
    await this.terminal.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
