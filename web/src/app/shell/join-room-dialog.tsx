import { useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";

/** A room's link was opened. */
export function JoinRoomDialog({ link }: { link: string }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const join = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const outcome = await app.paloma.command({ kind: "joinByLink", link });
      app.close();
      if (outcome.kind === "room") {
        go({ at: "room", room: outcome.room });
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("joinRoom.title")} onClose={app.close}>
      <p>{t("joinRoom.explain")}</p>
      {problem !== undefined && <Notice kind="danger">{problem}</Notice>}
      <DialogActions>
        <Button onClick={app.close}>{t("cancel")}</Button>
        <Button kind="primary" busy={busy} onClick={() => void join()} autoFocus>
          {t("joinRoom.join")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
