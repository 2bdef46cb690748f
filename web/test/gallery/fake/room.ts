import type { Entry, LogLine, RoomSummary } from "../../../src/model/views.ts";
import { account, idOf, ME } from "./people.ts";

type Message = Extract<Entry["body"], { kind: "message" }>;

let counter = 0;

export const placeOf = (time: number): string =>
  time.toString(16).padStart(16, "0") + (counter++).toString(16).padStart(8, "0");

/** A message, with the little that most of them need. */
export function message(
  by: string,
  time: number,
  text: string,
  news: Partial<Message> = {},
  about: Partial<Entry> = {},
): Entry {
  const own = account(by) === ME;
  const mentionsMe = /@mila\b/.test(text);
  return {
    id: idOf(`${by} ${time} ${text.slice(0, 80)} ${counter}`),
    place: placeOf(time),
    account: account(by),
    time,
    pinned: false,
    reactions: [],
    attested: own ? "own" : "verified",
    ...(own ? { delivery: "read" as const } : {}),
    body: {
      kind: "message",
      text,
      edited: false,
      mentions: mentionsMe ? [ME] : [],
      mentionsMe,
      attachments: [],
      ...news,
    },
    ...about,
  };
}

/** A room as the fake keeps it. Its summary is made from it whenever somebody asks. */
export interface FakeRoom {
  readonly summary: RoomSummary;
  entries: Entry[];
  lines: LogLine[];
  texts: Map<string, { text: string; time: number }[]>;
  unreadables: { sequence: number; time: number; why: string; attempts: number; nextAt: number }[];
}

export function room(
  id: string,
  news: Partial<RoomSummary>,
  members: readonly string[],
  entries: Entry[] = [],
  lines: LogLine[] = [],
): FakeRoom {
  return {
    summary: {
      room: idOf(`room ${id}`),
      name: id,
      topic: "",
      standing: "active",
      why: "",
      members: ["mila", ...members].map((handle, index) => ({
        account: account(handle),
        role: index === 0 ? "owner" : index === 1 ? "administrator" : "member",
        devices: 1 + (index % 3),
      })),
      whoMayAdd: "members",
      sharesHistory: true,
      unread: 0,
      mentions: 0,
      notifications: "all",
      draft: "",
      waiting: 0,
      unreadable: 0,
      ...news,
    },
    entries,
    lines,
    texts: new Map(),
    unreadables: [],
  };
}
