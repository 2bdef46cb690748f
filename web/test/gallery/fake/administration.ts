import type { Command, Outcome } from "../../../src/model/commands.ts";
import { account, idOf, ME, PEOPLE } from "./people.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

type Question = Extract<Command, { kind: "listInvites" | "listAccounts" | "listRoomSizes" | "getStatus" }>;

/** What a node of a small company answers an administrator. */
export function administration(question: Question, now: number): Outcome {
  switch (question.kind) {
    case "listInvites":
      return {
        kind: "invites",
        invites: [
          { id: idOf("invite 1"), administrator: false, creator: ME, expires: now + 6 * DAY },
          { id: idOf("invite 2"), administrator: true, creator: account("ana"), expires: now + 40 * MINUTE },
        ],
      };
    case "listAccounts": {
      const all = ["mila", ...PEOPLE.map((person) => person.handle)].sort();
      const accounts = all
        .filter((handle) => handle > question.after)
        .map((handle, index) => ({
          account: account(handle),
          handle,
          administrator: handle === "mila" || handle === "ana",
          devices: 1 + (index % 3),
        }));
      return { kind: "accounts", accounts };
    }
    case "listRoomSizes": {
      const rooms = Array.from({ length: 8 }, (_, index) => ({
        room: idOf(`size ${index}`),
        devices: 3 + ((index * 7) % 19),
        records: 12_000 >> index,
        bytes: 40_000_000 >> index,
        blobs: 80 >> index,
        blobBytes: 120_000_000 >> index,
        lastAccepted: now - index * index * 37 * MINUTE,
      }));
      return { kind: "roomSizes", rooms: question.after === undefined ? rooms : [] };
    }
    default:
      return {
        kind: "status",
        figures: {
          "started-at": now - 12 * DAY,
          sessions: 21,
          accounts: 11,
          devices: 24,
          rooms: 31,
          blobs: 412,
          "database-bytes": 84_000_000,
          "blob-bytes": 412_000_000,
          "disk-free-bytes": 41_000_000_000,
          "memory-bytes": 210_000_000,
          "memory-limit-bytes": 512_000_000,
          "writes-waiting": 0,
          ready: 1,
          "limit-connections": 20_000,
          "limit-connections-per-address": 200,
          "limit-device-requests": 600,
          "limit-account-requests": 1_200,
          "limit-address-requests": 3_000,
          "limit-blob-bytes": 100_000_000,
          "limit-account-blob-bytes": 2_000_000_000,
        },
      };
  }
}
