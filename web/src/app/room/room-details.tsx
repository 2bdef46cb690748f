import { LogOut, UserRoundPlus } from "lucide";
import { useState } from "preact/hooks";
import type { Role } from "../../model/commands.ts";
import type { Member, RoomSummary } from "../../model/views.ts";
import { PersonRow } from "../people/person-row.tsx";
import { useApp } from "../state/app.ts";
import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { Button } from "../ui/button.tsx";
import { Choice, Field, Segments } from "../ui/field.tsx";
import { MenuButton, type MenuEntry } from "../ui/menu.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";

const LEVELS = ["all", "mentions", "none"] as const;
const RETENTION = [0, 7 * 86_400, 30 * 86_400, 365 * 86_400] as const;
const ORDER: Readonly<Record<Role, number>> = { owner: 0, administrator: 1, member: 2 };

/** What a room is called and about, who is in it, and how it behaves. */
export function RoomDetails({ room }: { room: RoomSummary }) {
  const app = useApp();
  const own = room.members.find((member) => member.account === app.self);
  const governs = own !== undefined && own.role !== "member";
  const members = [...room.members].sort(
    (a, b) => ORDER[a.role] - ORDER[b.role] || app.people.name(a.account).localeCompare(app.people.name(b.account)),
  );
  return (
    <div class="pane-body stack">
      {room.direct === undefined && <Names key={room.room} room={room} />}
      <Segments
        label={t("notifications.title")}
        options={LEVELS.map((level) => [level, t(`notifications.short.${level}`)] as const)}
        value={room.notifications}
        onChange={(level) => void app.act({ kind: "setNotifications", room: room.room, level })}
      />
      <section class="stack-small" aria-labelledby="members">
        <div class="row">
          <h3 id="members" class="grow">
            {t("room.people", { count: room.members.length })}
          </h3>
          {room.direct === undefined && (governs || room.whoMayAdd === "members") && (
            <Button small icon={UserRoundPlus} onClick={() => app.open(() => <InviteDialog room={room.room} />)}>
              {t("room.invite")}
            </Button>
          )}
        </div>
        {members.map((member) => (
          <PersonRow key={member.account} account={member.account}>
            {member.role !== "member" && <span class="tag">{t(`role.${member.role}`)}</span>}
            {governs && member.account !== app.self && (
              <MemberMenu member={member} room={room.room} owner={own.role === "owner"} />
            )}
          </PersonRow>
        ))}
      </section>
      {governs && room.direct === undefined && <Rules room={room} />}
      {room.direct === undefined && (
        <div>
          <Button danger icon={LogOut} onClick={() => app.open(() => <LeaveDialog room={room.room} />)}>
            {t("room.leave")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Names({ room }: { room: RoomSummary }) {
  const app = useApp();
  const [name, setName] = useState(harmlessLine(room.name));
  const [topic, setTopic] = useState(harmlessLine(room.topic, 300));
  const changed = name.trim() !== harmlessLine(room.name) || topic.trim() !== harmlessLine(room.topic, 300);
  const save = async (event: Event) => {
    event.preventDefault();
    if (name.trim() !== room.name) {
      await app.act({ kind: "setName", room: room.room, text: name.trim() });
    }
    if (topic.trim() !== room.topic) {
      await app.act({ kind: "setTopic", room: room.room, text: topic.trim() });
    }
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <Field label={t("room.name")} value={name} onInput={setName} maxLength={80} />
      <Field
        label={t("room.topic")}
        value={topic}
        onInput={setTopic}
        maxLength={300}
        placeholder={t("room.topicHint")}
      />
      {changed && (
        <div>
          <Button small submit kind="primary">
            {t("save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function Rules({ room }: { room: RoomSummary }) {
  const app = useApp();
  return (
    <section class="stack-small">
      <h3>{t("room.rules")}</h3>
      <Choice
        label={t("room.membersMayAdd")}
        checked={room.whoMayAdd === "members"}
        onChange={(on) =>
          void app.act({ kind: "setWhoMayAdd", room: room.room, who: on ? "members" : "administrators" })
        }
      />
      <Choice
        label={t("room.sharesHistory")}
        hint={t("room.sharesHistoryHint")}
        checked={room.sharesHistory}
        onChange={(on) => void app.act({ kind: "setHistory", room: room.room, shared: on })}
      />
      <div class="field">
        <label for="retention">{t("room.retention")}</label>
        <select
          id="retention"
          class="input"
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value !== "") {
              void app.act({ kind: "setRetention", room: room.room, seconds: Number(value) });
            }
          }}
        >
          <option value="">{t("retention.asNow")}</option>
          {RETENTION.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds === 0 ? t("retention.forever") : t("retention.days", { count: seconds / 86_400 })}
            </option>
          ))}
        </select>
        <span class="field-hint">{t("room.retentionHint")}</span>
      </div>
      <div>
        <Button small onClick={() => void app.act({ kind: "revokeLinks", room: room.room })}>
          {t("room.revokeLinks")}
        </Button>
      </div>
    </section>
  );
}

function MemberMenu({ member, room, owner }: { member: Member; room: string; owner: boolean }) {
  const app = useApp();
  const role = (to: Role): MenuEntry => ({
    label: t(`role.make.${to}`),
    checked: member.role === to,
    run: () => void app.act({ kind: "setRole", room, account: member.account, role: to }),
  });
  return (
    <MenuButton
      small
      label={t("room.memberMenu", { name: app.people.name(member.account) })}
      entries={() => [
        role("member"),
        role("administrator"),
        ...(owner ? [role("owner")] : []),
        "line",
        {
          label: t("room.removeMember"),
          danger: true,
          run: () => void app.act({ kind: "removeMember", room, account: member.account }),
        },
      ]}
    />
  );
}
