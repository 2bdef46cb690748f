import { Ban, MessageSquare, ShieldCheck } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { IdentityNotice } from "../trust/identity-notice.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { VerifyDialog } from "./verify-dialog.tsx";

/** Somebody: write to them, verify them, name them, block them. */
export function PersonDialog({ account }: { account: string }) {
  const app = useApp();
  const person = app.people.get(account);
  const own = account === app.self;
  const handle = own ? app.account.value?.handle : person?.handle;
  const name = own ? (handle ?? "") : app.people.name(account);
  const [given, setGiven] = useState<string>();
  useEffect(() => setGiven(undefined), [account]);
  const online = app.people.online.value.has(account);

  const write = async () => {
    const outcome = await app.act({ kind: "openDirect", account });
    if (outcome?.kind === "room") {
      app.close();
      go({ at: "room", room: outcome.room });
    }
  };
  const saveName = async () => {
    await app.act({ kind: "nameContact", account, name: (given ?? "").trim() });
    setGiven(undefined);
  };
  return (
    <Dialog title={t("person.title")} onClose={app.close}>
      <div class="person-card">
        <Avatar account={account} name={name} size="large" online={online} />
        <div>
          <h3 class="person-name">
            <bdi>{name}</bdi>
          </h3>
          <p class="quiet">
            @{handle} · {t(online || own ? "presence.online" : "presence.offline")}
          </p>
        </div>
      </div>
      {own && <p class="quiet">{t("person.isYou")}</p>}
      {person?.blocked && <Notice kind="warn">{t("person.blocked", { name })}</Notice>}
      {person !== undefined && <IdentityNotice person={person} />}
      {person?.verified && <Notice kind="good">{t("person.verified", { name })}</Notice>}
      {!own && (
        <>
          <div class="row">
            <Button kind="primary" icon={MessageSquare} onClick={() => void write()} autoFocus>
              {t("person.write")}
            </Button>
            <Button icon={ShieldCheck} onClick={() => app.open(() => <VerifyDialog account={account} />)}>
              {t(person?.verified ? "person.verifiedShow" : "person.verify")}
            </Button>
          </div>
          <Field
            label={t("person.name")}
            hint={t("person.nameHint")}
            value={given ?? (person?.name === person?.handle ? "" : (person?.name ?? ""))}
            placeholder={handle}
            maxLength={60}
            onInput={setGiven}
          />
          <div class="row">
            {given !== undefined && (
              <Button small onClick={() => void saveName()}>
                {t("save")}
              </Button>
            )}
            <span class="grow" />
            <Button
              small
              danger={!person?.blocked}
              icon={Ban}
              onClick={() => void app.act({ kind: "block", account, blocked: !person?.blocked })}
            >
              {t(person?.blocked ? "person.unblock" : "person.block")}
            </Button>
          </div>
          <p class="quiet secondary">{t("person.blockHint")}</p>
        </>
      )}
    </Dialog>
  );
}
