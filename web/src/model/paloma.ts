import type { Command, Outcome, Problem } from "./commands.ts";
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
} from "./views.ts";

/** What has changed: whoever shows it asks again. Names as the engine's `EngineEvent` has them. */
export type Change =
  | { kind: "connectionChanged"; connection: Connection }
  | { kind: "roomChanged" | "receiptsChanged"; room: string }
  | { kind: "timelineChanged"; room: string; entries: string[] }
  | { kind: "messageArrived"; room: string; entry: string; mentionsMe: boolean }
  | { kind: "contactChanged"; account: string }
  | { kind: "devicesChanged" | "settingsChanged" }
  | { kind: "linkingEnded"; problem?: Problem }
  | { kind: "historyRestored"; operations: number; complete: boolean }
  | { kind: "typingChanged"; room: string; account: string; typing: boolean }
  | { kind: "presenceChanged"; account: string; online: boolean }
  | { kind: "notice"; room?: string; notice: string; detail: string; account?: string }
  | { kind: "profileEnded"; problem: Problem }
  | { kind: "hostChanged"; host: HostState }
  | { kind: "uploadProgress"; upload: string; sent: number; size: number };

/** How the part of Paloma that runs in the worker is. */
export type HostState =
  | { kind: "starting" }
  /** There is no account in this browser yet. */
  | { kind: "blank" }
  /** A passphrase is needed. */
  | { kind: "locked" }
  | { kind: "ready" }
  /** Nothing works, and why: what a page tells people what to do about. */
  | {
      kind: "failed";
      why: "no-webassembly" | "no-storage" | "storage-full" | "storage-damaged" | "core-stopped";
      detail: string;
    };

/** A command was refused. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.text);
    this.name = "Refused";
    this.problem = problem;
  }
}

/** Where a page of a timeline begins: at its newest end, before or after a place, or around an entry. */
export type Anchor = { at: "end" } | { at: "before" | "after"; place: string } | { at: "around"; entry: string };

/**
 * Paloma in this browser, for whoever draws it. There is one in a tab; all tabs share one engine in one worker. Every
 * method that asks answers with what is so now.
 */
export interface Paloma {
  host(): HostState;
  /** Tells of every change, in order. Returns how to stop that. */
  subscribe(listener: (change: Change) => void): () => void;

  /** Rejects with {@link Refused}. */
  command(command: Command): Promise<Outcome>;

  account(): Promise<Account | undefined>;
  connection(): Promise<Connection>;
  rooms(): Promise<RoomSummary[]>;
  room(room: string): Promise<RoomSummary | undefined>;
  /** A room's timeline, or a thread of it. */
  timeline(room: string, anchor: Anchor, limit: number, thread?: string): Promise<Page>;
  entry(room: string, entry: string): Promise<Entry | undefined>;
  /** Threads of a room, those that were written to last first. */
  threads(room: string, limit: number): Promise<Entry[]>;
  pinned(room: string, limit: number): Promise<Entry[]>;
  /** What a message said, from the first text to the last. */
  texts(room: string, entry: string): Promise<{ text: string; time: number }[]>;
  reactors(room: string, entry: string, emoji: string): Promise<string[]>;
  voters(room: string, entry: string, option: number): Promise<string[]>;
  /** Who has read an own message. */
  readers(room: string, entry: string): Promise<string[]>;
  unreadables(room: string): Promise<Unreadable[]>;
  person(account: string): Promise<Person | undefined>;
  people(): Promise<Person[]>;
  safetyNumber(account: string): Promise<SafetyNumber | undefined>;
  /** Whether a text that was scanned from somebody's screen is theirs. */
  isSafetyText(account: string, scanned: string): Promise<boolean>;
  devices(): Promise<DeviceInfo[]>;
  setting(key: string): Promise<string | undefined>;

  search(words: string, filter: { room?: string; account?: string; from?: number; to?: number }): Promise<Hit[]>;

  /** Encrypts and uploads a file; `uploadProgress` tells how far it is. Resolves to what `sendMessage` takes. */
  attach(upload: string, room: string, file: File): Promise<string>;
  cancelUpload(upload: string): Promise<void>;
  /** The file, decrypted and checked. */
  download(room: string, attachment: AttachmentInfo, thumbnail: boolean): Promise<Blob>;

  /** Tries to connect now instead of later. */
  retryNow(): Promise<void>;
  /** Locks this browser's profile behind a passphrase, changes it, or takes it away. */
  setPassphrase(passphrase: string | undefined): Promise<void>;
  unlock(passphrase: string): Promise<boolean>;
  /** Forgets everything in this browser. */
  erase(): Promise<void>;
}
