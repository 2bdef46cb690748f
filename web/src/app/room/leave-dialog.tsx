import { useApp } from "../state/app.ts";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";

export function LeaveDialog({ room }: { room: string }) {
  const app = useApp();
  const summary = app.rooms.get(room);
  const leave = async () => {
    if ((await app.act({ kind: "leave", room })) !== undefined) {
      app.close();
      go({ at: "home" });
    }
  };
  return (
    <Dialog title={t("leave.title", { room: summary ? app.rooms.title(summary) : "" })} onClose={app.close}>
      <p>{t("leave.explain")}</p>
      <DialogActions>
        <Button onClick={app.close} autoFocus>
          {t("leave.stay")}
        </Button>
        <Button kind="primary" danger onClick={() => void leave()}>
          {t("leave.leave")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
