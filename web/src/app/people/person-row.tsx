import type { ComponentChildren } from "preact";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { PersonDialog } from "./person-dialog.tsx";

/** Somebody in a list: who they are, and what stands at the end of the line. */
export function PersonRow({ account, children }: { account: string; children?: ComponentChildren }) {
  const app = useApp();
  const own = account === app.self;
  const handle = own ? app.account.value?.handle : app.people.get(account)?.handle;
  const name = own ? (handle ?? "") : app.people.name(account);
  const online = app.people.online.value.has(account);
  return (
    <div class="person-row">
      <button
        type="button"
        class="person-button"
        disabled={own}
        onClick={() => app.open(() => <PersonDialog account={account} />)}
      >
        <Avatar account={account} name={name} online={online} size="small" />
        <span class="grow ellipsis">
          <bdi>{name}</bdi>{" "}
          {own ? <span class="quiet">{t("person.you")}</span> : handle !== name && <span class="quiet">@{handle}</span>}
          {online && <span class="unseen">{t("presence.online")}</span>}
        </span>
      </button>
      {children}
    </div>
  );
}
