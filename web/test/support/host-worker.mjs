/** @param {import("playwright-core").Worker} worker */
const isHost = (worker) => worker.url().includes("host-worker");

/**
 * Ends the worker of a page from outside, as a crash would. A page whose worker has just ended is given another one,
 * which is waited for, so that each call ends a worker.
 *
 * @param {import("playwright-core").Page} page
 */
export async function killHostWorker(page) {
  const worker = page.workers().find(isHost) ?? (await page.waitForEvent("worker", { predicate: isHost }));
  const gone = new Promise((resolve) => worker.once("close", resolve));
  await worker.evaluate(() => self.close()).catch(() => {});
  await gone;
}
