// Measures the page that a node serves, in headless Chromium, with a room of many messages of somebody else, and writes
// [{ operation, subject, unit, runs: [figure] }].
//
//   node web/bench/web.mjs --out FILE [--messages N] [--iterations N] [--filler JSON] [--keep FOLDER] [--built]
//
// --filler is a command, as a JSON list, that writes the messages, which it is given line by line: its arguments are the
// node's origin, a link to register and a link of the room. Without one, a second browser writes them, which takes longer. --keep keeps the
// prepared room in a folder, and measures the one that is there. --built takes the pages as they were built last.

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { LargeRoom } from "./large-room.mjs";
import { measureColdLoad, measureDelivery, measureOpening, measureScrolling, measureSearch } from "./measures.mjs";
import { count } from "./options.mjs";

const USAGE =
  "usage: node web.mjs --out FILE [--messages N] [--iterations N] [--filler JSON] [--keep FOLDER] [--built]";

function readOptions() {
  const { values } = parseArgs({
    options: {
      out: { type: "string" },
      messages: { type: "string", default: "100000" },
      iterations: { type: "string", default: "5" },
      filler: { type: "string" },
      keep: { type: "string" },
      built: { type: "boolean", default: false },
    },
  });
  if (values.out === undefined) {
    throw new Error(USAGE);
  }
  return {
    out: values.out,
    messages: count("messages", values.messages),
    iterations: count("iterations", values.iterations),
    filler: values.filler === undefined ? undefined : /** @type {string[]} */ (JSON.parse(values.filler)),
    keep: values.keep,
    built: values.built,
  };
}

/** @param {string} text */
const say = (text) => process.stderr.write(`  ${text}\n`);

async function run() {
  const { out, messages, iterations, filler, keep, built } = readOptions();
  for (const config of built ? [] : ["../vite.config.mjs", "../test/vite.config.mjs"]) {
    await build({ configFile: fileURLToPath(new URL(config, import.meta.url)), logLevel: "error" });
  }
  const room = await LargeRoom.prepare({ messages, filler, keep, say });
  try {
    const subject = `${messages.toLocaleString("en")} messages`;
    /** @type {{ operation: string, subject: string, unit: string, runs: number[] }[]} */
    const figures = [];
    /** @param {Record<string, number[]>} measured @param {string} [unit] */
    const add = (measured, unit = "ms") => {
      for (const [operation, runs] of Object.entries(measured)) {
        figures.push({ operation, subject, unit, runs });
      }
    };
    say("search");
    add(await measureSearch(room, iterations));
    await room.usePage();
    say("cold load");
    add(await measureColdLoad(room, iterations));
    say("opening");
    add(await measureOpening(room, iterations));
    say("scrolling");
    const scrolled = await measureScrolling(room, iterations);
    add({ "scroll 40 pages back: longest frame": scrolled.longest });
    add({ "scroll 40 pages back: frames over 50 ms": scrolled.long }, "frames");
    say("delivery");
    add(await measureDelivery(room, iterations));
    await writeFile(out, `${JSON.stringify(figures, undefined, 2)}\n`);
  } finally {
    await room.close();
  }
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
