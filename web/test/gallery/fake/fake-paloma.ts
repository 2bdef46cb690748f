import type { Command, Outcome } from "../../../src/model/commands.ts";
import { type Anchor, type Change, type HostState, type Paloma, Refused } from "../../../src/model/paloma.ts";
import type {
  Account,
  AttachmentInfo,
  Connection,
  DeviceInfo,
  Entry,
  Hit,
  Page,
  Person,
  RoomSummary,
  SafetyNumber,
} from "../../../src/model/views.ts";
import { Actions } from "./actions.ts";
import { administration } from "./administration.ts";
import { idOf, ME, PEOPLE } from "./people.ts";
import { drawPicture } from "./picture.ts";
import type { FakeRoom } from "./room.ts";

export interface FakeOptions {
  readonly rooms?: readonly FakeRoom[];
  readonly people?: readonly Person[];
  readonly host?: HostState;
  readonly connection?: Connection;
  readonly now: () => number;
  /** The others answer, and what is sent arrives after a while. */
  readonly lively?: boolean;
}

const RECOVERY_KEY = "7K3MQ2X-R8TNW4B-J6HVC9D-P5FZG1Y-E2SAK7M-X4WQN8R-B3TJD6H-V9CPG5Z";

/**
 * Paloma without an engine: rooms and people in memory, which change as the commands say. It has no cryptography and no
 * server, and it is not in the product: it shows every view, and lets the interface be tested by itself.
 */
export class FakePaloma implements Paloma {
  readonly rooms_: Map<string, FakeRoom>;
  readonly people_: Map<string, Person>;
  readonly now: () => number;
  readonly lively: boolean;
  readonly settings = new Map<string, string>();
  readonly commands: Command[] = [];
  #host: HostState;
  #connection: Connection;
  #devices: DeviceInfo[];
  #passphrase: string | undefined;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #uploads = new Map<string, { cancelled: boolean }>();
  readonly #attached = new Map<string, AttachmentInfo & { file?: File }>();
  readonly #actions = new Actions(this);

