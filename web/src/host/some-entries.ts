import type { Entry } from "../model/views.ts";

/** Asks for entries of one room or several, with one question for each room. Those that there are come by their ids. */
export function someEntries(
  ask: (question: object) => unknown,
  wanted: readonly { readonly room: string; readonly entry: string }[],
): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const room of new Set(wanted.map((each) => each.room))) {
    const entries = wanted.filter((each) => each.room === room).map(({ entry }) => entry);
    for (const entry of ask({ kind: "entries", room, entries }) as Entry[]) {
      found.set(entry.id, entry);
    }
  }
  return found;
}
