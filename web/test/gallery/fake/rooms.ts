import type { Entry, LogLine } from "../../../src/model/views.ts";
import { account, idOf } from "./people.ts";
import { type FakeRoom, message, room } from "./room.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const line = (kind: LogLine["kind"], time: number, who?: string, by?: string): LogLine => ({
  id: idOf(`${kind} ${time}`),
  time,
  kind,
  detail: "",
  ...(who === undefined ? {} : { who: account(who) }),
  ...(by === undefined ? {} : { by: account(by) }),
});

/** The room that most pictures show. */
function launch(now: number): FakeRoom {
  const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
  const yesterday = now - DAY;
  const question = message(
    "ana",
    at(58),
    "Can we ship on Friday? The checklist is in the notes, and most of it is **done**.",
    {},
    {
      pinned: true,
      reactions: [
        { emoji: "👍", count: 3, mine: true },
        { emoji: "🎉", count: 1, mine: false },
      ],
      replies: { count: 4, last: at(12) },
    },
  );
  const plan = message("ben", at(55), "Here is the plan again, with the dates from yesterday.", {
    attachments: [{ id: "plan", name: "launch-plan.pdf", mediaType: "application/pdf", size: 1_240_000 }],
  });
  const answered = message(
    "mila",
    at(47),
    "Yes, if the migration test is green tonight. I start it at six and write here when it is through.",
    { replyTo: question.id },
  );
  const poll: Entry = {
    ...message("dorota", at(34), "poll"),
    body: {
      kind: "poll",
      question: "When do we meet for the last check?",
      multiple: false,
      closed: false,
      options: [
        { text: "Thursday, 16:00", votes: 4, mine: true },
        { text: "Friday, 9:00", votes: 2, mine: false },
        { text: "We don't need to", votes: 1, mine: false },
      ],
    },
  };
  const entries = [
    message(
      "chen",
      yesterday - 2 * HOUR,
      "The new index is live on staging. Search over the whole history takes about 20 ms now.",
    ),
    message(
      "chen",
      yesterday - 2 * HOUR + MINUTE,
      "Numbers below.\n\n```text\nmedian   18 ms\np99      41 ms\nsize    212 MB\n```",
    ),
    message(
      "mila",
      yesterday - HOUR,
      "That is faster than I hoped. 🙌",
      {},
      { reactions: [{ emoji: "❤️", count: 2, mine: false }] },
    ),
    question,
    plan,
    answered,
    message("mila", at(46), "And the old pages redirect since noon.", { edited: true }),
    poll,
    message("elif", at(21), "View from the train this morning:", {
      attachments: [
        { id: "train", name: "from-the-train.png", mediaType: "image/png", size: 412_000, width: 1200, height: 700 },
      ],
    }),
    message(
      "ben",
      at(9),
      "@mila can you look at the release notes before lunch? They are at https://notes.example/launch/12 and need a second pair of eyes.",
      {},
      {},
    ),
    message("ben", at(8), "Two things are open:\n\n1. the wording about *offline* work\n2. whether we say `beta`"),
    message("farah", at(4), "سأراجع النص العربي اليوم، وأرسل الملاحظات قبل المساء."),
  ];
  const thread = [
    message("ben", at(52), "What is left?", {}, { thread: question.id }),
    message("ana", at(50), "The translations, and one review.", {}, { thread: question.id }),
    message("mila", at(20), "I can take the review.", {}, { thread: question.id }),
    message(
      "ana",
      at(12),
      "Then Friday it is. 🎉",
      {},
      { thread: question.id, reactions: [{ emoji: "👍", count: 2, mine: false }] },
    ),
  ];
  const made = room(
    "launch",
    { topic: "Everything for the 2.0 release", unread: 3, mentions: 1, readUpTo: entries[8]?.id ?? "" },
    ["ana", "ben", "chen", "dorota", "elif", "farah", "goran"],
    [...entries, ...thread].sort((a, b) => (a.place < b.place ? -1 : 1)),
    [line("joined", yesterday - 3 * HOUR, "elif", "ana"), line("device_added", at(40), "ben")],
  );
  const edited = entries[6];
  if (edited !== undefined) {
    made.texts.set(edited.id, [{ text: "And the old pages redirect.", time: edited.time }]);
  }
  // A place is by time, whatever the order in which these were made.
  made.entries.sort((a, b) => a.time - b.time || (a.place < b.place ? -1 : 1));
  return made;
}

function direct(now: number): FakeRoom {
  const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
  return room(
    "direct ana",
    { direct: account("ana"), name: "", draft: "I will bring" },
    ["ana"],
    [
      message("ana", at(180), "Are you coming to the office tomorrow?"),
      message("mila", at(176), "Yes, from ten on. Lunch?"),
      message("ana", at(175), "Gladly. The place at the corner has soup again. 🍜"),
      message("mila", at(2), "See you there.", {}, { delivery: "delivered" }),
    ],
    [line("history_starts", at(200))],
  );
}

