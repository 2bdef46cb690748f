import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { CopyButton } from "../ui/copy-button.tsx";

/** Who this is, for others to find. */
export function AccountSection() {
  const app = useApp();
  const account = app.account.value;
  if (account === undefined) {
    return null;
  }
  return (
    <>
      <div class="person-card">
        <Avatar account={account.account} name={account.handle} size="large" />
        <div>
          <h3 class="person-name">
            <bdi>{account.handle}</bdi>
          </h3>
          <p class="quiet">{account.origin}</p>
        </div>
      </div>
      <p>{t("account.handleHint")}</p>
      <div class="card stack-small">
        <h3>{t("account.fingerprint")}</h3>
        <p class="mono secondary breaks">{account.account}</p>
        <p class="quiet secondary">{t("account.fingerprintHint")}</p>
        <div>
          <CopyButton text={account.account} small />
        </div>
      </div>
    </>
  );
}
