import { Hash, UserRound } from "lucide";
import { useState } from "preact/hooks";
import { InviteDialog } from "../room/invite-dialog.tsx";
import { type App, useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Choice, Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { PeopleField } from "./people-field.tsx";

/** What to begin: a conversation with somebody, or a room. */
export function NewDialog() {
  const app = useApp();
  return (
    <Dialog title={t("new.title")} onClose={app.close}>
      <button type="button" class="option" onClick={() => app.open(() => <NewDirectDialog />)}>
        <Icon of={UserRound} />
        <span>
          <strong>{t("new.direct")}</strong>
          <span class="quiet secondary block">{t("new.directHint")}</span>
        </span>
      </button>
      <button type="button" class="option" onClick={() => app.open(() => <NewRoomDialog />)}>
        <Icon of={Hash} />
        <span>
          <strong>{t("new.room")}</strong>
          <span class="quiet secondary block">{t("new.roomHint")}</span>
        </span>
      </button>
    </Dialog>
  );
}

/** A conversation with one person, by their handle. */
export function NewDirectDialog() {
  const app = useApp();
  const [handle, setHandle] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const begin = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const found = await app.paloma.command({ kind: "lookUp", handle: handle.trim().replace(/^@/, "") });
      const opened =
        found.kind === "account" && (await app.paloma.command({ kind: "openDirect", account: found.account }));
      if (opened && opened.kind === "room") {
        app.close();
        go({ at: "room", room: opened.room });
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("new.direct")} onClose={app.close}>
      <form class="stack" onSubmit={(event) => void begin(event)}>
        <Field
          label={t("handle")}
          value={handle}
          onInput={setHandle}
          hint={t("new.handleHint")}
          problem={problem}
          maxLength={64}
          autoFocus
        />
        <DialogActions>
          <Button onClick={app.close}>{t("cancel")}</Button>
          <Button submit kind="primary" busy={busy} disabled={handle.trim() === ""}>
            {t("new.begin")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A room with a name and its first members. */
export function NewRoomDialog() {
  const app = useApp();
  const [name, setName] = useState("");
  const [members, setMembers] = useState<readonly string[]>([]);
  const [open, setOpen] = useState(true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const create = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const outcome = await app.paloma.command({
        kind: "createRoom",
        name: name.trim().replace(/^#\s*/, ""),
        members: [...members],
        whoMayAdd: open ? "members" : "administrators",
      });
      if (outcome.kind === "room") {
        app.close();
        go({ at: "room", room: outcome.room });
        await askFirst(app, outcome.room, members);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("new.room")} onClose={app.close}>
      <form class="stack" onSubmit={(event) => void create(event)}>
        <Field
          label={t("room.name")}
          value={name}
          onInput={setName}
          hint={t("new.nameHint")}
          problem={problem}
          maxLength={80}
          autoFocus
        />
        <PeopleField chosen={members} onChange={setMembers} />
        <Choice label={t("room.membersMayAdd")} checked={open} onChange={setOpen} />
        <DialogActions>
          <Button onClick={app.close}>{t("cancel")}</Button>
          <Button submit kind="primary" busy={busy} disabled={name.trim() === ""}>
            {t("new.create")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Who has not accepted can't be added yet: they are asked, and a link lets them in sooner. */
async function askFirst(app: App, room: string, members: readonly string[]): Promise<void> {
  const strangers = members.filter((account) => !app.rooms.canBeAdded(account));
  for (const account of strangers) {
    await app.act({ kind: "openDirect", account });
  }
  if (strangers.length > 0) {
    app.open(() => <InviteDialog room={room} asked={strangers} />);
  }
}
