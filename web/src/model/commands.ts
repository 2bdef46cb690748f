/**
 * What a person wants, as the engine's `Command` has it: the same names in lower camel case, the same fields. Ids are
 * hexadecimal, times milliseconds since 1970. `CommandReader` of the module reads them, and a test holds the two together.
 */
export type Command =
  // The account
  | { kind: "register"; origin: string; invite?: string; handle: string }
  | { kind: "recover"; origin: string; handle: string; recoveryKey: string }
  | { kind: "beginLinking"; origin: string }
  | { kind: "approveLinking"; code: string }
  | { kind: "revokeDevice"; device: string; recoveryKey?: string }
  | { kind: "rotateListKey"; recoveryKey: string }
  | { kind: "removeAccount"; account: string }
  | { kind: "createInvite"; administrator: boolean; days: number }
  // The node, for those who administer it
  | { kind: "listInvites" | "getStatus" }
  | { kind: "revokeInvite"; id: string }
  | { kind: "listAccounts"; after: string }
  | { kind: "setAdministrator"; account: string; administrator: boolean }
  | { kind: "createReset"; account: string; days: number }
  | { kind: "listRoomSizes"; after?: string }
  // People
  | { kind: "lookUp"; handle: string }
  | { kind: "acceptIdentity"; handle: string }
  | { kind: "answerRequest"; account: string; accept: boolean }
  | { kind: "block"; account: string; blocked: boolean }
  | { kind: "verify"; account: string; verified: boolean }
  | { kind: "nameContact"; account: string; name: string }
  | { kind: "readmit"; account: string }
  // Rooms
  | { kind: "createRoom"; name: string; members: string[]; whoMayAdd: WhoMayAdd }
  | { kind: "openDirect"; account: string }
  | { kind: "addMember" | "removeMember"; room: string; account: string }
  | { kind: "leave" | "createLink" | "revokeLinks" | "repairRoom" | "retryUnreadable"; room: string }
  | { kind: "setRole"; room: string; account: string; role: Role }
  | { kind: "setWhoMayAdd"; room: string; who: WhoMayAdd }
  | { kind: "joinByLink"; link: string }
  | { kind: "setHistory"; room: string; shared: boolean }
  | { kind: "setRetention"; room: string; seconds: number }
  // What is written
  | {
      kind: "sendMessage";
      room: string;
      text: string;
      replyTo?: string;
      thread?: string;
      mentions: string[];
      attachments: string[]; // what `Paloma.attach` returned
    }
  | { kind: "editMessage"; room: string; message: string; text: string; mentions: string[] }
  | { kind: "deleteMessage"; room: string; message: string }
  | { kind: "react"; room: string; message: string; emoji: string; on: boolean }
  | { kind: "pin"; room: string; message: string; on: boolean }
  | { kind: "setName" | "setTopic"; room: string; text: string }
  | { kind: "createPoll"; room: string; question: string; options: string[]; multiple: boolean }
  | { kind: "vote"; room: string; poll: string; choices: number[] }
  | { kind: "closePoll"; room: string; poll: string }
  // What the account's devices share
  | { kind: "markRead"; room: string; entry: string }
  | { kind: "setDraft"; room: string; text: string }
  | { kind: "setNotifications"; room: string; level: NotificationLevel }
  | { kind: "setSetting"; key: string; value?: string }
  // Signals
  | { kind: "setTyping"; room: string; typing: boolean }
  | { kind: "showPresence"; visible: boolean };

export type Role = "member" | "administrator" | "owner";
export type WhoMayAdd = "administrators" | "members";
export type NotificationLevel = "all" | "mentions" | "none";

/** What a command brought. */
export type Outcome =
  | { kind: "done" }
  | { kind: "text"; text: string }
  | { kind: "room"; room: string }
  | { kind: "account"; account: string }
  | { kind: "operation"; entry: string }
  | { kind: "invites"; invites: OpenInvite[] }
  | { kind: "accounts"; accounts: NodeAccount[] }
  | { kind: "roomSizes"; rooms: RoomSize[] }
  | { kind: "status"; figures: Record<string, number> };

/** A link to the node that can still be used, without its token. */
export interface OpenInvite {
  id: string;
  administrator: boolean;
  creator?: string;
  /** The account that ends with its use. */
  resets?: string;
  expires: number;
}

export interface NodeAccount {
  account: string;
  handle: string;
  administrator: boolean;
  devices: number;
}

/** How large a room is on the node, which does not know what it says. */
export interface RoomSize {
  room: string;
  devices: number;
  records: number;
  bytes: number;
  blobs: number;
  blobBytes: number;
  lastAccepted: number;
}

/** Why something can't be done. `code` is the engine's `ProblemCode` in lower case with underscores. */
export interface Problem {
  code: string;
  text: string;
}
