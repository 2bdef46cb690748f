import type { RoomSummary } from "../../model/views.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

/** Nothing was written here yet. */
export function RoomEmpty({ room }: { room: RoomSummary }) {
  const app = useApp();
  const title = app.rooms.title(room);
  if (room.direct !== undefined) {
    return <Empty title={t("room.emptyDirect", { name: title })}>{t("room.emptyDirectHint")}</Empty>;
  }
  const alone = room.members.length < 2;
  return (
    <Empty
      title={t("room.empty", { room: title })}
      action={
        alone && (
          <Button kind="primary" onClick={() => app.open(() => <InviteDialog room={room.room} />)}>
            {t("room.invite")}
          </Button>
        )
      }
    >
      {t(alone ? "room.emptyAlone" : "room.emptyHint")}
    </Empty>
  );
}
