import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";

const STATES = {
  online: "connection.online",
  offline: "connection.offline",
  connecting: "connection.connecting",
  waiting: "connection.waiting",
  catching_up: "connection.catchingUp",
} as const;

/** Who this is, and whether the server is reached. */
export function AccountMenu() {
  const app = useApp();
  const account = app.account.value;
  if (account === undefined) {
    return <span class="grow" />;
  }
  const { state } = app.connection.value;
  return (
    <button type="button" class="person-button" onClick={() => go({ at: "settings", section: "account" })}>
      <Avatar account={account.account} name={account.handle} size="small" online={state === "online"} />
      <span class="grow">
        <bdi class="ellipsis block">{account.handle}</bdi>
        <span class="quiet label block">{t(STATES[state])}</span>
      </span>
    </button>
  );
}
