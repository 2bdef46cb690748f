import type { Person } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { IdentityNotice } from "../trust/identity-notice.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";

/** Somebody asks to write to this person: accept, refuse, or block them. Until then they learn nothing. */
export function RequestBar({ person }: { person: Person }) {
  const app = useApp();
  const name = app.people.name(person.account);
  const holder = person.holder === undefined ? undefined : app.people.get(person.holder);
  if (holder?.offered === person.account) {
    // First things first: this is somebody else than whom the name stood for.
    return <IdentityNotice person={holder} />;
  }
  const answer = (accept: boolean) => void app.act({ kind: "answerRequest", account: person.account, accept });
  return (
    <div class="request">
      <Avatar account={person.account} name={name} size="small" />
      <div class="grow">
        <p>
          <bdi>
            <strong>{name}</strong>
          </bdi>{" "}
          <span class="quiet">@{person.handle}</span>
        </p>
        <p class="quiet secondary">{t("request.explain")}</p>
      </div>
      <div class="row">
        <Button small kind="primary" onClick={() => answer(true)}>
          {t("request.accept")}
        </Button>
        <Button small onClick={() => answer(false)}>
          {t("request.refuse")}
        </Button>
        <Button
          small
          kind="plain"
          danger
          onClick={() => void app.act({ kind: "block", account: person.account, blocked: true })}
        >
          {t("person.block")}
        </Button>
      </div>
    </div>
  );
}
