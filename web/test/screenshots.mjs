import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openView, VIEWS } from "./gallery/views.mjs";
import { startBrowserSuite } from "./support/suite.mjs";

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const THEMES = ["light", "dark"];

/**
 * Writes a picture of every view, wide and narrow, light and dark, to a folder. Further arguments choose views by name.
 *
 * Usage: npm run screenshots -- [folder] [view...]
 */
const [folder = "screenshots", ...names] = process.argv.slice(2);
const into = resolve(folder);
await mkdir(into, { recursive: true });
const suite = await startBrowserSuite(new URL("gallery/dist/", import.meta.url));
try {
  const page = await suite.chromium.context.newPage();
  for (const view of VIEWS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    for (const theme of THEMES) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await openView(page, suite.server.origin, view, { theme });
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(into, `${view.name}-${size}-${theme}.png`) });
      }
    }
  }
} finally {
  await suite.close();
}
