import type { Entry, Hit } from "../model/views.ts";
import { type Database, SEARCH } from "./database.ts";
import type { EngineHost } from "./engine-host.ts";
import { bytesOf } from "./entries.ts";
import type { DataKey } from "./keys.ts";
import { markOf, readMark, SEARCH_MARKS, type SearchMark } from "./search-marks.ts";
import { type Found, Newest } from "./search-newest.ts";
import { type SearchDocument, SearchShard } from "./search-shard.ts";
import { fold, matches, type Word, wordsOf } from "./search-text.ts";
import { someEntries } from "./some-entries.ts";

/** What limits a search. Times are milliseconds since 1970; `to` is excluded. */
export interface SearchFilter {
  readonly room?: string;
  readonly account?: string;
  readonly from?: number;
  readonly to?: number;
}

const MAX_HITS = 50;
const MAX_WORDS = 8;
/** With fewer hits than this, words with typing errors are looked for too. */
const FEW = 5;
const SLICE = 50;
const WAIT = 300;
/** So long after the first that is not stored, what was taken in is stored, in milliseconds. */
const STORED_AFTER = 5_000;
/** A shard is written as a whole, in one go: with more messages than this, a month has another one. */
const MOST_IN_SHARD = 8_192;
const DIRECTORY = 0;

/** The numbers under which shards are stored, by their names. */
interface Directory {
  readonly shards: Record<string, number>;
  next: number;
}

interface Shard {
  readonly index: SearchShard;
  changed: boolean;
}

/** The name of a month's shard; the later ones of a full month are numbered. */
function shardName(room: string, time: number, later: number): string {
  const month = `${room}/${new Date(time).toISOString().slice(0, 7)}`;
  return later === 0 ? month : `${month}/${later}`;
}

function place(number: number): string {
  return `paloma search ${number}`;
}

/**
 * Finds messages and polls. The index lies in shards by room and month, each encrypted, which are loaded when somebody
 * searches in them. It follows the marks that are stored with the steps that change entries: soon it has what is marked
 * in memory, and some seconds later what it has is stored. A mark goes when the shard with the entry is stored, so nothing
 * is missing from the index whatever happens in between.
 */
export class SearchIndex {
  readonly #host: EngineHost;
  readonly #database: Database;
  readonly #key: DataKey;
  readonly #loaded = new Map<string, Promise<Shard>>();
  /** The marks whose entries are in memory as they are now, and when each was taken. */
  readonly #taken = new Map<string, number>();
  #takes = 0;
  #directory: Directory = { shards: {}, next: 1 };
  #working: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #storing: ReturnType<typeof setTimeout> | undefined;

  private constructor(host: EngineHost, database: Database, key: DataKey) {
    this.#host = host;
    this.#database = database;
    this.#key = key;
  }

  static async open(host: EngineHost, database: Database, key: DataKey): Promise<SearchIndex> {
    const index = new SearchIndex(host, database, key);
    const directory = await index.#read(DIRECTORY);
    if (directory !== undefined) {
      index.#directory = JSON.parse(directory) as Directory;
    }
    index.#takeSoon();
    return index;
  }

  async #read(number: number): Promise<string | undefined> {
    const sealed = await this.#database.get<ArrayBuffer>(SEARCH, number);
    return sealed && new TextDecoder().decode(await this.#key.open(place(number), sealed));
  }

  /** Entries of a room have changed: they are taken in soon, also those that were taken as they were before. */
  follow(room: string, entries: readonly string[]): void {
    for (const entry of entries) {
      this.#taken.delete(markOf(room, entry));
    }
    this.#takeSoon();
  }

