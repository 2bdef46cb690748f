import type { NotificationLevel, Problem, Role, WhoMayAdd } from "./commands.ts";

/** What there is to see, as the engine says it. Everything that a person wrote is plain text, and nobody's markup. */

export interface Account {
  account: string;
  device: string;
  handle: string;
  origin: string;
  administrator: boolean;
}

export interface Connection {
  /** `waiting`: the server has not answered for longer than it should take. */
  state: "offline" | "connecting" | "waiting" | "catching_up" | "online";
  problem?: Problem;
}

export interface RoomSummary {
  room: string;
  name: string;
  topic: string;
  /** Whom a conversation of two is with. */
  direct?: string;
  standing: "opening" | "joining" | "active" | "stuck" | "ended";
  why: string;
  members: Member[];
  whoMayAdd?: WhoMayAdd;
  /** Whether who comes in later reads what is written now. */
  sharesHistory: boolean;
  /** Messages of others that were not read. */
  unread: number;
  mentions: number;
  /** The newest entry that was read. */
  readUpTo?: string;
  notifications: NotificationLevel;
  draft: string;
  /** Messages of this device that are not sent yet, and what is in the way. */
  waiting: number;
  obstacle?: Problem;
  unreadable: number;
  /** The newest thing in the timeline, for the list of rooms. */
  latest?: { account: string; text: string; time: number };
}

export interface Member {
  account: string;
  role: Role;
  devices: number;
}

export interface Person {
  account: string;
  handle: string;
  /** The name that this account gave them, or else the handle. */
  name: string;
  asks: boolean;
  asked: boolean;
  accepted: boolean;
  accepts: boolean;
  blocked: boolean;
  verified: boolean;
  online: boolean;
  /** Whom the handle stands for, when that is another account: they had it before, or want to have it. */
  holder?: string;
  /** Who has the handle now, as the server says, until this account lets it stand for them. */
  offered?: string;
}

export interface SafetyNumber {
  digits: string;
  /** What stands in the QR code. */
  text: string;
}

export interface DeviceInfo {
  device: string;
  addedAt: number;
  current: boolean;
}

export type Delivery = "queued" | "sent" | "delivered" | "read" | "failed";

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
}

export interface AttachmentInfo {
  /** To be handed to `Paloma.download`. */
  id: string;
  name: string;
  mediaType: string;
  size: number;
  width?: number;
  height?: number;
  thumbnail?: string;
}

/** One entry of a timeline. `place` orders entries, and is what `before` and `after` of a query take. */
export interface Entry {
  id: string;
  place: string;
  account: string;
  time: number;
  thread?: string;
  pinned: boolean;
  reactions: Reaction[];
  replies?: { count: number; last: number };
  /** Of own entries only. */
  delivery?: Delivery;
  /** Why it will never be sent. */
  failure?: string;
  attested: "own" | "verified" | "by another device";
  body:
    | {
        kind: "message";
        text: string;
        edited: boolean;
        replyTo?: string;
        mentions: string[];
        mentionsMe: boolean;
        attachments: AttachmentInfo[];
      }
    | {
        kind: "poll";
        question: string;
        options: { text: string; votes: number; mine: boolean }[];
        multiple: boolean;
        closed: boolean;
      }
    | { kind: "deleted" }
    | { kind: "unknown" };
}

/** A line of the timeline about the room itself: somebody came, something can't be read, the server was restored. */
export interface LogLine {
  id: string;
  time: number;
  kind:
    | "joined"
    | "left"
    | "removed"
    | "device_added"
    | "device_removed"
    | "device_rejoined"
    | "policy_changed"
    | "renewed"
    | "history_starts"
    | "unreadable"
    | "ended"
    | "stuck"
    | "server_restored"
    | "fork"
    | "duplicated"
    | "identity_changed";
  who?: string;
  by?: string;
  detail: string;
}

/** A part of a timeline or thread in its order. `more` says whether there is more in the direction that was asked for. */
export interface Page {
  entries: Entry[];
  /** Lines about the room between the first entry and the last, or to the end. */
  lines: LogLine[];
  more: boolean;
}

export interface Unreadable {
  sequence: number;
  time: number;
  why: string;
  attempts: number;
  nextAt: number;
}

export interface Hit {
  room: string;
  entry: string;
  account: string;
  time: number;
  /** The text around what was found; `ranges` are the found parts in it, as offsets in UTF-16. */
  snippet: string;
  ranges: [number, number][];
}
