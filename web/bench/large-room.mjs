import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RunningNode } from "../test/support/node.mjs";
import { message, Person } from "../test/support/person.mjs";
import { freePort } from "../test/support/proxy.mjs";

const TEST_PAGE = new URL("../test/dist/", import.meta.url);
const PAGE = new URL("../dist/", import.meta.url);
const AT_ONCE = 32;
/** Nobody writes a hundred thousand messages as fast as this: the limits of a node would make it wait. */
const SETTINGS = ["device", "account", "address"].map((who) => `--limits-${who}-requests-per-minute=1000000`);

/** The words of a text that reads like none, but has as many different words as people use, the frequent ones often. */
const SYLLABLES = "ba ke li mo nu ra se ti vo wa du fe gi hol jan kum par sto tri ven zan bor cal den".split(" ");

/** The same words for the same number. @param {number} number */
export function wordOf(number) {
  let word = "";
  for (let left = number + 1; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length];
  }
  return word;
}

/** The text of a message: twelve words, drawn as in a language. @param {number} number */
export function textOf(number) {
  let state = (number + 1) * 2_654_435_761;
  return Array.from({ length: 12 }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1) >>> 0;
    // Frequent words have low numbers: Zipf's law, roughly.
    return wordOf(Math.floor(Math.exp((state / 2 ** 32) * Math.log(30_000))) - 1);
  }).join(" ");
}

/** A node, and a browser whose one room has many messages that somebody else wrote. */
export class LargeRoom {
  /**
   * @param {RunningNode} node
   * @param {Person} ada whose browser is measured
   * @param {Person} ben who writes to her
   * @param {string} room
   */
  constructor(node, ada, ben, room) {
    this.node = node;
    this.ada = ada;
    this.ben = ben;
    this.room = room;
  }

  /**
   * @param {{ messages: number, filler?: string[] | undefined, keep?: string | undefined, say(text: string): void }} wanted
   */
  static async prepare({ messages, filler, keep, say }) {
    const kept = keep === undefined ? undefined : join(keep, "prepared.json");
    if (keep !== undefined && kept !== undefined && existsSync(kept)) {
      const known = JSON.parse(await readFile(kept, "utf8"));
      const node = await RunningNode.start(TEST_PAGE, {
        port: known.port,
        settings: SETTINGS,
        data: keep,
        link: known.link,
      });
      for (const name of ["ada", "ben"]) {
        // The service worker of the page that was measured last would answer in place of the test page.
        await rm(join(keep, name, "Default", "Service Worker"), { recursive: true, force: true });
      }
      const ada = await Person.arrive("ada", node.origin, join(keep, "ada"));
      const ben = await Person.arrive("ben", node.origin, join(keep, "ben"));
      const large = new LargeRoom(node, ada, ben, known.room);
      await large.#settles(say);
      return large;
    }
    if (keep !== undefined) {
      await mkdir(keep, { recursive: true });
    }
    const port = await freePort();
    const data = keep === undefined ? {} : { data: keep };
    const node = await RunningNode.start(TEST_PAGE, { port, settings: SETTINGS, ...data });
    const profile = (/** @type {string} */ name) => (keep === undefined ? undefined : join(keep, name));
    const ada = await Person.arrive("ada", node.origin, profile("ada"));
    const ben = await Person.arrive("ben", node.origin, profile("ben"));
    await ada.register(node.link.split("#join=")[1]);
    const invite = async () => (await ada.command({ kind: "createInvite", administrator: false, days: 1 })).text;
    await ben.register((await invite()).split("#join=")[1]);
    const { room } = await ada.command({ kind: "createRoom", name: "Large", members: [], whoMayAdd: "members" });
    await ada.until(async (room) => (await window.host.room(room))?.standing === "active", room);
    const link = (await ada.command({ kind: "createLink", room })).text;
    await ben.command({ kind: "joinByLink", link });
    await ben.until(async (room) => (await window.host.room(room))?.standing === "active", room);
    const large = new LargeRoom(node, ada, ben, room);
    await large.#fill(messages, filler, invite, link, say);
    if (kept !== undefined) {
      await writeFile(kept, JSON.stringify({ port, link: node.link, room }));
    }
    return large;
  }

  /**
   * @param {number} messages
   * @param {string[] | undefined} filler
   * @param {() => Promise<string>} invite
   * @param {string} link
   * @param {(text: string) => void} say
   */
  async #fill(messages, filler, invite, link, say) {
    say(`${messages} messages`);
    if (filler === undefined) {
      for (let from = 0; from < messages; from += AT_ONCE) {
        const texts = Array.from({ length: Math.min(AT_ONCE, messages - from) }, (_, index) => textOf(from + index));
        await this.ben.page.evaluate(
          ([room, texts]) =>
            Promise.all(
              texts.map((text) =>
                window.host.command({ kind: "sendMessage", room, text, mentions: [], attachments: [] }),
              ),
            ),
          /** @type {const} */ ([this.room, texts]),
        );
        if (from % 5_000 < AT_ONCE && from > 0) {
          say(`${from} written`);
        }
      }
    } else {
      await write(filler, [this.node.origin, await invite(), link], textOf, messages);
    }
    await this.ben.command(message(this.room, "the last one"));
    say("read and indexed");
    await this.#hears("the last one");
    // A search takes in first what is not indexed yet.
    await this.ada.page.evaluate(() => window.host.search("the last one", {}));
    await this.#settles(say);
  }

  /**
   * Waits until the devices have nothing more to do about what was written: somebody's archives it, which takes minutes
   * for so many messages at once, and what is stored is merged when nothing is to do.
   *
   * @param {(text: string) => void} say
   */
  async #settles(say) {
    say("settled");
    let last = -1;
    for (let same = 0; same < 3; ) {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const { rooms } = await this.ada.command({ kind: "listRoomSizes" });
      const blobs = rooms.reduce(
        (/** @type {number} */ sum, /** @type {{ blobs: number }} */ room) => sum + room.blobs,
        0,
      );
      same = blobs === last ? same + 1 : 0;
      last = blobs;
    }
  }

  /** Waits for as long as it takes. @param {string} text */
  async #hears(text) {
    for (;;) {
      const last = (await this.ada.texts(this.room)).at(-1);
      if (last === text) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  /** Serves the page of the product from now on. */
  async usePage() {
    await this.ada.page.goto("about:blank");
    await this.ben.page.goto("about:blank");
    await this.node.serve(PAGE);
  }

  async close() {
    await this.ada.close();
    await this.ben.close();
    await this.node.close();
  }
}

/**
 * Runs a command that writes messages: it gets their texts on its standard input, a line each.
 *
 * @param {string[]} command
 * @param {string[]} settings
 * @param {(number: number) => string} text
 * @param {number} messages
 */
async function write([program = "", ...first], settings, text, messages) {
  const child = spawn(program, [...first, ...settings], { stdio: ["pipe", "inherit", "inherit"] });
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => (status === 0 ? resolve(undefined) : reject(new Error(`the writer: ${status}`))));
  });
  for (let from = 0; from < messages; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, messages - from) }, (_, index) => `${text(from + index)}\n`);
    if (!child.stdin.write(lines.join(""))) {
      await Promise.race([ended, new Promise((resolve) => child.stdin.once("drain", resolve))]);
    }
  }
  child.stdin.end();
  await ended;
}
