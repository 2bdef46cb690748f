import { computed, signal } from "@preact/signals";
import type { Paloma } from "../../model/paloma.ts";
import type { RoomSummary } from "../../model/views.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import type { People } from "./people.ts";

/** So many members stand for a room without a name. */
const NAMED = 3;

const lastTime = (room: RoomSummary) => room.latest?.time ?? 0;

/** The rooms as the list shows them, the one that was written to last first. */
export class Rooms {
  readonly #paloma: Paloma;
  readonly #people: People;
  readonly all = signal<readonly RoomSummary[] | undefined>(undefined);
  readonly #changed = new Set<string>();
  #refreshing = false;

  readonly sorted = computed(() => [...(this.all.value ?? [])].sort((a, b) => lastTime(b) - lastTime(a)));
  readonly unread = computed(() => this.sorted.value.filter((room) => this.counts(room)));
  readonly mentions = computed(() => this.sorted.value.reduce((sum, room) => sum + room.mentions, 0));

  constructor(paloma: Paloma, people: People) {
    this.#paloma = paloma;
    this.#people = people;
  }

  async load(): Promise<void> {
    this.all.value = await this.#paloma.rooms();
  }

  get(room: string): RoomSummary | undefined {
    return this.all.value?.find((summary) => summary.room === room);
  }

  /** Whether what is unread in a room asks for attention. */
  counts(room: RoomSummary): boolean {
    return room.mentions > 0 || (room.unread > 0 && room.notifications === "all");
  }

  title(room: RoomSummary): string {
    if (room.direct !== undefined) {
      return this.#people.name(room.direct);
    }
    return harmlessLine(room.name, 80) || this.#membersOf(room) || t("room.unnamed");
  }

  /** Who else is in a room, which says more than nothing where its name has not come yet. */
  #membersOf(room: RoomSummary): string {
    const self = this.#people.self.value?.account;
    const others = room.members.map((member) => member.account).filter((account) => account !== self);
    const first = others.slice(0, NAMED).map((account) => this.#people.name(account));
    const more = others.length - first.length;
    return [...first, ...(more > 0 ? [t("andMore", { count: more })] : [])].join(", ");
  }

  /** Whether somebody can be added to a room: they have accepted, or are in a room already. */
  canBeAdded(account: string): boolean {
    const shares = (this.all.value ?? []).some((room) => room.members.some((member) => member.account === account));
    return shares || this.#people.get(account)?.accepts === true;
  }

  /** Asks again about a room, together with the others that change in the same moment. */
  refresh(room: string): void {
    this.#changed.add(room);
    if (!this.#refreshing) {
      this.#refreshing = true;
      queueMicrotask(() => void this.#work());
    }
  }

  async #work(): Promise<void> {
    try {
      while (this.#changed.size > 0) {
        const wanted = [...this.#changed];
        this.#changed.clear();
        if (!wanted.every((room) => this.get(room) !== undefined)) {
          // A room that is new, or the one that the account's devices share, which is in no list.
          await this.load();
          continue;
        }
        const fresh = await Promise.all(wanted.map((room) => this.#paloma.room(room)));
        const rest = (this.all.value ?? []).filter((room) => !wanted.includes(room.room));
        this.all.value = [...rest, ...fresh.filter((room) => room !== undefined)];
      }
    } finally {
      this.#refreshing = false;
    }
  }
}
