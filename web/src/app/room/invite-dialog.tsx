import { Link } from "lucide";
import { useState } from "preact/hooks";
import { PeopleField } from "../people/people-field.tsx";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { QrCode } from "../ui/qr-code.tsx";

/** Brings people into a room: by name, or with a link. */
export function InviteDialog({ room, asked = [] }: { room: string; asked?: readonly string[] }) {
  const app = useApp();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [link, setLink] = useState<string>();
  const [busy, setBusy] = useState(false);
  const members = app.rooms.get(room)?.members.map((member) => member.account) ?? [];
  const add = async () => {
    setBusy(true);
    const outcomes = [];
    const strangers = chosen.filter((account) => !app.rooms.canBeAdded(account));
    if (strangers.length > 0) {
      for (const account of strangers) {
        await app.act({ kind: "openDirect", account });
      }
      setBusy(false);
      setChosen(chosen.filter((account) => !strangers.includes(account)));
      app.open(() => <InviteDialog room={room} asked={strangers} />);
      return;
    }
    for (const account of chosen) {
      outcomes.push(await app.act({ kind: "addMember", room, account }));
    }
    setBusy(false);
    if (outcomes.every((outcome) => outcome !== undefined)) {
      app.close();
    }
  };
  const makeLink = async () => {
    const outcome = await app.act({ kind: "createLink", room });
    if (outcome?.kind === "text") {
      setLink(outcome.text);
    }
  };
  return (
    <Dialog title={t("room.invite")} onClose={app.close}>
      {asked.length > 0 && (
        <Notice>
          {t("room.askedFirst", {
            count: asked.length,
            names: asked.map((account) => app.people.name(account)).join(", "),
          })}
        </Notice>
      )}
      <PeopleField chosen={chosen} onChange={setChosen} without={members} />
      {link === undefined ? (
        <div>
          <Button icon={Link} onClick={() => void makeLink()}>
            {t("room.createLink")}
          </Button>
        </div>
      ) : (
        <div class="link-box">
          <QrCode text={link} label={t("room.linkCode")} />
          <div class="grow stack-small">
            <p class="mono secondary breaks">{link}</p>
            <div>
              <CopyButton text={link} />
            </div>
            <p class="quiet secondary">{t("room.linkHint")}</p>
          </div>
        </div>
      )}
      <DialogActions>
        <Button onClick={app.close}>{t("close")}</Button>
        <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void add()}>
          {t("room.add")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
