import { signal } from "@preact/signals";
import { type ComponentChild, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Command, Outcome } from "../../model/commands.ts";
import type { Change, HostState, Paloma } from "../../model/paloma.ts";
import type { Account, Connection } from "../../model/views.ts";
import { t } from "../text/messages.ts";
import { Deletions } from "./deletions.ts";
import { notify } from "./notifications.ts";
import { People } from "./people.ts";
import { loadPreferences } from "./preferences.ts";
import { problemText, thrownText } from "./problems.ts";
import { Rooms } from "./rooms.ts";
import { go } from "./route.ts";
import { say } from "./toasts.ts";
import { Typing } from "./typing.ts";

/** What this tab shows, kept as new as the engine says. It decides nothing: it asks, and remembers the answers. */
export class App {
  readonly paloma: Paloma;
  readonly host = signal<HostState>({ kind: "starting" });
  readonly account = signal<Account | undefined>(undefined);
  readonly connection = signal<Connection>({ state: "connecting" });
  /** This profile is no longer one: the device was removed, or its state is a copy. */
  readonly ended = signal<string | undefined>(undefined);
  readonly dialog = signal<(() => ComponentChild) | undefined>(undefined);
  readonly people: People;
  readonly rooms: Rooms;
  readonly typing = new Typing();
  readonly deletions: Deletions;
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(paloma: Paloma) {
    this.paloma = paloma;
    this.people = new People(paloma);
    this.rooms = new Rooms(paloma, this.people);
    this.deletions = new Deletions(paloma);
    paloma.subscribe((change) => this.#take(change));
    this.#setHost(paloma.host());
  }

  get self(): string {
    return this.account.value?.account ?? "";
  }

  /** Tells a view of changes while it is shown. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Does what a person wants. When it is refused, it says why. */
  async act(command: Command): Promise<Outcome | undefined> {
    try {
      return await this.paloma.command(command);
    } catch (thrown) {
      say(thrownText(thrown));
      return undefined;
    }
  }

  /** Lets a name stand for the account that has it now, and lets that one back into the rooms where the other was. */
  async acceptIdentity(handle: string, account: string): Promise<void> {
    if ((await this.act({ kind: "acceptIdentity", handle })) !== undefined) {
      await this.act({ kind: "readmit", account });
    }
  }

  open(content: () => ComponentChild): void {
    this.dialog.value = content;
  }

  readonly close = (): void => {
    this.dialog.value = undefined;
  };

  #setHost(host: HostState): void {
    this.host.value = host;
    if (host.kind === "ready") {
      void this.#load();
    }
  }

  async #loadAccount(): Promise<void> {
    this.account.value = await this.paloma.account();
    this.people.self.value = this.account.value;
  }

  async #load(): Promise<void> {
    await this.#loadAccount();
    this.connection.value = await this.paloma.connection();
    await Promise.all([this.people.load(), this.rooms.load(), loadPreferences(this.paloma)]);
  }

  #notice(notice: Extract<Change, { kind: "notice" }>): void {
    if (notice.notice === "list_key_exposed") {
      say(t("devices.exposed"), { label: t("devices.rotate"), run: () => go({ at: "settings", section: "devices" }) });
    } else if (notice.notice === "server_deceives") {
      say(t("notice.serverDeceives"));
    }
  }

  #take(change: Change): void {
    // What is in front of somebody asks first.
    for (const listener of this.#listeners) {
      listener(change);
    }
    switch (change.kind) {
      case "hostChanged":
        this.#setHost(change.host);
        break;
      case "connectionChanged":
        this.connection.value = change.connection;
        if (change.connection.state === "online") {
          // Only the node knows whether this account administers it.
          void this.#loadAccount();
        }
        break;
      case "roomChanged":
      case "timelineChanged":
        this.rooms.refresh(change.room);
        break;
      case "messageArrived":
        this.rooms.refresh(change.room);
        void notify(this, change);
        break;
      case "contactChanged":
        void this.people.refresh(change.account);
        break;
      case "presenceChanged":
        this.people.setOnline(change.account, change.online);
        break;
      case "typingChanged":
        this.typing.set(change.room, change.account, change.typing);
        break;
      case "settingsChanged":
        void loadPreferences(this.paloma);
        void this.rooms.load();
        break;
      case "notice":
        this.#notice(change);
        break;
      case "profileEnded":
        this.ended.value = problemText(change.problem);
        break;
      default:
        break;
    }
  }
}

const Context = createContext<App | undefined>(undefined);

export const AppProvider = Context.Provider;

export function useApp(): App {
  const app = useContext(Context);
  if (app === undefined) {
    throw new Error("no App around this");
  }
  return app;
}
