import { startWorker } from "../core/trusted-worker.ts";
import type { Command, Outcome, Problem } from "../model/commands.ts";
import { type Anchor, type Change, type HostState, type Paloma, Refused } from "../model/paloma.ts";
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
  Unreadable,
} from "../model/views.ts";
import { CHANNEL, type HostNews, type HostRequest, lifeOf, type Message, PING, type WorkerEnded } from "./channel.ts";

/** How often a page asks whether its worker lives, and how long that may say nothing, in milliseconds. */
const PING_EVERY = 5_000;
const SILENCE = 30_000;
/** So often a worker may end within a minute before this gives up. */
const MAX_ENDS = 5;
const MINUTE = 60_000;
/** A request goes to so many hosts at most: the one that it ends every time is not asked again. */
const MAX_ATTEMPTS = 3;

const STOPPED: Problem = { code: "interrupted", text: "Paloma stopped while it did this" };

interface Pending {
  readonly message: HostRequest;
  /** The host that it was sent to last. */
  sentTo: string | undefined;
  attempts: number;
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/**
 * Paloma for one tab: a worker of its own, which waits for its turn, and the channel to the one that has the profile.
 */
export class RemotePaloma implements Paloma {
  readonly #workerUrl: string;
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #tab = crypto.randomUUID();
  readonly #pending = new Map<string, Pending>();
  readonly #listeners = new Set<(change: Change) => void>();
  #worker: Worker | undefined;
  #lastSign = 0;
  #ends: number[] = [];
  /** The host that answers; nothing while none does. */
  #host: string | undefined;
  #state: HostState = { kind: "starting" };
  #nextRequest = 0;

