import { useSignal } from "@preact/signals";
import { FaceSlightlySmiling, ListChecks, Paperclip, Plus, SendHorizontal } from "lucide";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Entry, RoomSummary } from "../../model/views.ts";
import { EmojiPicker } from "../emoji/emoji-picker.tsx";
import { useApp } from "../state/app.ts";
import { say } from "../state/toasts.ts";
import { MOST_FILES, Uploads } from "../state/uploads.ts";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { MenuButton } from "../ui/menu.tsx";
import { Completions } from "./completions.tsx";
import { announceSent, wanted } from "./compose.ts";
import { ComposerContext } from "./composer-context.tsx";
import { DraftKeeper } from "./draft-keeper.ts";
import { takeDropped } from "./drop.ts";
import { mentionsIn } from "./mentions.ts";
import { PollDialog } from "./poll-dialog.tsx";
import { TypingSignal } from "./typing-signal.ts";
import { UploadTray } from "./upload-tray.tsx";

const LONGEST = 20_000;

interface ComposerProps {
  room: RoomSummary;
  thread?: string | undefined;
}

/** Where a message is written. Enter sends it; Shift and Enter begin a line; ↑ in an empty one edits the last message. */
export function Composer({ room, thread }: ComposerProps) {
  const app = useApp();
  const area = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const text = useSignal(thread === undefined ? room.draft : "");
  const cursor = useSignal(0);
  const about = useSignal<{ kind: "reply" | "edit"; entry: Entry } | undefined>(undefined);
  const emojiOpen = useSignal(false);
  const uploads = useMemo(() => new Uploads(app, room.room), [app, room.room]);
  const typing = useMemo(() => new TypingSignal(app, room.room), [app, room.room]);
  const drafts = useMemo(() => new DraftKeeper(app, room.room, room.draft), [app, room.room]);

  useEffect(() => uploads.listen(), [uploads]);
  useEffect(() => takeDropped(frame.current, (files) => uploads.add(files)), [uploads]);
  useEffect(
    () => () => {
      typing.stop();
      drafts.flush();
    },
    [typing, drafts],
  );

  // What was begun on another device of the account can be gone on with here.
  useEffect(() => {
    if (thread === undefined && about.peek()?.kind !== "edit" && drafts.takes(room.draft, text.peek())) {
      text.value = room.draft;
    }
  }, [drafts, room.draft]);

  // Where there is a keyboard at hand, one can write at once. After a dialog has given the focus back, so not in this turn.
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) {
      requestAnimationFrame(() => area.current?.focus());
    }
  }, []);

  const setText = (value: string, at = value.length) => {
    text.value = value;
    requestAnimationFrame(() => {
      area.current?.focus();
      // What was typed since has moved on from there: back would put the next character in front of it.
      if (area.current?.value === value) {
        area.current.setSelectionRange(at, at);
        cursor.value = at;
      }
    });
  };
  const insert = (what: string, from: number, to: number) =>
    setText(text.peek().slice(0, from) + what + text.peek().slice(to), from + what.length);

  useEffect(
    () =>
      wanted.subscribe((what) => {
        if (what === undefined || what.room !== room.room || what.thread !== thread) {
          return;
        }
        wanted.value = undefined;
        if (what.kind === "text") {
          setText(what.text);
          return;
        }
        void app.paloma.entry(room.room, what.entry).then((entry) => {
          if (entry === undefined) {
            return;
          }
          about.value = { kind: what.kind, entry };
          if (what.kind === "edit") {
            drafts.keepAside(text.peek());
            setText(entry.body.kind === "message" ? entry.body.text : "");
          } else {
            area.current?.focus();
          }
        });
      }),
    [app, room.room, thread],
  );

  // It is as high as its text, up to a limit that the style sets.
  useLayoutEffect(() => {
    const element = area.current;
    if (element !== null) {
      element.style.blockSize = "auto";
      element.style.blockSize = `${element.scrollHeight + 2}px`;
    }
  }, [text.value]);

  const leave = () => {
    const editing = about.peek()?.kind === "edit";
    about.value = undefined;
    if (editing) {
      setText(drafts.aside());
    }
  };

  const editLast = async () => {
    const page = await app.paloma.timeline(room.room, { at: "end" }, 50, thread);
    const last = page.entries.findLast((entry) => entry.account === app.self && entry.body.kind === "message");
    if (last !== undefined) {
      wanted.value = { kind: "edit", room: room.room, thread, entry: last.id };
    }
  };

  const send = async () => {
    const said = text.peek().trim();
    const answered = about.peek();
    if (uploads.busy) {
      say(t("composer.stillUploading"));
      return;
    }
    if (said === "" && uploads.all.peek().length === 0) {
      return;
    }
    const mentions = mentionsIn(said, room, app);
    if (answered?.kind === "edit") {
      typing.stop();
      await app.act({ kind: "editMessage", room: room.room, message: answered.entry.id, text: said, mentions });
      leave();
      return;
    }
    about.value = undefined;
    setText("");
    drafts.clear();
    const sending = app.act({
      kind: "sendMessage",
      room: room.room,
      text: said,
      mentions,
      attachments: uploads.take(),
      ...(thread === undefined ? {} : { thread }),
      ...(answered === undefined ? {} : { replyTo: answered.entry.id }),
    });
    // Behind the message, which somebody waits for.
    typing.stop();
    if ((await sending) === undefined) {
      // What was refused is not lost.
      setText(said);
    } else {
      announceSent(room.room, thread);
    }
  };

  const key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) {
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "Escape" && about.peek() !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === "ArrowUp" && text.peek() === "" && !event.altKey) {
      event.preventDefault();
      void editLast();
    }
  };

  const title = app.rooms.title(room);
  const label =
    thread !== undefined
      ? t("composer.reply")
      : room.direct === undefined
        ? t("composer.inRoom", { room: title })
        : t("composer.to", { name: title });
  const empty = text.value.trim() === "" && uploads.all.value.length === 0;
  return (
    <div
      class="composer"
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (files !== undefined && files.length > 0) {
          event.preventDefault();
          uploads.add(files);
        }
      }}
      ref={frame}
    >
      {about.value && <ComposerContext about={about.value} onLeave={leave} />}
      <UploadTray uploads={uploads} />
      <div class="composer-row">
        <MenuButton
          icon={Plus}
          label={t("composer.add")}
          entries={() => [
            { label: t("composer.file"), icon: Paperclip, run: () => file.current?.click() },
            {
              label: t("composer.poll"),
              icon: ListChecks,
              run: () => app.open(() => <PollDialog room={room.room} />),
            },
          ]}
        />
        <input
          ref={file}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.currentTarget.files ?? []);
            event.currentTarget.value = "";
          }}
        />
        <Completions area={area} text={text} cursor={cursor} room={room} onInsert={insert}>
          <textarea
            ref={area}
            class="composer-area"
            rows={1}
            dir="auto"
            value={text.value}
            maxLength={LONGEST}
            placeholder={label}
            aria-label={label}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              cursor.value = event.currentTarget.selectionStart;
              typing.input(text.value);
              if (about.peek()?.kind !== "edit" && thread === undefined) {
                drafts.keep(text.value);
              }
            }}
            onSelect={(event) => {
              cursor.value = event.currentTarget.selectionStart;
            }}
            onBlur={() => typing.stop()}
            onKeyDown={key}
          />
        </Completions>
        <IconButton
          buttonRef={emojiButton}
          icon={FaceSlightlySmiling}
          label={t("emoji.choose")}
          popup="dialog"
          expanded={emojiOpen.value}
          onClick={() => {
            emojiOpen.value = !emojiOpen.value;
          }}
        />
        <IconButton
          class="send"
          icon={SendHorizontal}
          directional
          label={t("composer.send")}
          disabled={empty}
          onClick={() => void send()}
        />
      </div>
      {emojiOpen.value && emojiButton.current && (
        <EmojiPicker
          anchor={emojiButton.current}
          onClose={() => {
            emojiOpen.value = false;
          }}
          onChoose={(emoji) => {
            emojiOpen.value = false;
            insert(emoji, cursor.peek(), cursor.peek());
          }}
        />
      )}
      {uploads.all.value.length >= MOST_FILES && (
        <p class="quiet secondary">{t("composer.mostFiles", { count: MOST_FILES })}</p>
      )}
    </div>
  );
}