/** Everything that can go wrong in a room, at once. */
function trouble(now: number): FakeRoom {
  const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
  const made = room(
    "operations",
    { topic: "Who is on call", unreadable: 3, waiting: 2, obstacle: { code: "no_connection", text: "" } },
    ["goran", "chen", "ben"],
    [
      message("goran", at(95), "The backup ran through. All quiet.", {}, { attested: "by another device" }),
      message(
        "mila",
        at(60),
        "Thanks. I take over at noon.",
        {},
        { delivery: "failed", failure: "the room went on without this device" },
      ),
      message("mila", at(5), "Is somebody at the data centre?", {}, { delivery: "queued" }),
      message("ben", at(30), "", {}, { body: { kind: "deleted" } }),
      message("chen", at(25), "", {}, { body: { kind: "unknown" } }),
    ].sort((a, b) => a.time - b.time),
    [
      line("server_restored", at(80)),
      line("device_rejoined", at(70), "chen"),
      line("unreadable", at(40)),
      line("fork", at(35)),
      line("duplicated", at(33), "goran"),
    ],
  );
  made.unreadables = [
    {
      sequence: 41,
      time: at(40),
      why: "Waiting for Goran's phone to come online to unlock it.",
      attempts: 3,
      nextAt: now + 4 * MINUTE,
    },
    {
      sequence: 42,
      time: at(39),
      why: "Waiting for Goran's phone to come online to unlock it.",
      attempts: 3,
      nextAt: now + 4 * MINUTE,
    },
    { sequence: 45, time: at(20), why: "It was written before this device joined.", attempts: 1, nextAt: 0 },
  ];
  return made;
}

/** What a hostile member would write. */
export function hostile(now: number): FakeRoom {
  const texts = [
    "<script>alert(1)</script> <img src=x onerror=alert(1)> <b>not bold</b>",
    "[click me](javascript:alert(1)) ![pixel](https://evil.example/pixel.png) [bank](https://evil.example/login)",
    "https://аpple.com/login and https://user:secret@bank.example/ and http://xn--80ak6aa92e.com",
    "This is \u202Eesrever\u202C and hid\u200Bden\u2060 and \u2066isolated",
    `Z${"\u0300\u0301\u0302\u0303".repeat(60)}algo`,
    `${">".repeat(3000)} deep`,
    `${"*a **b ".repeat(2000)}`,
    `${"[".repeat(5000)}`,
    "```\nunclosed **code** <b>",
    "a".repeat(15_000),
    "| broken | table\n|---\n~~half *open",
    `${"\n".repeat(400)}a long way down`,
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} flag and family 👨‍👩‍👧‍👦 stay",
    "&lt;b&gt; &amp; &copy; &notAnEntity;",
  ];
  return room(
    "hostile",
    {},
    ["mallory"],
    texts.map((text, index) => message("mallory", now - (texts.length - index) * MINUTE, text)),
  );
}

/** A room that somebody has lived in for years. */
export function large(now: number, size = 100_000): FakeRoom {
  const people = ["ana", "ben", "chen", "dorota", "mila"];
  const words = [
    "The build is green again.",
    "Can somebody review this today?",
    "Lunch?",
    "I moved the meeting to Thursday, because two of us are away and the room is taken on Wednesday anyway.",
    "👍",
    "Done.\n\nThe second part follows tomorrow.",
  ];
  const entries = Array.from({ length: size }, (_, index) => {
    const time = now - (size - index) * 90_000;
    return message(
      people[Math.floor(index / 3) % people.length] ?? "ana",
      time,
      `${words[index % words.length]} (${index + 1})`,
    );
  });
  return room("archive", { topic: "A hundred thousand messages" }, ["ana", "ben", "chen", "dorota"], entries);
}

/** A small company on an ordinary day. */
export function ordinaryRooms(now: number): FakeRoom[] {
  const at = (minutesAgo: number) => now - minutesAgo * MINUTE;
  return [
    launch(now),
    room(
      "design",
      { topic: "How it looks", unread: 12, notifications: "all" },
      ["dorota", "elif"],
      [message("dorota", at(16), "The new empty states are in the file, have a look when you can.")],
    ),
    trouble(now),
    room(
      "random",
      { unread: 240, notifications: "none" },
      ["ana", "ben", "chen"],
      [message("chen", at(70), "Who left the bicycle in the lift?")],
    ),
    room("garden", { topic: "Roof garden" }, ["elif", "ana"], []),
    direct(now),
    room(
      "direct ben",
      { direct: account("ben"), name: "" },
      ["ben"],
      [message("ben", now - DAY * 2, "Thanks for the help with the pump.")],
    ),
    room(
      "direct hana",
      { direct: account("hana"), name: "", standing: "opening" },
      [],
      [message("hana", at(31), "Hello, we met at the conference.")],
    ),
    room(
      "direct farah",
      { direct: account("farah"), name: "", unread: 1 },
      ["farah"],
      [message("farah", at(38), "صباح الخير ☀️")],
    ),
  ];
}
