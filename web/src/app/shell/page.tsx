import { ArrowLeft } from "lucide";
import type { ComponentChildren } from "preact";
import { go } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";

/** A page in the place of a room: a title, an action, and what it is about. */
export function Page({
  title,
  action,
  children,
  broad,
}: {
  title: string;
  action?: ComponentChildren;
  children: ComponentChildren;
  broad?: boolean;
}) {
  return (
    <main class="main page">
      <header class="pane-head">
        <IconButton class="back" icon={ArrowLeft} directional label={t("back")} onClick={() => go({ at: "home" })} />
        <h1 class="grow ellipsis pane-title">{title}</h1>
        {action}
      </header>
      <div class="page-body" tabindex={0} role="region" aria-label={title}>
        <div class={broad ? "page-content broad" : "page-content"}>{children}</div>
      </div>
    </main>
  );
}