  constructor(workerUrl: string) {
    this.#workerUrl = workerUrl;
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
    this.#start();
    this.#channel.postMessage({ to: "host", hello: true } satisfies Message);
    setInterval(() => this.#watch(), PING_EVERY);
    // Here and not in the worker, because only pages hear of it in every browser.
    for (const network of ["online", "offline"]) {
      addEventListener(network, () => {
        this.#channel.postMessage({ to: "host", network: network === "online" } satisfies Message);
      });
    }
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") {
        // A machine that was asleep has timers that are late, and a connection that only seems to be there.
        this.#channel.postMessage({ to: "host", woke: true } satisfies Message);
      }
    });
  }

  // The worker

  #start(): void {
    const name = `paloma ${crypto.randomUUID()}`;
    const worker = startWorker(this.#workerUrl, name);
    this.#worker = worker;
    this.#lastSign = performance.now();
    let lives = false;
    worker.onmessage = (event: MessageEvent<typeof PING | WorkerEnded>) => {
      if (worker !== this.#worker) {
        return;
      }
      this.#lastSign = performance.now();
      if (event.data !== PING) {
        this.#restart(event.data.ended);
      } else if (!lives) {
        lives = true;
        void navigator.locks.request(lifeOf(name), () => {
          if (worker === this.#worker) {
            this.#restart("it is gone");
          }
        });
      }
    };
    worker.onerror = (event) => {
      if (worker === this.#worker) {
        this.#restart(event.message ?? "the script did not load");
      }
    };
  }

  #watch(): void {
    if (performance.now() - this.#lastSign > SILENCE) {
      this.#restart("no sign of life");
    } else {
      this.#worker?.postMessage(PING);
    }
  }

  /** Ends the worker, whatever it is doing, and starts another one, which opens what is stored. */
  #restart(why: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const now = performance.now();
    this.#ends = [...this.#ends.filter((end) => now - end < MINUTE), now];
    if (this.#ends.length > MAX_ENDS) {
      if (this.#state.kind !== "failed") {
        this.#become({ kind: "failed", why: "core-stopped", detail: why });
      }
      return;
    }
    setTimeout(() => this.#start(), (this.#ends.length - 1) * 500);
  }

  // The channel

  #hear(message: Message): void {
    if (message.to === "page") {
      this.#answered(message);
    } else if (message.to === "pages" && "change" in message) {
      this.#tell(message.change);
    } else if (message.to === "pages") {
      this.#news(message);
    }
  }

  #news({ host, state }: HostNews): void {
    const begins = state.kind === "starting";
    this.#host = begins || state.kind === "failed" ? undefined : host;
    // A host that takes over says so when it is there: until then everything looks as it did.
    if (!begins && JSON.stringify(state) !== JSON.stringify(this.#state)) {
      this.#become(state);
    }
    for (const pending of this.#pending.values()) {
      this.#send(pending);
    }
  }

  #answered(message: Message & { to: "page" }): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) {
      return;
    }
    this.#pending.delete(message.id);
    if ("problem" in message) {
      pending.reject(new Refused(message.problem));
    } else {
      pending.resolve(message.value);
    }
  }

  #become(state: HostState): void {
    this.#state = state;
    this.#tell({ kind: "hostChanged", host: state });
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }

  /** Asks the host, and the one after it when it ends before it has answered. */
  #ask<T>(method: string, argument?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const id = `${this.#tab}:${this.#nextRequest++}`;
      const pending: Pending = {
        message: { to: "host", id, method, argument },
        sentTo: undefined,
        attempts: 0,
        resolve: resolve as (value: unknown) => void,
        reject,
      };
      this.#pending.set(id, pending);
      this.#send(pending);
    });
  }

  #send(pending: Pending): void {
    if (this.#host === undefined || pending.sentTo === this.#host) {
      return;
    }
    if (pending.attempts >= MAX_ATTEMPTS) {
      this.#pending.delete(pending.message.id);
      pending.reject(new Refused(STOPPED));
      return;
    }
    pending.sentTo = this.#host;
    pending.attempts++;
    this.#channel.postMessage(pending.message satisfies Message);
  }

  #query<T>(kind: string, fields: object = {}): Promise<T> {
    return this.#ask<T>("query", { kind, ...fields });
  }

  /** Where there may be nothing. */
  async #find<T>(kind: string, fields: object): Promise<T | undefined> {
    return (await this.#query<T | null>(kind, fields)) ?? undefined;
  }

  // What a tab asks

  host(): HostState {
    return this.#state;
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  command(command: Command): Promise<Outcome> {
    return this.#ask("command", command);
  }

  async account(): Promise<Account | undefined> {
    const account = await this.#query<(Account & { registered: boolean }) | null>("account");
    if (account === null || !account.registered) {
      return undefined;
    }
    const { registered: _, ...known } = account;
    return known;
  }

  connection(): Promise<Connection> {
    return this.#ask("connection");
  }

  rooms(): Promise<RoomSummary[]> {
    return this.#query("rooms");
  }

  room(room: string): Promise<RoomSummary | undefined> {
    return this.#find("room", { room });
  }

  timeline(room: string, anchor: Anchor, limit: number, thread?: string): Promise<Page> {
    return this.#query("timeline", { room, anchor, limit, thread });
  }

  entry(room: string, entry: string): Promise<Entry | undefined> {
    return this.#find("entry", { room, entry });
  }

  threads(room: string, limit: number): Promise<Entry[]> {
    return this.#query("threads", { room, limit });
  }

  pinned(room: string, limit: number): Promise<Entry[]> {
    return this.#query("pinned", { room, limit });
  }

  texts(room: string, entry: string): Promise<{ text: string; time: number }[]> {
    return this.#query("texts", { room, entry });
  }

  reactors(room: string, entry: string, emoji: string): Promise<string[]> {
    return this.#query("reactors", { room, entry, emoji });
  }

  voters(room: string, entry: string, option: number): Promise<string[]> {
    return this.#query("voters", { room, entry, option });
  }

  readers(room: string, entry: string): Promise<string[]> {
    return this.#query("readers", { room, entry });
  }

  unreadables(room: string): Promise<Unreadable[]> {
    return this.#query("unreadables", { room });
  }

  person(account: string): Promise<Person | undefined> {
    return this.#find("person", { account });
  }

  people(): Promise<Person[]> {
    return this.#query("people");
  }

  safetyNumber(account: string): Promise<SafetyNumber | undefined> {
    return this.#find("safetyNumber", { account });
  }

  isSafetyText(account: string, scanned: string): Promise<boolean> {
    return this.#query("isSafetyText", { account, scanned });
  }

  devices(): Promise<DeviceInfo[]> {
    return this.#query("devices");
  }

  setting(key: string): Promise<string | undefined> {
    return this.#find("setting", { key });
  }

  search(words: string, filter: { room?: string; account?: string; from?: number; to?: number }): Promise<Hit[]> {
    return this.#ask("search", { words, filter });
  }

  attach(upload: string, room: string, file: File): Promise<string> {
    return this.#ask("attach", { upload, room, file });
  }

  cancelUpload(upload: string): Promise<void> {
    return this.#ask("cancelUpload", upload);
  }

  download(room: string, attachment: AttachmentInfo, thumbnail: boolean): Promise<Blob> {
    return this.#ask("download", { room, attachment, thumbnail });
  }

  retryNow(): Promise<void> {
    return this.#ask("retryNow");
  }

  setPassphrase(passphrase: string | undefined): Promise<void> {
    return this.#ask("setPassphrase", passphrase);
  }

  unlock(passphrase: string): Promise<boolean> {
    return this.#ask("unlock", passphrase);
  }

  erase(): Promise<void> {
    return this.#ask("erase");
  }
}
