import { OWN_KEYS } from "./command-log.ts";
import type { EngineEvent } from "./engine.ts";
import { bytesOf, type EntryChange } from "./entries.ts";

/** The second byte of the keys of marks. */
export const SEARCH_MARKS = 2;

const ID = 32;
const NOTHING = new Uint8Array(0);

/** An entry that the index does not have yet as it is. */
export interface SearchMark {
  readonly key: string;
  readonly room: string;
  readonly entry: string;
}

function characters(hex: string): string {
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

function hex(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** The key of the mark of an entry. */
export function markOf(room: string, entry: string): string {
  return String.fromCharCode(OWN_KEYS, SEARCH_MARKS) + characters(room) + characters(entry);
}

/** What to store with a step that had these events. */
export function searchMarks(events: readonly EngineEvent[]): EntryChange[] {
  return events.flatMap((event) =>
    event.kind === "timelineChanged"
      ? event.entries.map((entry) => ({ key: bytesOf(markOf(event.room, entry)), value: NOTHING }))
      : [],
  );
}

/** What the key of a mark says. */
export function readMark(key: string): SearchMark {
  return { key, room: hex(key.slice(2, 2 + ID)), entry: hex(key.slice(2 + ID)) };
}
