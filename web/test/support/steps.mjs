import { test } from "node:test";

/**
 * Tests that go on from what those before them left. After one that fails, the others would only wait in vain.
 *
 * @returns {(name: string, run: () => Promise<void>) => void} what adds one
 */
export function inOrder() {
  let failed = false;
  return (name, run) =>
    void test(name, async (context) => {
      if (failed) {
        context.skip("an earlier step failed");
        return;
      }
      failed = true;
      await run();
      failed = false;
    });
}

/** @typedef {ReturnType<typeof inOrder>} Step */
