import type { Entry, LogLine } from "../../model/views.ts";
import { dayOf, MINUTE } from "../text/time.ts";

const GROUPED_WITHIN = 5 * MINUTE;

/** One row of a timeline. `key` names it while it is drawn. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly time: number }
  | { readonly kind: "unread"; readonly key: string }
  | { readonly kind: "line"; readonly key: string; readonly line: LogLine }
  /** `head`: the person's name stands above it. */
  | { readonly kind: "entry"; readonly key: string; readonly entry: Entry; readonly head: boolean };

export type DayRow = Exclude<Row, { kind: "day" }>;

/** The rows of each day, so that the line of a day stays above them and no longer. */
export function daysOf(rows: readonly Row[]): [Extract<Row, { kind: "day" }>, DayRow[]][] {
  const days: [Extract<Row, { kind: "day" }>, DayRow[]][] = [];
  for (const row of rows) {
    if (row.kind === "day") {
      days.push([row, []]);
    } else {
      days.at(-1)?.[1].push(row);
    }
  }
  return days;
}

export interface RowsOf {
  readonly entries: readonly Entry[];
  readonly lines: readonly LogLine[];
  /** The newest entry that was read when the room was opened. */
  readonly readUpTo?: string | undefined;
  readonly self: string;
}

/** What is known only by its time stands before the first entry that is later. */
function merged(entries: readonly Entry[], lines: readonly LogLine[]): (Entry | LogLine)[] {
  const sorted = [...lines].sort((a, b) => a.time - b.time);
  const all: (Entry | LogLine)[] = [];
  let at = 0;
  for (const entry of entries) {
    for (let line = sorted[at]; line !== undefined && line.time <= entry.time; line = sorted[++at]) {
      all.push(line);
    }
    all.push(entry);
  }
  return [...all, ...sorted.slice(at)];
}

const isEntry = (item: Entry | LogLine): item is Entry => "body" in item;

/** Puts a timeline into rows: days, people's runs of messages, where the unread ones begin, and lines about the room. */
export function rowsOf({ entries, lines, readUpTo, self }: RowsOf): Row[] {
  const rows: Row[] = [];
  let day: number | undefined;
  let previous: Entry | undefined;
  let unread: "before" | "next" | "done" = readUpTo === undefined ? "done" : "before";
  for (const item of merged(entries, lines)) {
    const itsDay = dayOf(item.time);
    if (itsDay !== day) {
      rows.push({ kind: "day", key: `day-${itsDay}`, time: item.time });
      day = itsDay;
      previous = undefined;
    }
    if (!isEntry(item)) {
      if (repeats(rows.at(-1), item)) {
        continue;
      }
      rows.push({ kind: "line", key: `line-${item.id}`, line: item });
      previous = undefined;
      continue;
    }
    if (unread === "next" && item.account !== self) {
      rows.push({ kind: "unread", key: "unread" });
      unread = "done";
      previous = undefined;
    }
    const head = previous?.account !== item.account || item.time - previous.time > GROUPED_WITHIN || hasQuote(item);
    rows.push({ kind: "entry", key: item.id, entry: item, head });
    previous = item;
    if (unread === "before" && item.id === readUpTo) {
      unread = "next";
    }
  }
  return rows;
}

/** Somebody whose devices come one after the other came once. */
function repeats(row: Row | undefined, line: LogLine): boolean {
  if (row?.kind !== "line") {
    return false;
  }
  const { kind, who, by, time } = row.line;
  return kind === line.kind && who === line.who && by === line.by && line.time - time < MINUTE;
}

const hasQuote = (entry: Entry) => entry.body.kind === "message" && entry.body.replyTo !== undefined;
