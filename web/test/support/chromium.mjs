import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Quiet, without a sandbox (tests run as root in containers) and without traffic of its own. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The Chromium of this machine: what CHROMIUM names, else the first one on the PATH.
 *
 * @returns {string}
 * @throws {Error} when there is none
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== "") {
    if (!isExecutable(named)) {
      throw new Error(`CHROMIUM names ${named}, which cannot be run`);
    }
    return named;
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error("no Chromium: install the package chromium, or set CHROMIUM to its program");
  }
  return found;
}

/** Once in many starts on a busy machine a Chromium never says that it listens: another one does. */
const START_WITHIN = 40_000;
const STARTS = 4;

/**
 * @template T
 * @param {() => Promise<T>} start
 * @returns {Promise<T>}
 */
async function started(start) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (attempt === STARTS) {
        throw error;
      }
    }
  }
}

/** How a Chromium is started, with these flags besides. */
function options(/** @type {string[]} */ ...flags) {
  return { executablePath: findChromium(), headless: true, args: [...FLAGS, ...flags], timeout: START_WITHIN };
}

/**
 * Starts a Chromium with a profile folder of its own, which goes when it is closed.
 *
 * @param {string} [kept] a profile folder that stays, in place of that
 * @returns {Promise<{ context: import("playwright-core").BrowserContext, close(): Promise<void> }>}
 */
export async function launchChromium(kept) {
  const profile = kept ?? (await mkdtemp(join(tmpdir(), "paloma-chromium-")));
  const removeProfile = async () => {
    if (kept === undefined) {
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  try {
    const context = await started(() => chromium.launchPersistentContext(profile, options()));
    return {
      context,
      close: async () => {
        await context.close();
        await removeProfile();
      },
    };
  } catch (error) {
    await removeProfile();
    throw error;
  }
}

/**
 * Starts one Chromium in which every context is a profile of its own: storage, keys and service workers apart. Its camera
 * shows what lies in a file when it is opened.
 *
 * @param {string} film a Y4M file
 */
export function launchProfiles(film) {
  const camera = ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`];
  return started(() => chromium.launch(options(...camera)));
}
