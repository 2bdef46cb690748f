import { Link } from "lucide";
import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Choice, Field, Segments } from "../ui/field.tsx";
import { QrCode } from "../ui/qr-code.tsx";

const DAYS = ["1", "7", "30"] as const;

/** For who looks after the server: whom it lets in. It shows nothing that anybody wrote. */
export function AdministrationSection() {
  return (
    <>
      <p>{t("admin.explain")}</p>
      <InviteCard />
      <RemoveCard />
    </>
  );
}

function InviteCard() {
  const app = useApp();
  const [days, setDays] = useState<(typeof DAYS)[number]>("7");
  const [administrator, setAdministrator] = useState(false);
  const [link, setLink] = useState<string>();
  const create = async () => {
    const outcome = await app.act({ kind: "createInvite", administrator, days: Number(days) });
    if (outcome?.kind === "text") {
      setLink(outcome.text);
    }
  };
  return (
    <section class="card stack">
      <h3>{t("admin.invite")}</h3>
      <Segments
        label={t("admin.days")}
        options={DAYS.map((day) => [day, t("retention.days", { count: Number(day) })] as const)}
        value={days}
        onChange={(value) => setDays(value)}
      />
      <Choice
        label={t("admin.administrator")}
        hint={t("admin.administratorHint")}
        checked={administrator}
        onChange={setAdministrator}
      />
      <div>
        <Button kind="primary" icon={Link} onClick={() => void create()}>
          {t("admin.create")}
        </Button>
      </div>
      {link !== undefined && (
        <div class="link-box">
          <QrCode text={link} label={t("room.linkCode")} />
          <div class="grow stack-small">
            <p class="mono secondary breaks">{link}</p>
            <div>
              <CopyButton text={link} />
            </div>
            <p class="quiet secondary">{t("admin.linkHint")}</p>
          </div>
        </div>
      )}
    </section>
  );
}

function RemoveCard() {
  const app = useApp();
  const [handle, setHandle] = useState("");
  const [problem, setProblem] = useState<string>();
  const [sure, setSure] = useState(false);
  const remove = async (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    try {
      const found = await app.paloma.command({ kind: "lookUp", handle: handle.trim().replace(/^@/, "") });
      if (found.kind === "account") {
        await app.paloma.command({ kind: "removeAccount", account: found.account });
        say(t("admin.removed", { handle: handle.trim() }));
        setHandle("");
        setSure(false);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    }
  };
  return (
    <form class="card stack" onSubmit={(event) => void remove(event)}>
      <h3>{t("admin.remove")}</h3>
      <p class="secondary">{t("admin.removeExplain")}</p>
      <Field label={t("handle")} value={handle} onInput={setHandle} problem={problem} maxLength={64} />
      <Choice label={t("admin.removeSure")} checked={sure} onChange={setSure} />
      <div>
        <Button submit danger disabled={!sure || handle.trim() === ""}>
          {t("admin.remove")}
        </Button>
      </div>
    </form>
  );
}
