import { ShieldAlert } from "lucide";
import type { Person } from "../../model/views.ts";
import { VerifyDialog } from "../people/verify-dialog.tsx";
import { useApp } from "../state/app.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** Somebody's name belongs to another account now. Nothing of it is accepted before this person says so. */
export function IdentityNotice({ person }: { person: Person }) {
  const app = useApp();
  const { offered } = person;
  if (offered === undefined) {
    return null;
  }
  const name = harmlessLine(person.handle, 40);
  return (
    <div class="inline-notice danger" role="alert">
      <Icon of={ShieldAlert} />
      <div class="grow">
        <p>
          <strong>{t("identity.changed", { name })}</strong>
        </p>
        <p class="secondary">{t("identity.explain", { name })}</p>
      </div>
      <div class="row">
        <Button small onClick={() => app.open(() => <VerifyDialog account={offered} />)}>
          {t("person.verify")}
        </Button>
        <Button small kind="plain" onClick={() => void app.acceptIdentity(person.handle, offered)}>
          {t("identity.accept")}
        </Button>
      </div>
    </div>
  );
}