  constructor(options: FakeOptions) {
    this.rooms_ = new Map((options.rooms ?? []).map((room) => [room.summary.room, room]));
    this.people_ = new Map((options.people ?? PEOPLE).map((person) => [person.account, person]));
    this.now = options.now;
    this.lively = options.lively ?? false;
    this.#host = options.host ?? { kind: "ready" };
    this.#connection = options.connection ?? { state: "online" };
    const now = this.now();
    this.#devices = [
      { device: idOf("this browser"), addedAt: now - 86_400_000 * 64, current: true },
      { device: idOf("phone"), addedAt: now - 86_400_000 * 12, current: false },
      { device: idOf("terminal"), addedAt: now - 3_600_000 * 5, current: false },
    ];
  }

  host(): HostState {
    return this.#host;
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }

  setHost(host: HostState): void {
    this.#host = host;
    this.emit({ kind: "hostChanged", host });
  }

  setConnection(connection: Connection): void {
    this.#connection = connection;
    this.emit({ kind: "connectionChanged", connection });
  }

  async command(command: Command): Promise<Outcome> {
    this.commands.push(command);
    switch (command.kind) {
      case "register":
        if (command.handle === "ana") {
          throw new Refused({ code: "handle_taken", text: "" });
        }
        this.setHost({ kind: "ready" });
        return { kind: "text", text: RECOVERY_KEY };
      case "recover":
        if (command.recoveryKey !== RECOVERY_KEY) {
          throw new Refused({ code: "wrong_recovery_key", text: "" });
        }
        this.setHost({ kind: "ready" });
        return { kind: "done" };
      case "beginLinking":
        return { kind: "text", text: "M4KD9TX-2QWRB7N-H8VCJ3F-P6ZGY5S" };
      case "approveLinking":
        if (command.code.length < 28) {
          throw new Refused({ code: "wrong_code", text: "" });
        }
        return { kind: "done" };
      case "revokeDevice":
        this.#devices = this.#devices.filter((device) => device.device !== command.device);
        this.emit({ kind: "devicesChanged" });
        return { kind: "done" };
      case "createInvite":
        return { kind: "text", text: `${location.origin}/#join=q0f3T8aYx2LmN5cVbK7wRz1DgH4sPjU6` };
      case "listInvites":
      case "listAccounts":
      case "listRoomSizes":
      case "getStatus":
        return administration(command, this.now());
      case "setSetting":
        this.settings.set(command.key, command.value ?? "");
        return { kind: "done" };
      default:
        return this.#actions.perform(command);
    }
  }

  /** A message of somebody else comes in. */
  receive(room: string, entry: Entry): void {
    this.#actions.receive(room, entry);
  }

  async account(): Promise<Account> {
    return {
      account: ME,
      device: idOf("this browser"),
      handle: "mila",
      origin: "https://acme.example",
      administrator: true,
    };
  }

  async connection(): Promise<Connection> {
    return this.#connection;
  }

  async rooms(): Promise<RoomSummary[]> {
    return Promise.all([...this.rooms_.keys()].map(async (id) => (await this.room(id)) as RoomSummary));
  }

  async room(id: string): Promise<RoomSummary | undefined> {
    const room = this.rooms_.get(id);
    if (room === undefined) {
      return undefined;
    }
    const last = room.entries.findLast((entry) => entry.thread === undefined);
    const text =
      last?.body.kind === "message"
        ? last.body.text || "Attachment"
        : last?.body.kind === "poll"
          ? last.body.question
          : "";
    return {
      ...room.summary,
      ...(last === undefined ? {} : { latest: { account: last.account, text, time: last.time } }),
    };
  }

  async timeline(id: string, anchor: Anchor, limit: number, thread?: string): Promise<Page> {
    const room = this.rooms_.get(id);
    const all = (room?.entries ?? []).filter((entry) =>
      thread === undefined ? entry.thread === undefined : entry.thread === thread,
    );
    const [from, to] = rangeOf(all, anchor, limit);
    const entries = all.slice(from, to);
    const since = from === 0 ? 0 : (entries[0]?.time ?? 0);
    const until = to >= all.length ? Number.POSITIVE_INFINITY : (entries.at(-1)?.time ?? 0);
    return {
      entries,
      lines: thread === undefined ? (room?.lines ?? []).filter((line) => line.time >= since && line.time <= until) : [],
      more: anchor.at === "after" ? to < all.length : from > 0,
    };
  }

  async entry(room: string, id: string): Promise<Entry | undefined> {
    return this.rooms_.get(room)?.entries.find((entry) => entry.id === id);
  }

  async threads(room: string, limit: number): Promise<Entry[]> {
    return (this.rooms_.get(room)?.entries ?? [])
      .filter((entry) => entry.replies !== undefined)
      .sort((a, b) => (b.replies?.last ?? 0) - (a.replies?.last ?? 0))
      .slice(0, limit);
  }

  async pinned(room: string, limit: number): Promise<Entry[]> {
    return (this.rooms_.get(room)?.entries ?? []).filter((entry) => entry.pinned).slice(0, limit);
  }

  async texts(room: string, id: string): Promise<{ text: string; time: number }[]> {
    const entry = await this.entry(room, id);
    const now = entry?.body.kind === "message" ? [{ text: entry.body.text, time: entry.time + 60_000 }] : [];
    return [...(this.rooms_.get(room)?.texts.get(id) ?? []), ...now];
  }

  async reactors(_room: string, _id: string, _emoji: string): Promise<string[]> {
    return [idOf("ana"), idOf("ben")];
  }

  async voters(room: string, id: string, option: number): Promise<string[]> {
    const entry = await this.entry(room, id);
    const votes = entry?.body.kind === "poll" ? (entry.body.options[option]?.votes ?? 0) : 0;
    return [...this.people_.keys()].slice(option, option + votes);
  }

  async readers(): Promise<string[]> {
    return [idOf("ana"), idOf("ben"), idOf("dorota")];
  }

  async unreadables(room: string) {
    return this.rooms_.get(room)?.unreadables ?? [];
  }

  async person(account: string): Promise<Person | undefined> {
    return (
      this.people_.get(account) ??
      (account === ME
        ? { ...(PEOPLE[0] as Person), account: ME, handle: "mila", name: "mila", verified: false }
        : undefined)
    );
  }

  async people(): Promise<Person[]> {
    return [...this.people_.values()];
  }

  async safetyNumber(account: string): Promise<SafetyNumber> {
    const digits = Array.from({ length: 12 }, (_, index) =>
      (Number.parseInt(account.slice(index * 4, index * 4 + 5), 16) % 100_000).toString().padStart(5, "0"),
    );
    return { digits: digits.join(" "), text: `paloma-verify:${account}` };
  }

  async isSafetyText(account: string, scanned: string): Promise<boolean> {
    return scanned === `paloma-verify:${account}`;
  }

  async devices(): Promise<DeviceInfo[]> {
    return this.#devices;
  }

  async setting(key: string): Promise<string | undefined> {
    return this.settings.get(key);
  }

  async search(words: string, filter: { room?: string; account?: string; from?: number; to?: number }): Promise<Hit[]> {
    const wanted = words.trim().toLowerCase();
    const hits: Hit[] = [];
    for (const [room, { entries }] of this.rooms_) {
      for (const entry of entries) {
        const text = entry.body.kind === "message" ? entry.body.text : "";
        const at = text.toLowerCase().indexOf(wanted);
        const fits =
          (filter.room ?? room) === room &&
          (filter.account ?? entry.account) === entry.account &&
          entry.time >= (filter.from ?? 0) &&
          entry.time <= (filter.to ?? Number.POSITIVE_INFINITY);
        if (at >= 0 && fits) {
          const from = Math.max(0, at - 60);
          const range: [number, number] = [at - from, at - from + wanted.length];
          hits.push({
            room,
            entry: entry.id,
            account: entry.account,
            time: entry.time,
            snippet: text.slice(from, at + 160),
            ranges: [range],
          });
        }
      }
    }
    return hits.sort((a, b) => b.time - a.time).slice(0, 50);
  }

  async attach(upload: string, _room: string, file: File): Promise<string> {
    const state = { cancelled: false };
    this.#uploads.set(upload, state);
    for (let part = 1; part <= 10 && !state.cancelled; part++) {
      await new Promise((resolve) => setTimeout(resolve, file.name.startsWith("slow") ? 2000 : 40));
      this.emit({ kind: "uploadProgress", upload, sent: Math.round((file.size * part) / 10), size: file.size });
    }
    if (state.cancelled) {
      throw new Refused({ code: "invalid", text: "cancelled" });
    }
    const picture = file.type.startsWith("image/") ? { width: 800, height: 500 } : {};
    this.#attached.set(upload, {
      id: upload,
      name: file.name,
      mediaType: file.type,
      size: file.size,
      file,
      ...picture,
    });
    return upload;
  }

  attached(id: string): AttachmentInfo | undefined {
    return this.#attached.get(id);
  }

  async cancelUpload(upload: string): Promise<void> {
    const state = this.#uploads.get(upload);
    if (state !== undefined) {
      state.cancelled = true;
    }
  }

  async download(_room: string, attachment: AttachmentInfo, _thumbnail: boolean): Promise<Blob> {
    const kept = this.#attached.get(attachment.id);
    return kept?.file ?? drawPicture(attachment);
  }

  async retryNow(): Promise<void> {
    this.setConnection({ state: "connecting" });
    setTimeout(() => this.setConnection({ state: "online" }), 600);
  }

  async setPassphrase(passphrase: string | undefined): Promise<void> {
    this.#passphrase = passphrase;
  }

  async unlock(passphrase: string): Promise<boolean> {
    if (passphrase !== (this.#passphrase ?? "correct horse battery")) {
      return false;
    }
    this.setHost({ kind: "ready" });
    return true;
  }

  async erase(): Promise<void> {
    this.setHost({ kind: "blank" });
  }
}

/** Which entries a question is about, in a sorted list. */
function rangeOf(all: readonly Entry[], anchor: Anchor, limit: number): readonly [number, number] {
  const first = (fits: (entry: Entry) => boolean) => {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = all[middle];
      if (entry !== undefined && fits(entry)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
  switch (anchor.at) {
    case "before": {
      const end = first((entry) => entry.place >= anchor.place);
      return [Math.max(0, end - limit), end];
    }
    case "after": {
      const begin = first((entry) => entry.place > anchor.place);
      return [begin, Math.min(all.length, begin + limit)];
    }
    case "around": {
      const at = all.findIndex((entry) => entry.id === anchor.entry);
      const begin = Math.max(0, at - Math.floor(limit / 2));
      return [begin, Math.min(all.length, begin + limit)];
    }
    default:
      return [Math.max(0, all.length - limit), all.length];
  }
}
