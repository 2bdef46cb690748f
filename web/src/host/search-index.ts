import type { Entry, Hit } from "../model/views.ts";
import { type Database, SEARCH } from "./database.ts";
import type { EngineHost } from "./engine-host.ts";
import { bytesOf } from "./entries.ts";
import type { DataKey } from "./keys.ts";
import { readMark, SEARCH_MARKS, type SearchMark } from "./search-marks.ts";
import { type Found, Newest } from "./search-newest.ts";
import { type SearchDocument, SearchShard } from "./search-shard.ts";
import { fold, matches, type Word, wordsOf } from "./search-text.ts";

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
const SLICE = 200;
const WAIT = 300;
const DIRECTORY = 0;

/** The shards that there are, by room and month. */
interface Directory {
  readonly shards: Record<string, number>;
  next: number;
}

interface Shard {
  readonly index: SearchShard;
  changed: boolean;
}

function shardName(room: string, time: number): string {
  return `${room}/${new Date(time).toISOString().slice(0, 7)}`;
}

function place(number: number): string {
  return `paloma search ${number}`;
}

/**
 * Finds messages and polls. The index lies in shards by room and month, each encrypted, which are loaded when somebody
 * searches in them. It follows the marks that are stored with the steps that change entries, so nothing is missing from
 * it whatever happens in between; a mark goes when the shard with the entry is stored.
 */
export class SearchIndex {
  readonly #host: EngineHost;
  readonly #database: Database;
  readonly #key: DataKey;
  readonly #loaded = new Map<string, Promise<Shard>>();
  #directory: Directory = { shards: {}, next: 1 };
  #working: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    index.follow();
    return index;
  }

  async #read(number: number): Promise<string | undefined> {
    const sealed = await this.#database.get<ArrayBuffer>(SEARCH, number);
    return sealed && new TextDecoder().decode(await this.#key.open(place(number), sealed));
  }

  /** Entries have changed: they are taken in soon. */
  follow(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#catchUp().catch(() => {
        // What could not be stored is still marked.
        this.#loaded.clear();
      });
    }, WAIT);
  }

  /** Takes in what is marked; one after the other. */
  #catchUp(): Promise<void> {
    this.#working = this.#working
      .catch(() => {})
      .then(async () => {
        for (let done = false; !done; ) {
          done = await this.#takeSlice();
        }
      });
    return this.#working;
  }

  /** Takes in some of what is marked, and stores it; whether that was all. */
  async #takeSlice(): Promise<boolean> {
    const marks = await this.#host.between(() => {
      const some: SearchMark[] = [];
      for (const key of this.#host.ownKeys()) {
        if (key.charCodeAt(1) === SEARCH_MARKS && some.push(readMark(key)) >= SLICE) {
          break;
        }
      }
      return some;
    });
    if (marks.length === 0) {
      return true;
    }
    const entries = await this.#host.queries<Entry | null>(
      marks.map(({ room, entry }) => ({ kind: "entry", room, entry })),
    );
    for (const [at, mark] of marks.entries()) {
      await this.#take(mark, entries[at] ?? undefined);
    }
    await this.#store();
    await this.#host.store(marks.map(({ key }) => ({ key: bytesOf(key), value: undefined })));
    return marks.length < SLICE;
  }

  async #take(mark: SearchMark, entry: Entry | undefined): Promise<void> {
    if (entry === undefined) {
      return;
    }
    const shard = await this.#shard(shardName(mark.room, entry.time));
    const text = textOf(entry);
    if (text === "") {
      shard.index.remove(entry.id);
    } else {
      shard.index.put({ entry: entry.id, account: entry.account, time: entry.time }, text);
    }
    shard.changed = true;
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

  async #store(): Promise<void> {
    const records: [number, ArrayBuffer][] = [];
    const seal = async (number: number, text: string) => {
      records.push([number, await this.#key.seal(place(number), new TextEncoder().encode(text))]);
    };
    const changed: Shard[] = [];
    for (const [name, loading] of this.#loaded) {
      const shard = await loading;
      if (shard.changed) {
        this.#directory.shards[name] ??= this.#directory.next++;
        await seal(this.#directory.shards[name], shard.index.toString());
        changed.push(shard);
      }
    }
    await seal(DIRECTORY, JSON.stringify(this.#directory));
    await this.#database.write([SEARCH], (store) => {
      for (const [number, record] of records) {
        store(SEARCH).put(record, number);
      }
    });
    for (const shard of changed) {
      shard.changed = false;
    }
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
    const entries = await this.#host.queries<Entry | null>(
      found.map(({ room, entry }) => ({ kind: "entry", room, entry })),
    );
    const hits = new Map<string, Hit>();
    found.forEach(({ room, entry, account, time }, at) => {
      const text = textOf(entries[at] ?? undefined);
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
