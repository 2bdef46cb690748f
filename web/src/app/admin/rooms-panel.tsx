import { useEffect, useState } from "preact/hooks";
import type { RoomSize } from "../../model/commands.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";
import { formatNumber, t } from "../text/messages.ts";
import { relative, sizeOf } from "../text/time.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";

/** How large the rooms are. The server knows neither their names nor what they say. */
export function RoomsPanel() {
  const app = useApp();
  const [rooms, setRooms] = useState<readonly RoomSize[]>();
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<string>();
  const load = async (known: readonly RoomSize[]) => {
    const after = known.at(-1)?.room;
    try {
      const outcome = await app.paloma.command({ kind: "listRoomSizes", ...(after === undefined ? {} : { after }) });
      if (outcome.kind === "roomSizes") {
        setRooms([...known, ...outcome.rooms]);
        setMore(outcome.rooms.length > 0);
      }
    } catch (thrown) {
      setProblem(thrownText(thrown));
    }
  };
  useEffect(() => void load([]), [app]);
  if (problem !== undefined) {
    return <Notice kind="danger">{problem}</Notice>;
  }
  if (rooms === undefined) {
    return <SkeletonLines widths={[60, 90, 50]} />;
  }
  const largest = Math.max(1, ...rooms.map((room) => room.bytes + room.blobBytes));
  return (
    <>
      <p class="secondary quiet">{t("admin.roomsExplain")}</p>
      <div class="table-frame" role="region" aria-label={t("admin.panel.rooms")} tabindex={0}>
        <table>
          <thead>
            <tr>
              <th>{t("admin.room")}</th>
              <th>{t("admin.devices")}</th>
              <th>{t("admin.records")}</th>
              <th>{t("admin.size")}</th>
              <th>{t("admin.last")}</th>
            </tr>
          </thead>
          <tbody>
            {rooms.map((room) => (
              <tr key={room.room}>
                <td class="mono">{room.room.slice(0, 8)}</td>
                <td class="figures">{formatNumber(room.devices)}</td>
                <td class="figures">{formatNumber(room.records)}</td>
                <td class="figures">
                  {sizeOf(room.bytes + room.blobBytes)}
                  <meter class="bar" aria-hidden="true" value={room.bytes + room.blobBytes} max={largest} />
                </td>
                <td>{room.lastAccepted > 0 ? relative(room.lastAccepted) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <div>
          <Button small onClick={() => void load(rooms)}>
            {t("admin.more")}
          </Button>
        </div>
      )}
    </>
  );
}
