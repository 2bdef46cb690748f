import { signal } from "@preact/signals";
import type { Paloma } from "../../model/paloma.ts";
import type { Person } from "../../model/views.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";

/** Everybody that was asked for, as they are now. */
export class People {
  readonly #paloma: Paloma;
  readonly #asked = new Set<string>();
  readonly known = signal<ReadonlyMap<string, Person>>(new Map());
  /** Who this person is themselves: nobody asks for that in the list of people. */
  readonly self = signal<{ account: string; handle: string } | undefined>(undefined);
  readonly online = signal<ReadonlySet<string>>(new Set());

  constructor(paloma: Paloma) {
    this.#paloma = paloma;
  }

  async load(): Promise<void> {
    const people = await this.#paloma.people();
    this.#keep(people);
  }

  async refresh(account: string): Promise<void> {
    const person = await this.#paloma.person(account);
    if (person !== undefined) {
      this.#keep([person]);
    }
  }

  setOnline(account: string, online: boolean): void {
    const accounts = new Set(this.online.value);
    if (online) {
      accounts.add(account);
    } else {
      accounts.delete(account);
    }
    this.online.value = accounts;
  }

  /** Somebody, or nothing until they are known; then whoever draws them draws again. */
  get(account: string): Person | undefined {
    const person = this.known.value.get(account);
    if (person === undefined && !this.#asked.has(account)) {
      this.#asked.add(account);
      void this.refresh(account);
    }
    return person;
  }

  name(account: string): string {
    const self = this.self.value;
    if (self?.account === account) {
      return self.handle;
    }
    const person = this.get(account);
    return person === undefined ? t("person.unknown") : harmlessLine(person.name || person.handle, 60);
  }

  #keep(people: readonly Person[]): void {
    const known = new Map(this.known.value);
    const online = new Set(this.online.value);
    for (const person of people) {
      this.#asked.add(person.account);
      known.set(person.account, person);
      if (person.online) {
        online.add(person.account);
      } else {
        online.delete(person.account);
      }
    }
    this.known.value = known;
    this.online.value = online;
  }
}
