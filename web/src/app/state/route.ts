import { signal } from "@preact/signals";

/** What stands in the third pane of a room. */
export type Pane = { kind: "thread"; entry: string } | { kind: "threads" | "pins" | "details" | "unreadable" };

export type SettingsSection =
  | "account"
  | "appearance"
  | "notifications"
  | "devices"
  | "security"
  | "server"
  | "administration";

/** Where a person is. It stands behind the `#` of the address, which is never sent to the server. */
export type Route =
  | { at: "home" }
  | { at: "room"; room: string; entry?: string | undefined; pane?: Pane | undefined }
  | { at: "threads" | "search" | "people" }
  | { at: "settings"; section?: SettingsSection | undefined }
  /** The link of an invite, of a room, or to put an account back. */
  | { at: "link"; kind: "join" | "room" | "reset"; secret: string };

const SECTIONS: ReadonlySet<string> = new Set<SettingsSection>([
  "account",
  "appearance",
  "notifications",
  "devices",
  "security",
  "server",
  "administration",
]);
const ID = /^[0-9a-zA-Z_-]{1,128}$/;

function paneOf(kind: string | undefined, entry: string | undefined): Pane | undefined {
  if (kind === "thread") {
    return entry !== undefined && ID.test(entry) ? { kind, entry } : undefined;
  }
  return kind === "threads" || kind === "pins" || kind === "details" || kind === "unreadable" ? { kind } : undefined;
}

/** Reads an address. What it doesn't know is the start page. */
export function parseRoute(hash: string): Route {
  const link = /^#(join|room|reset)=(.{1,4096})$/.exec(hash);
  if (link?.[1] !== undefined && link[2] !== undefined) {
    return { at: "link", kind: link[1] as "join" | "room" | "reset", secret: link[2] };
  }
  const [at, first, second, third, fourth] = hash.replace(/^#\/?/, "").split("/");
  switch (at) {
    case "room":
      if (first === undefined || !ID.test(first)) {
        return { at: "home" };
      }
      return second === "at" && third !== undefined && ID.test(third)
        ? { at, room: first, entry: third, pane: undefined }
        : { at, room: first, pane: paneOf(second, third ?? fourth) };
    case "threads":
    case "search":
    case "people":
      return { at };
    case "settings":
      return SECTIONS.has(first ?? "") ? { at, section: first as SettingsSection } : { at };
    default:
      return { at: "home" };
  }
}

export function formatRoute(route: Route): string {
  switch (route.at) {
    case "home":
      return "#/";
    case "room": {
      const room = `#/room/${route.room}`;
      if (route.entry !== undefined) {
        return `${room}/at/${route.entry}`;
      }
      if (route.pane === undefined) {
        return room;
      }
      return `${room}/${route.pane.kind}${route.pane.kind === "thread" ? `/${route.pane.entry}` : ""}`;
    }
    case "settings":
      return route.section === undefined ? "#/settings" : `#/settings/${route.section}`;
    case "link":
      return `#${route.kind}=${route.secret}`;
    default:
      return `#/${route.at}`;
  }
}

export const route = signal<Route>({ at: "home" });

/** Follows the address of the page, until the function that it returns is called. */
export function followAddress(): () => void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  read();
  addEventListener("hashchange", read);
  return () => removeEventListener("hashchange", read);
}

/** Goes somewhere. With `replace`, back does not come here again. */
export function go(to: Route, replace = false): void {
  const hash = formatRoute(to);
  if (hash === location.hash) {
    route.value = to;
  } else if (replace) {
    history.replaceState(null, "", hash);
    route.value = to;
  } else {
    location.hash = hash;
  }
}

/** Opens or closes the third pane of the room that is shown. */
export function showPane(pane: Pane | undefined): void {
  const here = route.value;
  if (here.at === "room") {
    go({ at: "room", room: here.room, pane });
  }
}
