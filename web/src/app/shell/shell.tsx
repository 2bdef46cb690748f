import { useEffect, useLayoutEffect } from "preact/hooks";
import { PeoplePage } from "../people/people-page.tsx";
import { RoomPage } from "../room/room-page.tsx";
import { SearchPage } from "../search/search-page.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useApp } from "../state/app.ts";
import { route } from "../state/route.ts";
import { t } from "../text/messages.ts";
import { Banner } from "./banner.tsx";
import { HomePage } from "./home-page.tsx";
import { JoinRoomDialog } from "./join-room-dialog.tsx";
import { listenForShortcuts } from "./shortcuts.tsx";
import { Sidebar } from "./sidebar.tsx";
import { ThreadsPage } from "./threads-page.tsx";

function Main() {
  const here = route.value;
  switch (here.at) {
    case "room":
      return <RoomPage key={here.room} route={here} />;
    case "search":
      return <SearchPage />;
    case "people":
      return <PeoplePage />;
    case "threads":
      return <ThreadsPage />;
    case "settings":
      return <SettingsPage section={here.section} />;
    default:
      return <HomePage />;
  }
}

/** The panes: the list of rooms, what is chosen, and beside it what belongs to it. One at a time where it is narrow. */
export function Shell() {
  const app = useApp();
  const here = route.value;
  // As soon as it can be seen: whoever knows the keys does not wait.
  useLayoutEffect(() => listenForShortcuts(app), [app]);
  useEffect(() => {
    if (here.at === "link" && here.kind === "room") {
      const link = location.href;
      history.replaceState(null, "", "#/");
      route.value = { at: "home" };
      app.open(() => <JoinRoomDialog link={link} />);
    } else if (here.at === "link") {
      // There is an account already: an invite has nothing more to give.
      history.replaceState(null, "", "#/");
      route.value = { at: "home" };
    }
  }, [here]);
  const mentions = app.rooms.mentions.value;
  const unread = app.rooms.unread.value.length;
  useEffect(() => {
    document.title = mentions > 0 ? `(${mentions}) Paloma` : unread > 0 ? "• Paloma" : "Paloma";
  }, [mentions, unread]);
  return (
    <div class="shell" data-at={here.at === "home" ? "list" : "main"}>
      <button
        type="button"
        class="skip"
        onClick={() => document.querySelector<HTMLElement>(".composer-area, .page-body")?.focus()}
      >
        {t("skip")}
      </button>
      <Banner />
      <Sidebar />
      <Main />
    </div>
  );
}
