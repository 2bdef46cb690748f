import { CoreRefusal } from "../core/operation.ts";
import type { Command, Outcome, Problem } from "../model/commands.ts";
import type { Change } from "../model/paloma.ts";
import type { Connection } from "../model/views.ts";
import type { Apart } from "./apart.ts";
import { CommandLog, OWN_KEYS } from "./command-log.ts";
import type { BlobCapability, EngineModule, EngineOutput, Input } from "./engine.ts";
import type { Entries, EntryChange } from "./entries.ts";
import type { Journal } from "./journal.ts";
import { searchMarks } from "./search-marks.ts";
import { Transport } from "./transport.ts";

/** How many inputs share a transaction, and for how long the engine may work before one is written, in milliseconds. */
const MAX_BATCH = 64;
const MAX_BATCH_TIME = 50;
const MAX_TIMEOUT = 2 ** 31 - 1;
/**
 * So long the engine is not woken for what it does in the background, which may take long, after pages were told that a
 * timeline has changed: they ask at once what they are to draw. Milliseconds.
 */
const PAUSE_AFTER_NEWS = 100;
const IDLE_BEFORE_MERGE = 1_000;
const PAUSE_WHEN_FULL = 600_000;

/** A command was not done. */
export class CommandRefused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.name = "CommandRefused";
    this.problem = problem;
  }
}

/** Commands that, done twice, would leave two of something. What they had brought when a worker died is not known. */
const NOT_TWICE: ReadonlySet<Command["kind"]> = new Set([
  "createRoom",
  "createInvite",
  "createLink",
  "sendMessage",
  "createPoll",
]);

const INTERRUPTED: Problem = {
  code: "interrupted",
  text: "this was interrupted: look whether it was done before you try again",
};

/** Changes that are the host's own, under keys that begin with {@link OWN_KEYS}. */
interface OwnChanges {
  readonly kind: "own";
  readonly changes: readonly EntryChange[];
  stored(): void;
}

interface Waiting<T> {
  readonly id?: string;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

export interface HostListener {
  /** Something happened that is stored. */
  changed(change: Change): void;
  /** The engine can't go on: a step could not be stored, or broke it. Called once; the worker ends then. */
  broken(reason: unknown): void;
}

/**
 * Runs the engine: takes inputs one after the other, stores what a step changes, and only then sends and tells what it
 * brought. Inputs that came while a transaction was being written share the next one. Questions are answered between
 * transactions, so nobody sees what is not stored.
 */
export class EngineHost {
  readonly #module: EngineModule;
  readonly #entries: Entries;
  readonly #journal: Journal;
  readonly #apart: Apart;
  readonly #listener: HostListener;
  readonly #commands: CommandLog;
  readonly #transport: Transport;
  readonly #queue: (Input | OwnChanges | (() => void))[] = [];
  readonly #waiting = new Map<number, Waiting<Outcome | BlobCapability>>();
  #nextCommand = 0;
  #running = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer ends. */
  #wakesAt: number | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #mergesAgainAt = 0;
  #connection: Connection = { state: "offline" };

  constructor(module: EngineModule, entries: Entries, journal: Journal, apart: Apart, listener: HostListener) {
    this.#module = module;
    this.#entries = entries;
    this.#journal = journal;
    this.#apart = apart;
    this.#listener = listener;
    this.#commands = new CommandLog(entries);
    this.#transport = new Transport(
      (input) => this.#enqueue(input),
      () => this.#listener.changed({ kind: "connectionChanged", connection: this.connection }),
    );
  }

  get connection(): Connection {
    const there = this.#connection.state === "online" || this.#connection.state === "catching_up";
    return there && this.#transport.isSilent ? { state: "waiting" } : this.#connection;
  }

  /** Wants a connection, and tries now. */
  goOnline(): void {
    this.#enqueue({ kind: "goOnline" });
  }

  /** There is no network: the connection is given up, and none is tried until {@link goOnline}. */
  goOffline(): void {
    this.#enqueue({ kind: "goOffline" });
  }

