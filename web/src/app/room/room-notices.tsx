import { FileQuestionMark, ShieldAlert, UserRoundSearch } from "lucide";
import type { RoomSummary } from "../../model/views.ts";
import { RequestBar } from "../people/request-bar.tsx";
import { useApp } from "../state/app.ts";
import { showPane } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { IdentityNotice } from "../trust/identity-notice.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** What about a room asks for something now: each an icon, a sentence and one action. */
export function RoomNotices({ room }: { room: RoomSummary }) {
  const app = useApp();
  const person = room.direct === undefined ? undefined : app.people.get(room.direct);
  return (
    <>
      {person !== undefined && <IdentityNotice person={person} />}
      {person?.asks && !person.blocked && <RequestBar person={person} />}
      {person?.asked && !person.accepts && (
        <div class="inline-notice">
          <Icon of={UserRoundSearch} />
          <p class="grow">{t("request.waiting", { name: app.people.name(person.account) })}</p>
        </div>
      )}
      {room.unreadable > 0 && (
        <div class="inline-notice">
          <Icon of={FileQuestionMark} />
          <p class="grow">{t("unreadable.count", { count: room.unreadable })}</p>
          <Button small kind="plain" onClick={() => showPane({ kind: "unreadable" })}>
            {t("unreadable.why")}
          </Button>
        </div>
      )}
      {room.standing === "stuck" && (
        <div class="inline-notice danger" role="alert">
          <Icon of={ShieldAlert} />
          <p class="grow">{t("room.stuck", { why: room.why })}</p>
          <Button small onClick={() => void app.act({ kind: "repairRoom", room: room.room })}>
            {t("room.repair")}
          </Button>
        </div>
      )}
      {(room.standing === "joining" || room.standing === "opening") && (
        <div class="inline-notice">
          <Icon of={UserRoundSearch} />
          <p class="grow">{t(`room.${room.standing}`)}</p>
        </div>
      )}
    </>
  );
}
