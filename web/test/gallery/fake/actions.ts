import type { Command, Outcome } from "../../../src/model/commands.ts";
import { Refused } from "../../../src/model/paloma.ts";
import type { Entry } from "../../../src/model/views.ts";
import type { FakePaloma } from "./fake-paloma.ts";
import { account, idOf, ME } from "./people.ts";
import { type FakeRoom, room as makeRoom, message, placeOf } from "./room.ts";

const DONE: Outcome = { kind: "done" };

/** What commands do to the rooms and people of the fake. */
export class Actions {
  readonly #paloma: FakePaloma;

  constructor(paloma: FakePaloma) {
    this.#paloma = paloma;
  }

  perform(command: Command): Outcome {
    switch (command.kind) {
      case "lookUp": {
        const found = [...this.#paloma.people_.values()].find((person) => person.handle === command.handle);
        if (found === undefined) {
          throw new Refused({ code: "not_found", text: "" });
        }
        return { kind: "account", account: found.account };
      }
      case "answerRequest":
        return this.#person(command.account, { asks: false, accepted: command.accept });
      case "block":
        return this.#person(command.account, { blocked: command.blocked, asks: false });
      case "verify":
        return this.#person(command.account, { verified: command.verified });
      case "nameContact":
        return this.#person(command.account, {
          name: command.name || (this.#paloma.people_.get(command.account)?.handle ?? ""),
        });
      case "createRoom": {
        const made = makeRoom(command.name, {}, []);
        made.summary.members = [
          { account: ME, role: "owner", devices: 1 },
          ...command.members.map((member) => ({ account: member, role: "member" as const, devices: 1 })),
        ];
        return this.#add(made);
      }
      case "openDirect": {
        const open = [...this.#paloma.rooms_.values()].find((room) => room.summary.direct === command.account);
        return open
          ? { kind: "room", room: open.summary.room }
          : this.#add(makeRoom(`direct ${command.account}`, { direct: command.account, name: "" }, []));
      }
      case "createLink":
        return { kind: "text", text: `${location.origin}/#room=h2Kd83mQzT5vXcR7bNwL1yPfG4sAjE6u` };
      case "sendMessage":
        return this.#send(command);
      default:
        return "room" in command ? this.#inRoom(command) : DONE;
    }
  }

  #inRoom(command: Extract<Command, { room: string }>): Outcome {
    const room = this.#room(command.room);
    switch (command.kind) {
      case "editMessage": {
        const entry = this.#entry(room, command.message);
        if (entry.body.kind === "message") {
          room.texts.set(entry.id, [...(room.texts.get(entry.id) ?? []), { text: entry.body.text, time: entry.time }]);
          return this.#change(room, entry, {
            body: { ...entry.body, text: command.text, edited: true, mentions: command.mentions },
          });
        }
        return DONE;
      }
      case "deleteMessage":
        return this.#change(room, this.#entry(room, command.message), { body: { kind: "deleted" }, reactions: [] });
      case "react": {
        const entry = this.#entry(room, command.message);
        const others = entry.reactions.filter((reaction) => reaction.emoji !== command.emoji);
        const before = entry.reactions.find((reaction) => reaction.emoji === command.emoji);
        const count = (before?.count ?? 0) - (before?.mine ? 1 : 0) + (command.on ? 1 : 0);
        const now = count > 0 ? [{ emoji: command.emoji, count, mine: command.on }] : [];
        return this.#change(room, entry, {
          reactions: before
            ? entry.reactions.flatMap((reaction) => (reaction === before ? now : [reaction]))
            : [...others, ...now],
        });
      }
      case "pin":
        return this.#change(room, this.#entry(room, command.message), { pinned: command.on });
      case "createPoll": {
        const entry: Entry = {
          ...message("mila", this.#paloma.now(), command.question),
          body: {
            kind: "poll",
            question: command.question,
            options: command.options.map((text) => ({ text, votes: 0, mine: false })),
            multiple: command.multiple,
            closed: false,
          },
        };
        return this.#append(room, entry);
      }
      case "vote": {
        const entry = this.#entry(room, command.poll);
        if (entry.body.kind === "poll") {
          const options = entry.body.options.map((option, index) => {
            const mine = command.choices.includes(index);
            return { ...option, mine, votes: option.votes - (option.mine ? 1 : 0) + (mine ? 1 : 0) };
          });
          return this.#change(room, entry, { body: { ...entry.body, options } });
        }
        return DONE;
      }
      case "closePoll": {
        const entry = this.#entry(room, command.poll);
        return entry.body.kind === "poll" ? this.#change(room, entry, { body: { ...entry.body, closed: true } }) : DONE;
      }
      case "markRead":
        return this.#summary(room, { unread: 0, mentions: 0, readUpTo: command.entry });
      case "setDraft":
        return this.#summary(room, { draft: command.text });
      case "setNotifications":
        return this.#summary(room, { notifications: command.level });
      case "setName":
        return this.#summary(room, { name: command.text });
      case "setTopic":
        return this.#summary(room, { topic: command.text });
      case "setHistory":
        return this.#summary(room, { sharesHistory: command.shared });
      case "setWhoMayAdd":
        return this.#summary(room, { whoMayAdd: command.who });
      case "addMember":
        return this.#summary(room, {
          members: [...room.summary.members, { account: command.account, role: "member", devices: 1 }],
        });
      case "removeMember":
        return this.#summary(room, {
          members: room.summary.members.filter((member) => member.account !== command.account),
        });
      case "setRole":
        return this.#summary(room, {
          members: room.summary.members.map((member) =>
            member.account === command.account ? { ...member, role: command.role } : member,
          ),
        });
      case "leave":
        return this.#summary(room, { standing: "ended" });
      case "retryUnreadable":
        room.unreadables = [];
        return this.#summary(room, { unreadable: 0 });
      default:
        return DONE;
    }
  }

  #send(command: Extract<Command, { kind: "sendMessage" }>): Outcome {
    const room = this.#room(command.room);
    const attachments = command.attachments.flatMap((id) => this.#paloma.attached(id) ?? []);
    const entry = message(
      "mila",
      this.#paloma.now(),
      command.text,
      {
        mentions: command.mentions,
        attachments,
        ...(command.replyTo === undefined ? {} : { replyTo: command.replyTo }),
      },
      { delivery: "queued", ...(command.thread === undefined ? {} : { thread: command.thread }) },
    );
    const outcome = this.#append(room, entry);
    if (command.thread !== undefined) {
      const root = this.#entry(room, command.thread);
      this.#change(room, root, { replies: { count: (root.replies?.count ?? 0) + 1, last: entry.time } });
    }
    (["sent", "delivered", "read"] as const).forEach((delivery, index) => {
      setTimeout(() => this.#change(room, this.#entry(room, entry.id), { delivery }), 150 * (index + 1));
    });
    if (this.#paloma.lively) {
      this.#answer(room, command.thread);
    }
    return outcome;
  }

  /** Somebody writes for a while, and answers. */
  #answer(room: FakeRoom, thread: string | undefined): void {
    const by =
      room.summary.direct === undefined
        ? "ana"
        : ([...this.#paloma.people_.values()].find((person) => person.account === room.summary.direct)?.handle ??
          "ana");
    const typing = (on: boolean) =>
      this.#paloma.emit({ kind: "typingChanged", room: room.summary.room, account: account(by), typing: on });
    setTimeout(() => typing(true), 800);
    setTimeout(() => {
      typing(false);
      this.receive(
        room.summary.room,
        message(by, this.#paloma.now(), "Sounds good to me.", {}, thread === undefined ? {} : { thread }),
      );
    }, 2600);
  }

  /** A message of somebody else comes in. */
  receive(id: string, entry: Entry): void {
    const room = this.#room(id);
    room.summary.unread++;
    this.#append(room, entry);
    this.#paloma.emit({ kind: "messageArrived", room: id, entry: entry.id, mentionsMe: false });
  }

  #append(room: FakeRoom, entry: Entry): Outcome {
    room.entries = [...room.entries, { ...entry, place: placeOf(entry.time) }].sort((a, b) =>
      a.place < b.place ? -1 : 1,
    );
    this.#paloma.emit({ kind: "timelineChanged", room: room.summary.room, entries: [entry.id] });
    return { kind: "operation", entry: entry.id };
  }

  #change(room: FakeRoom, entry: Entry, news: Partial<Entry>): Outcome {
    room.entries = room.entries.map((other) => (other.id === entry.id ? { ...other, ...news } : other));
    this.#paloma.emit({ kind: "timelineChanged", room: room.summary.room, entries: [entry.id] });
    return DONE;
  }

  #summary(room: FakeRoom, news: Partial<FakeRoom["summary"]>): Outcome {
    Object.assign(room.summary, news);
    this.#paloma.emit({ kind: "roomChanged", room: room.summary.room });
    return DONE;
  }

  #person(id: string, news: object): Outcome {
    const person = this.#paloma.people_.get(id);
    if (person !== undefined) {
      this.#paloma.people_.set(id, { ...person, ...news });
      this.#paloma.emit({ kind: "contactChanged", account: id });
    }
    return DONE;
  }

  #add(room: FakeRoom): Outcome {
    this.#paloma.rooms_.set(room.summary.room, room);
    this.#paloma.emit({ kind: "roomChanged", room: room.summary.room });
    return { kind: "room", room: room.summary.room };
  }

  #room(id: string): FakeRoom {
    const room = this.#paloma.rooms_.get(id);
    if (room === undefined) {
      throw new Refused({ code: "not_found", text: idOf(id) });
    }
    return room;
  }

  #entry(room: FakeRoom, id: string): Entry {
    const entry = room.entries.find((other) => other.id === id);
    if (entry === undefined) {
      throw new Refused({ code: "not_found", text: "" });
    }
    return entry;
  }
}
