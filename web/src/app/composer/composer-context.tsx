import { Pencil, Reply, X } from "lucide";
import type { Entry } from "../../model/views.ts";
import { excerpt } from "../markdown/excerpt.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** Which message is being answered or changed. */
export function ComposerContext({
  about,
  onLeave,
}: {
  about: { kind: "reply" | "edit"; entry: Entry };
  onLeave(): void;
}) {
  const app = useApp();
  const { body, account } = about.entry;
  return (
    <div class="composer-context">
      <Icon of={about.kind === "edit" ? Pencil : Reply} small directional={about.kind === "reply"} />
      <span class="grow ellipsis">
        <strong>
          {about.kind === "edit" ? t("composer.editing") : t("composer.replyingTo", { name: app.people.name(account) })}
        </strong>{" "}
        <bdi class="quiet">{body.kind === "message" ? excerpt(body.text, 90) : ""}</bdi>
      </span>
      <IconButton small icon={X} label={t("cancel")} onClick={onLeave} />
    </div>
  );
}
