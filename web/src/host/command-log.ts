import type { Outcome, Problem } from "../model/commands.ts";
import { bytesOf, type Entries, type EntryChange } from "./entries.ts";

/** The first byte of the keys of hosts; no key of an engine begins with it. */
export const OWN_KEYS = 255;

const COMMANDS = 1;
/** So many commands are remembered. A tab has far fewer open at a time. */
const KEPT = 128;

/** A command that a tab gave, with its end, when it has come. */
export interface CommandRecord {
  readonly id: string;
  readonly outcome?: Outcome;
  readonly problem?: Problem;
}

function slotKey(slot: number): string {
  return String.fromCharCode(OWN_KEYS, COMMANDS, slot);
}

/**
 * The commands that tabs gave last, stored together with what they changed. When a worker dies, tabs ask its successor
 * again for what was not answered: this is how it knows what was done already.
 */
export class CommandLog {
  readonly #records = new Map<string, { slot: number; record: CommandRecord }>();
  readonly #slots: (string | undefined)[] = [];
  #next = 0;

  constructor(entries: Entries) {
    for (const [key, value] of entries.all(OWN_KEYS)) {
      if (key.charCodeAt(1) === COMMANDS) {
        const { record, order } = JSON.parse(new TextDecoder().decode(value));
        const slot = key.charCodeAt(2);
        this.#records.set(record.id, { slot, record });
        this.#slots[slot] = record.id;
        this.#next = Math.max(this.#next, order + 1);
      }
    }
  }

  find(id: string): CommandRecord | undefined {
    return this.#records.get(id)?.record;
  }

  /** Notes a command, or its end; what to store for it. */
  note(record: CommandRecord): EntryChange {
    const known = this.#records.get(record.id);
    const order = this.#next++;
    const slot = known?.slot ?? order % KEPT;
    const before = this.#slots[slot];
    if (before !== undefined && before !== record.id) {
      this.#records.delete(before);
    }
    this.#slots[slot] = record.id;
    this.#records.set(record.id, { slot, record });
    return { key: bytesOf(slotKey(slot)), value: new TextEncoder().encode(JSON.stringify({ record, order })) };
  }
}