  /** Time may have gone by unnoticed. */
  wake(): void {
    this.#enqueue({ kind: "wake" });
  }

  /**
   * Gives the engine a command of a tab.
   *
   * @param id of the command, by which it is known again
   * @throws CommandRefused
   */
  command(id: string, command: Command): Promise<Outcome> {
    const known = this.#commands.find(id);
    if (known?.outcome !== undefined) {
      return Promise.resolve(known.outcome);
    }
    if (known?.problem !== undefined) {
      return Promise.reject(new CommandRefused(known.problem));
    }
    if (known !== undefined && NOT_TWICE.has(command.kind)) {
      return Promise.reject(new CommandRefused(INTERRUPTED));
    }
    return this.#submit(command, id) as Promise<Outcome>;
  }

  /** Asks for a capability to move a blob. @throws CommandRefused */
  blob(
    command:
      | { kind: "beginUpload"; room: string; blob: string; size: number }
      | { kind: "beginDownload"; room: string; blob: string },
  ): Promise<BlobCapability> {
    return this.#submit(command) as Promise<BlobCapability>;
  }

  #submit(command: object, id?: string): Promise<Outcome | BlobCapability> {
    return new Promise((resolve, reject) => {
      const number = this.#nextCommand++;
      this.#waiting.set(number, { resolve, reject, ...(id === undefined ? {} : { id }) });
      this.#enqueue({ kind: "command", id: number, json: JSON.stringify(command) });
    });
  }

  /** Asks what there is to see, as of the last step that is stored. */
  query<T>(question: object): Promise<T> {
    return this.between((ask) => ask(question) as T);
  }

  /** The keys of what is the host's own, to be looked at between two steps. */
  *ownKeys(): Iterable<string> {
    for (const [key] of this.#entries.all(OWN_KEYS)) {
      yield key;
    }
  }

  /**
   * Stores what is the host's own. It resolves when that is durable, and never when the host ends before.
   *
   * @param changes says what to store, between two steps; the next step comes behind it
   */
  store(changes: () => readonly EntryChange[]): Promise<void> {
    return new Promise((resolve) => {
      this.#enqueue(() => this.#queue.unshift({ kind: "own", changes: changes(), stored: resolve }));
    });
  }

  /** Does something between two steps, which may ask what there is to see. */
  between<T>(work: (ask: (question: object) => unknown) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#enqueue(() => {
        try {
          resolve(work((question) => this.#module.query(question)));
        } catch (error) {
          reject(error);
          if (!(error instanceof CoreRefusal)) {
            throw error;
          }
        }
      });
    });
  }

  /** Lets go of everything in memory; what is stored stays. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#idle);
    this.#transport.close();
  }

  #enqueue(item: Input | OwnChanges | (() => void)): void {
    if (this.#stopped) {
      return;
    }
    this.#queue.push(item);
    if (!this.#running) {
      this.#running = true;
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    clearTimeout(this.#idle);
    try {
      while (!this.#stopped && this.#queue.length > 0) {
        if (typeof this.#queue[0] === "function") {
          (this.#queue.shift() as () => void)();
        } else {
          await this.#takeBatch();
        }
      }
    } catch (error) {
      this.stop();
      this.#listener.broken(error);
      return;
    }
    this.#running = false;
    this.#idle = setTimeout(() => this.#mergeWhenIdle(), IDLE_BEFORE_MERGE);
  }

  #mergeWhenIdle(): void {
    const mayMerge = this.#journal.wantsMerging && performance.now() >= this.#mergesAgainAt;
    if (this.#running || this.#stopped || !mayMerge) {
      return;
    }
    this.#running = true;
    this.#journal.merge().then(
      () => void this.#run(),
      (error) => {
        if (error instanceof DOMException && error.name === "QuotaExceededError") {
          // Merging needs room for a while; everything is stored as it was.
          this.#mergesAgainAt = performance.now() + PAUSE_WHEN_FULL;
          void this.#run();
        } else {
          this.stop();
          this.#listener.broken(error);
        }
      },
    );
  }

  /** Takes the inputs that are there, stores what all of them changed in one transaction, then does what they brought. */
  async #takeBatch(): Promise<void> {
    const outputs: EngineOutput[] = [];
    const changes: EntryChange[] = [];
    const stored: (() => void)[] = [];
    const until = performance.now() + MAX_BATCH_TIME;
    while (outputs.length < MAX_BATCH && performance.now() < until) {
      const input = this.#queue[0];
      if (input === undefined || typeof input === "function") {
        break;
      }
      this.#queue.shift();
      if (input.kind === "own") {
        this.#entries.apply(input.changes);
        changes.push(...input.changes);
        stored.push(input.stored);
        continue;
      }
      const output = this.#step(input);
      if (output !== undefined) {
        const all = [...output.changes, ...this.#noted(input, output), ...searchMarks(output.events)];
        this.#entries.apply(all);
        changes.push(...all);
        outputs.push(output);
      }
    }
    if (changes.length > 0) {
      await this.#journal.append(changes);
    }
    void this.#apart.fetch();
    for (const resolve of stored) {
      resolve();
    }
    for (const output of outputs) {
      this.#perform(output);
    }
    const last = outputs.at(-1);
    if (last !== undefined) {
      const isNews = outputs.some(({ events }) => events.some(({ kind }) => kind === "timelineChanged"));
      this.#wakeAt(last.wakeAt, isNews ? Date.now() + PAUSE_AFTER_NEWS : 0);
    }
  }

  #step(input: Input): EngineOutput | undefined {
    try {
      return this.#module.step(input);
    } catch (error) {
      if (error instanceof CoreRefusal && input.kind === "command") {
        this.#take(input.id)?.reject(new CommandRefused({ code: "invalid", text: error.message }));
        return undefined;
      }
      throw error;
    }
  }

  /** What to store about commands of tabs that came with this step, or ended in it. */
  #noted(input: Input, output: EngineOutput): EntryChange[] {
    const notes: EntryChange[] = [];
    const ended = new Set<number>();
    for (const event of output.events) {
      if (event.kind === "completed" || event.kind === "refused") {
        ended.add(event.command);
        const id = this.#waiting.get(event.command)?.id;
        if (id !== undefined) {
          notes.push(
            this.#commands.note(
              event.kind === "completed" ? { id, outcome: event.outcome as Outcome } : { id, problem: event.problem },
            ),
          );
        }
      }
    }
    if (input.kind === "command" && !ended.has(input.id)) {
      const id = this.#waiting.get(input.id)?.id;
      if (id !== undefined) {
        notes.push(this.#commands.note({ id }));
      }
    }
    return notes;
  }

  #take(command: number): Waiting<Outcome | BlobCapability> | undefined {
    const waiting = this.#waiting.get(command);
    this.#waiting.delete(command);
    return waiting;
  }

  #perform(output: EngineOutput): void {
    for (const effect of output.effects) {
      this.#transport.perform(effect);
    }
    for (const event of output.events) {
      switch (event.kind) {
        case "completed":
          this.#take(event.command)?.resolve(event.outcome);
          break;
        case "refused":
          this.#take(event.command)?.reject(new CommandRefused(event.problem));
          break;
        case "connectionChanged":
          this.#connection = event.connection;
          this.#listener.changed({ kind: "connectionChanged", connection: this.connection });
          break;
        default:
          this.#listener.changed(event);
      }
    }
  }

  /** Wakes the engine at a time, but not before another one. */
  #wakeAt(time: number | undefined, earliest: number): void {
    clearTimeout(this.#timer);
    if (time === undefined) {
      this.#wakesAt = undefined;
      return;
    }
    // What is put off already is not put off again: news may come for a long time.
    this.#wakesAt = Math.max(time, Math.min(earliest, this.#wakesAt ?? earliest));
    const wait = Math.min(Math.max(0, this.#wakesAt - Date.now()), MAX_TIMEOUT);
    this.#timer = setTimeout(() => {
      this.#wakesAt = undefined;
      this.wake();
    }, wait);
  }
}
