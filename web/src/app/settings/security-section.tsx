import { KeyRound, Lock, LockOpen, Trash2 } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { say } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";

/** What protects this browser's copy, and how to take it away. */
export function SecuritySection() {
  const app = useApp();
  const [persistent, setPersistent] = useState<boolean>();
  useEffect(() => void navigator.storage?.persisted?.().then(setPersistent), []);
  const keep = async () => setPersistent(await navigator.storage.persist());
  return (
    <>
      <section class="card stack-small">
        <h3>
          <Icon of={Lock} small /> {t("passphrase.title")}
        </h3>
        <p class="secondary">{t("passphrase.explain")}</p>
        <div class="row">
          <Button small icon={Lock} onClick={() => app.open(() => <PassphraseDialog />)}>
            {t("passphrase.set")}
          </Button>
          <Button
            small
            kind="plain"
            icon={LockOpen}
            onClick={() => void app.paloma.setPassphrase(undefined).then(() => say(t("passphrase.taken")))}
          >
            {t("passphrase.take")}
          </Button>
        </div>
      </section>
      <section class="card stack-small">
        <h3>
          <Icon of={KeyRound} small /> {t("recovery.title")}
        </h3>
        <p class="secondary">{t("recovery.where")}</p>
      </section>
      {persistent === false && (
        <Notice
          kind="warn"
          action={
            <Button small onClick={() => void keep()}>
              {t("storage.keep")}
            </Button>
          }
        >
          {t("storage.notPersistent")}
        </Notice>
      )}
      {persistent && <Notice kind="good">{t("storage.persistent")}</Notice>}
      <section class="card stack-small">
        <h3>
          <Icon of={Trash2} small /> {t("erase.title")}
        </h3>
        <p class="secondary">{t("erase.explain")}</p>
        <div>
          <Button small danger icon={Trash2} onClick={() => app.open(() => <EraseDialog />)}>
            {t("erase.button")}
          </Button>
        </div>
      </section>
    </>
  );
}

const SHORTEST = 8;

function PassphraseDialog() {
  const app = useApp();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const short = passphrase.length < SHORTEST;
  const save = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    await app.paloma.setPassphrase(passphrase);
    app.close();
    say(t("passphrase.isSet"));
  };
  return (
    <Dialog title={t("passphrase.title")} onClose={app.close}>
      <form class="stack" onSubmit={(event) => void save(event)}>
        <Field
          label={t("passphrase.field")}
          type="password"
          autoComplete="new-password"
          value={passphrase}
          onInput={setPassphrase}
          hint={t("passphrase.hint", { count: SHORTEST })}
          autoFocus
        />
        <Field
          label={t("passphrase.again")}
          type="password"
          autoComplete="new-password"
          value={again}
          onInput={setAgain}
          problem={again !== "" && again !== passphrase ? t("passphrase.differs") : undefined}
        />
        <Notice kind="warn">{t("passphrase.forgotten")}</Notice>
        <DialogActions>
          <Button onClick={app.close}>{t("cancel")}</Button>
          <Button submit kind="primary" busy={busy} disabled={short || passphrase !== again}>
            {t("passphrase.set")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function EraseDialog() {
  const app = useApp();
  const [typed, setTyped] = useState("");
  const handle = app.account.value?.handle ?? "";
  const erase = async () => {
    await app.paloma.erase();
    location.reload();
  };
  return (
    <Dialog title={t("erase.title")} onClose={app.close}>
      <p>{t("erase.warning")}</p>
      <Field label={t("erase.type", { handle })} value={typed} onInput={setTyped} autoFocus />
      <DialogActions>
        <Button onClick={app.close}>{t("cancel")}</Button>
        <Button kind="primary" danger disabled={typed !== handle} onClick={() => void erase()}>
          {t("erase.button")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
