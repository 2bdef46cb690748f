import { Link, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import type { OpenInvite } from "../../model/commands.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { relative } from "../text/time.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Choice, Segments } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { useNode } from "./use-node.ts";

const DAYS = ["1", "7", "30"] as const;

/** Makes invite links, and shows those that can still be used: never their secret, which only their maker saw. */
export function InvitesPanel() {
  const app = useApp();
  const { value, problem, again } = useNode<readonly OpenInvite[]>({ kind: "listInvites" }, (outcome) =>
    outcome.kind === "invites" ? outcome.invites : undefined,
  );
  const revoke = async (id: string) => {
    await app.act({ kind: "revokeInvite", id });
    again();
  };
  return (
    <>
      <NewInvite onMade={again} />
      {problem !== undefined && <Notice kind="warn">{problem}</Notice>}
      {value !== undefined && (
        <section class="stack-small">
          <h3>{t("admin.openInvites", { count: value.length })}</h3>
          {value.map((invite) => (
            <div key={invite.id} class="card device">
              <div class="grow">
                <p>
                  <span class="mono">{invite.id.slice(0, 8)}</span>{" "}
                  {invite.administrator && <span class="tag accent">{t("role.administrator")}</span>}{" "}
                  {invite.resets !== undefined && (
                    <span class="tag">{t("admin.resets", { name: app.people.name(invite.resets) })}</span>
                  )}
                </p>
                <p class="quiet secondary">
                  {t("admin.expires", { when: relative(invite.expires) })}
                  {invite.creator !== undefined && ` · ${app.people.name(invite.creator)}`}
                </p>
              </div>
              <IconButton icon={Trash2} label={t("admin.revoke")} onClick={() => void revoke(invite.id)} />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

function NewInvite({ onMade }: { onMade(): void }) {
  const app = useApp();
  const [days, setDays] = useState<(typeof DAYS)[number]>("7");
  const [administrator, setAdministrator] = useState(false);
  const [link, setLink] = useState<string>();
  const create = async () => {
    const outcome = await app.act({ kind: "createInvite", administrator, days: Number(days) });
    if (outcome?.kind === "text") {
      setLink(outcome.text);
      onMade();
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
