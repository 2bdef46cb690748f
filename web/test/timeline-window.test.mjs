import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useModules } from "./support/modules.mjs";

const load = useModules();
/** @type {any} */
let TimelineWindow;
before(async () => {
  ({ TimelineWindow } = await load("/src/app/state/timeline.ts"));
});

const ROOM = "room";

/** A room whose entries stand where `places` says. @param {Record<string, string>} places */
function roomOf(places) {
  const entry = (/** @type {string} */ id) => ({ id, place: places[id] ?? "", time: 0, thread: undefined });
  const page = () => ({
    entries: Object.keys(places)
      .map(entry)
      .sort((a, b) => (a.place < b.place ? -1 : 1)),
    lines: [],
    more: false,
  });
  return {
    timeline: async () => page(),
    entry: async (/** @type {string} */ _, /** @type {string} */ id) => entry(id),
  };
}

describe("the part of a timeline that is drawn", () => {
  test("shows what was queued where the lane accepted it, in front of what came meanwhile", async () => {
    const places = { first: "1", theirs: "3", mine: "9" };
    const shown = new TimelineWindow(roomOf(places), ROOM);
    await shown.toEnd();
    const order = () => shown.entries.value.map((/** @type {{ id: string }} */ { id }) => id);
    assert.deepEqual(order(), ["first", "theirs", "mine"]);

    places.mine = "2";
    shown.take({ kind: "timelineChanged", room: ROOM, entries: ["mine"] });
    await shown.before();
    assert.deepEqual(order(), ["first", "mine", "theirs"]);
  });

  test("asks for more once, however often whoever scrolls wants it until it has come", async () => {
    const places = Array.from({ length: 300 }, (_, index) => String(index).padStart(3, "0"));
    /** @type {object[]} */
    const asked = [];
    const shown = new TimelineWindow(
      {
        timeline: async (
          /** @type {string} */ _,
          /** @type {{ place?: string }} */ anchor,
          /** @type {number} */ limit,
        ) => {
          asked.push(anchor);
          const end = anchor.place === undefined ? places.length : places.indexOf(anchor.place);
          const entries = places.slice(Math.max(0, end - limit), end).map((place) => ({ id: place, place, time: 0 }));
          return { entries, lines: [], more: end > limit };
        },
      },
      ROOM,
    );
    await shown.toEnd();
    const first = shown.entries.value[0].place;
    await Promise.all([shown.before(), shown.before(), shown.before()]);
    assert.deepEqual(asked, [{ at: "end" }, { at: "before", place: first }]);
    const next = shown.entries.value[0].place;
    assert.ok(next < first);
    await shown.before();
    assert.deepEqual(asked.at(-1), { at: "before", place: next });
    assert.ok(shown.entries.value[0].place < next);
  });
});
