import { allowedErrors, isNear, lettersOf, mayBeNear, wordsOf } from "./search-text.ts";

/** What a shard knows of a message: its id, who wrote it, and when. */
export interface SearchDocument {
  readonly entry: string;
  readonly account: string;
  readonly time: number;
}

/** A shard as it is stored. Numbers of documents are written as differences. */
interface StoredShard {
  readonly version: 1;
  readonly documents: readonly (readonly [entry: string, account: string, time: number])[];
  readonly terms: Readonly<Record<string, readonly number[]>>;
}

/** The index of messages of one room in one month: for each word, in which messages it stands. */
export class SearchShard {
  #documents: (SearchDocument | undefined)[] = [];
  #numbers = new Map<string, number>();
  #terms = new Map<string, number[]>();
  /** The words in their order, with the letters of each. */
  #sorted: string[] | undefined;
  #letters = new Int32Array(0);
  #removed = 0;

  static parse(json: string): SearchShard {
    const stored = JSON.parse(json) as StoredShard;
    const shard = new SearchShard();
    stored.documents.forEach(([entry, account, time], number) => {
      shard.#documents.push({ entry, account, time });
      shard.#numbers.set(entry, number);
    });
    for (const [term, differences] of Object.entries(stored.terms)) {
      let number = 0;
      shard.#terms.set(
        term,
        differences.map((difference) => {
          number += difference;
          return number;
        }),
      );
    }
    return shard;
  }

  toString(): string {
    this.#tidy();
    const terms: Record<string, number[]> = Object.create(null);
    for (const [term, numbers] of this.#terms) {
      terms[term] = numbers.map((number, index) => number - (index === 0 ? 0 : (numbers[index - 1] as number)));
    }
    const documents = this.#documents.map((known) => {
      const { entry, account, time } = known as SearchDocument;
      return [entry, account, time] as const;
    });
    return JSON.stringify({ version: 1, documents, terms } satisfies StoredShard);
  }

  /** How many messages it knows. */
  get size(): number {
    return this.#numbers.size;
  }

  has(entry: string): boolean {
    return this.#numbers.has(entry);
  }

  /** Takes a message in, in the place of what was known of it. */
  put(document: SearchDocument, text: string): void {
    this.remove(document.entry);
    const number = this.#documents.length;
    this.#documents.push(document);
    this.#numbers.set(document.entry, number);
    for (const term of new Set(wordsOf(text).map((word) => word.term))) {
      const numbers = this.#terms.get(term);
      if (numbers === undefined) {
        this.#terms.set(term, [number]);
        this.#sorted = undefined;
      } else {
        numbers.push(number);
      }
    }
  }

  remove(entry: string): void {
    const number = this.#numbers.get(entry);
    if (number !== undefined) {
      this.#documents[number] = undefined;
      this.#numbers.delete(entry);
      this.#removed++;
    }
  }

  /** Forgets what was removed, and numbers the rest anew. */
  #tidy(): void {
    if (this.#removed === 0) {
      return;
    }
    const renamed = new Map<number, number>();
    const documents: SearchDocument[] = [];
    this.#documents.forEach((document, number) => {
      if (document !== undefined) {
        renamed.set(number, documents.length);
        documents.push(document);
      }
    });
    for (const [term, numbers] of this.#terms) {
      const kept = numbers.flatMap((number) => renamed.get(number) ?? []);
      if (kept.length > 0) {
        this.#terms.set(term, kept);
      } else {
        this.#terms.delete(term);
      }
    }
    this.#documents = documents;
    this.#numbers = new Map(documents.map(({ entry }, number) => [entry, number]));
    this.#sorted = undefined;
    this.#removed = 0;
  }

  /** Gives the messages that have a word for each that is searched for: what was taken in last comes first. */
  find(searched: readonly string[], withErrors: boolean, take: (document: SearchDocument) => void): void {
    const [first, ...others] = searched.map((word) => this.#documentsWith(word, withErrors));
    for (let number = this.#documents.length - 1; number >= 0; number--) {
      const document = this.#documents[number];
      if (first?.[number] === 1 && document !== undefined && others.every((other) => other[number] === 1)) {
        take(document);
      }
    }
  }

  /** For each document, by its number, 1 when it has a word that is searched for. */
  #documentsWith(word: string, withErrors: boolean): Uint8Array {
    const found = new Uint8Array(this.#documents.length);
    const take = (term: string) => {
      for (const number of this.#terms.get(term) ?? []) {
        found[number] = 1;
      }
    };
    if (this.#sorted === undefined) {
      this.#sorted = [...this.#terms.keys()].sort();
      this.#letters = Int32Array.from(this.#sorted, lettersOf);
    }
    for (let at = this.#firstFrom(word); this.#sorted[at]?.startsWith(word); at++) {
      take(this.#sorted[at] as string);
    }
    const errors = allowedErrors(word);
    if (withErrors && errors > 0) {
      const first = word[0] as string;
      const letters = lettersOf(word);
      for (let at = this.#firstFrom(first); this.#sorted[at]?.startsWith(first); at++) {
        const term = this.#sorted[at] as string;
        if (mayBeNear(letters, this.#letters[at] as number, errors) && isNear(word, term, errors)) {
          take(term);
        }
      }
    }
    return found;
  }

  #firstFrom(word: string): number {
    const sorted = this.#sorted as string[];
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as string) < word) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
