import { launchChromium } from "./chromium.mjs";
import { serveAssets } from "./server.mjs";

/**
 * One Chromium and one server of built assets for a suite.
 *
 * @param {URL} assets the folder that Vite built
 * @returns {Promise<BrowserSuite>}
 */
export async function startBrowserSuite(assets) {
  const server = await serveAssets(decodeURIComponent(assets.pathname));
  try {
    return new BrowserSuite(server, await launchChromium());
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** A page with everything that it and its workers complained about, in the order in which they did. */
export class WatchedPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    /** @type {string[]} */
    this.complaints = [];
    page.on("pageerror", (error) => this.complaints.push(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.complaints.push(`${message.type()}: ${message.text()}`);
      }
    });
  }
}

export class BrowserSuite {
  /**
   * @param {{ origin: string, close(): Promise<void> }} server
   * @param {{ context: import("playwright-core").BrowserContext, close(): Promise<void> }} chromium
   */
  constructor(server, chromium) {
    this.server = server;
    this.chromium = chromium;
  }

  /**
   * Opens a page of the server and waits until its scripts have run.
   *
   * @param {string} path
   */
  async open(path = "/") {
    const watched = new WatchedPage(await this.chromium.context.newPage());
    const response = await watched.page.goto(`${this.server.origin}${path}`, { waitUntil: "load", timeout: 120_000 });
    if (response?.status() !== 200) {
      throw new Error(`${path}: status ${response?.status()}`);
    }
    return watched;
  }

  async close() {
    await this.chromium.close();
    await this.server.close();
  }
}