  #takeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#catchUp().catch(() => this.#forget());
    }, WAIT);
  }

  #storeSoon(): void {
    this.#storing ??= setTimeout(async () => {
      await this.#store().catch(() => this.#forget());
      this.#storing = undefined;
      if (this.#taken.size > 0) {
        this.#storeSoon();
      }
    }, STORED_AFTER);
  }

  /** What could not be stored is still marked. */
  #forget(): void {
    this.#loaded.clear();
    this.#taken.clear();
  }

  /** One after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.catch(() => {}).then(work);
    return this.#working;
  }

  /** Takes in what is marked. */
  #catchUp(): Promise<void> {
    return this.#inTurn(async () => {
      for (let done = false; !done; ) {
        done = await this.#takeSlice();
      }
    });
  }

  /** Takes in some of what is marked; whether that was all. */
  async #takeSlice(): Promise<boolean> {
    const marks: SearchMark[] = [];
    const entries = await this.#host.between((ask) => {
      for (const key of this.#host.ownKeys()) {
        if (key.charCodeAt(1) === SEARCH_MARKS && !this.#taken.has(key) && marks.push(readMark(key)) >= SLICE) {
          break;
        }
      }
      // Whatever changes from here on is marked anew.
      for (const { key } of marks) {
        this.#taken.set(key, ++this.#takes);
      }
      return someEntries(ask, marks);
    });
    for (const mark of marks) {
      await this.#take(mark, entries.get(mark.entry));
    }
    if (marks.length > 0) {
      this.#storeSoon();
    }
    return marks.length < SLICE;
  }

  async #take(mark: SearchMark, entry: Entry | undefined): Promise<void> {
    if (entry === undefined) {
      return;
    }
    const shard = await this.#shardFor(mark.room, entry);
    const text = textOf(entry);
    if (text === "") {
      shard.index.remove(entry.id);
    } else {
      shard.index.put({ entry: entry.id, account: entry.account, time: entry.time }, text);
    }
    shard.changed = true;
  }

  /** The shard that has an entry, or shall have it. */
  async #shardFor(room: string, { id, time }: Entry): Promise<Shard> {
    const { shards } = this.#directory;
    let last: Shard | undefined;
    for (let later = 0; ; later++) {
      const name = shardName(room, time, later);
      if (shards[name] === undefined) {
        if (last !== undefined && last.index.size < MOST_IN_SHARD) {
          return last;
        }
        shards[name] = this.#directory.next++;
      }
      last = await this.#shard(name);
      if (last.index.has(id)) {
        return last;
      }
    }
  }

  #shard(name: string): Promise<Shard> {
    let shard = this.#loaded.get(name);
    if (shard === undefined) {
      shard = this.#load(name);
      this.#loaded.set(name, shard);
      shard.catch(() => this.#loaded.delete(name));
    }
    return shard;
  }

  async #load(name: string): Promise<Shard> {
    const number = this.#directory.shards[name];
    const stored = number === undefined ? undefined : await this.#read(number);
    return { index: stored === undefined ? new SearchShard() : SearchShard.parse(stored), changed: false };
  }

  /** Stores what was taken in, and then removes its marks, unless it has changed again. */
  async #store(): Promise<void> {
    const records: [number, ArrayBuffer][] = [];
    const seal = async (number: number, text: string) => {
      records.push([number, await this.#key.seal(place(number), new TextEncoder().encode(text))]);
    };
    let taken: [string, number][] = [];
    await this.#inTurn(async () => {
      for (const [name, loading] of this.#loaded) {
        const shard = await loading;
        if (shard.changed) {
          shard.changed = false;
          await seal(this.#directory.shards[name] as number, shard.index.toString());
        }
      }
      await seal(DIRECTORY, JSON.stringify(this.#directory));
      taken = [...this.#taken];
    });
    await this.#database.write([SEARCH], (store) => {
      for (const [number, record] of records) {
        store(SEARCH).put(record, number);
      }
    });
    await this.#host.store(() => {
      const unchanged = taken.filter(([key, take]) => this.#taken.get(key) === take);
      for (const [key] of unchanged) {
        this.#taken.delete(key);
      }
      return unchanged.map(([key]) => ({ key: bytesOf(key), value: undefined }));
    });
  }

  /** Finds what has a word for each that is searched for, the newest first. */
  async search(words: string, filter: SearchFilter): Promise<Hit[]> {
    const searched = wordsOf(words)
      .map(({ term }) => term)
      .slice(0, MAX_WORDS);
    if (searched.length === 0) {
      return [];
    }
    await this.#catchUp();
    const shards = await Promise.all(
      Object.keys(this.#directory.shards)
        .filter((name) => mayHold(name, filter))
        .map(async (name) => ({ room: name.split("/")[0] as string, shard: await this.#shard(name) })),
    );
    const find = (withErrors: boolean) => {
      const newest = new Newest(MAX_HITS);
      for (const { room, shard } of shards) {
        shard.index.find(searched, withErrors, (document) => {
          if (passes(document, filter)) {
            newest.add(room, document);
          }
        });
      }
      return newest.found;
    };
    let found = find(false);
    const withErrors = found.length < FEW;
    if (withErrors) {
      found = find(true);
    }
    return this.#hits(found, searched, withErrors);
  }

  async #hits(found: readonly Found[], searched: string[], withErrors: boolean): Promise<Hit[]> {
    const entries = await this.#host.between((ask) => someEntries(ask, found));
    const hits = new Map<string, Hit>();
    found.forEach(({ room, entry, account, time }) => {
      const text = textOf(entries.get(entry));
      if (text !== "") {
        hits.set(entry, { room, entry, account, time, ...snippetOf(text, searched, withErrors) });
      }
    });
    return [...hits.values()];
  }
}

function mayHold(name: string, { room, from, to }: SearchFilter): boolean {
  const [of, month] = name.split("/") as [string, string];
  return (
    (room === undefined || room === of) &&
    (from === undefined || month >= new Date(from).toISOString().slice(0, 7)) &&
    (to === undefined || month <= new Date(to).toISOString().slice(0, 7))
  );
}

function passes({ account, time }: SearchDocument, filter: SearchFilter): boolean {
  return (
    (filter.account === undefined || filter.account === account) &&
    (filter.from === undefined || time >= filter.from) &&
    (filter.to === undefined || time < filter.to)
  );
}

/** What of an entry can be found. */
function textOf(entry: Entry | undefined): string {
  switch (entry?.body.kind) {
    case "message":
      return [entry.body.text, ...entry.body.attachments.map(({ name }) => name)].join("\n").trim();
    case "poll":
      return [entry.body.question, ...entry.body.options.map(({ text }) => text)].join("\n");
    default:
      return "";
  }
}

const BEFORE = 40;
const LENGTH = 160;

/** The text around the first word that was found, and where found words stand in it. */
function snippetOf(text: string, searched: string[], withErrors: boolean): Pick<Hit, "snippet" | "ranges"> {
  const isFound = ({ term }: Word) => searched.some((word) => matches(fold(word), term, withErrors));
  const found = wordsOf(text).filter(isFound);
  const first = found[0]?.start ?? 0;
  // A cut between the halves of a character would show as a box.
  const start = first <= BEFORE ? 0 : first - BEFORE + (isLowHalf(text, first - BEFORE) ? 1 : 0);
  const end = Math.min(text.length, start + LENGTH);
  const cut = end - (isLowHalf(text, end) ? 1 : 0);
  return {
    snippet: text.slice(start, cut),
    ranges: found
      .filter((word) => word.start >= start && word.end <= cut)
      .map((word) => [word.start - start, word.end - start]),
  };
}

function isLowHalf(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
}
