import { useEffect, useState } from "preact/hooks";
import type { NodeAccount } from "../../model/commands.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { say } from "../state/toasts.ts";
import { formatNumber, t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { MenuButton } from "../ui/menu.tsx";
import { Notice } from "../ui/notice.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** Who has an account here, in the order of the names, a part at a time. */
export function AccountsPanel() {
  const app = useApp();
  const [accounts, setAccounts] = useState<readonly NodeAccount[]>();
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<string>();
  const load = async (known: readonly NodeAccount[]) => {
    try {
      const outcome = await app.paloma.command({ kind: "listAccounts", after: known.at(-1)?.handle ?? "" });
      if (outcome.kind === "accounts") {
        setAccounts([...known, ...outcome.accounts]);
        setMore(outcome.accounts.length > 0);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    }
  };
  useEffect(() => void load([]), [app]);
  const administer = async (account: NodeAccount) => {
    const administrator = !account.administrator;
    if ((await app.act({ kind: "setAdministrator", account: account.account, administrator })) !== undefined) {
      setAccounts(accounts?.map((other) => (other === account ? { ...account, administrator } : other)));
    }
  };
  const removed = (account: NodeAccount) => setAccounts(accounts?.filter((other) => other !== account));
  if (problem !== undefined) {
    return <Notice kind="danger">{problem}</Notice>;
  }
  if (accounts === undefined) {
    return <SkeletonLines widths={[60, 90, 50]} />;
  }
  return (
    <>
      <ul class="stack-small">
        {accounts.map((account) => (
          <li key={account.account} class="device card">
            <Avatar account={account.account} name={account.handle} size="small" />
            <div class="grow">
              <p>
                <bdi>{account.handle}</bdi>{" "}
                {account.administrator && <span class="tag accent">{t("role.administrator")}</span>}
              </p>
              <p class="quiet secondary">{t("admin.deviceCount", { count: account.devices })}</p>
            </div>
            {account.account !== app.self && (
              <MenuButton
                small
                label={t("room.memberMenu", { name: account.handle })}
                entries={() => [
                  {
                    label: t("role.make.administrator"),
                    checked: account.administrator,
                    run: () => void administer(account),
                  },
                  {
                    label: t("admin.reset"),
                    run: () => app.open(() => <ResetDialog account={account} />),
                  },
                  "line",
                  {
                    label: t("admin.remove"),
                    danger: true,
                    run: () => app.open(() => <RemoveDialog account={account} onRemoved={() => removed(account)} />),
                  },
                ]}
              />
            )}
          </li>
        ))}
      </ul>
      <div class="row">
        <span class="quiet secondary grow">{formatNumber(accounts.length)}</span>
        {more && (
          <Button small onClick={() => void load(accounts)}>
            {t("admin.more")}
          </Button>
        )}
      </div>
    </>
  );
}

function RemoveDialog({ account, onRemoved }: { account: NodeAccount; onRemoved(): void }) {
  const app = useApp();
  const remove = async () => {
    if ((await app.act({ kind: "removeAccount", account: account.account })) !== undefined) {
      app.close();
      say(t("admin.removed", { handle: account.handle }));
      onRemoved();
    }
  };
  return (
    <Dialog title={t("admin.removeTitle", { handle: account.handle })} onClose={app.close}>
      <p>{t("admin.removeExplain")}</p>
      <DialogActions>
        <Button onClick={app.close} autoFocus>
          {t("cancel")}
        </Button>
        <Button kind="primary" danger onClick={() => void remove()}>
          {t("admin.remove")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const RESET_DAYS = 2;

/** A link for somebody who has lost every device and the recovery key: a new account under the same name. */
function ResetDialog({ account }: { account: NodeAccount }) {
  const app = useApp();
  const [link, setLink] = useState<string>();
  const create = async () => {
    const outcome = await app.act({ kind: "createReset", account: account.account, days: RESET_DAYS });
    if (outcome?.kind === "text") {
      setLink(outcome.text);
    }
  };
  return (
    <Dialog title={t("admin.resetTitle", { handle: account.handle })} onClose={app.close}>
      <p>{t("admin.resetExplain", { handle: account.handle })}</p>
      {link !== undefined && (
        <div class="stack-small">
          <p class="mono secondary breaks">{link}</p>
          <div>
            <CopyButton text={link} />
          </div>
        </div>
      )}
      <DialogActions>
        <Button onClick={app.close} autoFocus>
          {t("close")}
        </Button>
        {link === undefined && (
          <Button kind="primary" onClick={() => void create()}>
            {t("admin.create")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
