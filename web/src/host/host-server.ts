import { CoreRefusal } from "../core/operation.ts";
import { CoreTrap } from "../core/trap.ts";
import type { Command, Problem } from "../model/commands.ts";
import type { Change, HostState } from "../model/paloma.ts";
import type { Account, AttachmentInfo } from "../model/views.ts";
import { CHANNEL, type HostRequest, type Message } from "./channel.ts";
import { Database, eraseDatabase, Fenced } from "./database.ts";
import { CommandRefused } from "./engine-host.ts";
import { WrongPassphrase } from "./keys.ts";
import { Profile } from "./profile.ts";
import type { SearchFilter } from "./search-index.ts";

const LOCKED: Problem = { code: "locked", text: "this browser's profile is locked" };

/**
 * The part of Paloma that works for all tabs of this browser: it waits until it is the only one, opens the profile, and
 * answers on the channel. It ends by itself when it can't go on; what is stored stays.
 */
export class HostServer {
  readonly #moduleUrl: string;
  readonly #ended: (why: string) => void;
  readonly #name = crypto.randomUUID();
  readonly #channel = new BroadcastChannel(CHANNEL);
  #state: HostState = { kind: "starting" };
  #database: Database | undefined;
  #profile: Profile | undefined;

  constructor(moduleUrl: string, ended: (why: string) => void) {
    this.#moduleUrl = moduleUrl;
    this.#ended = ended;
  }

  /** Waits for the lock, and serves for as long as the worker lives. */
  run(): void {
    void navigator.locks.request(CHANNEL, async () => {
      try {
        await this.#begin();
      } catch (error) {
        this.#fail(error);
      }
      await new Promise(() => {});
    });
  }

  async #begin(): Promise<void> {
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
    this.#become({ kind: "starting" });
    this.#database = await Database.open();
    if (await Profile.isLocked(this.#database)) {
      this.#become({ kind: "locked" });
    } else {
      await this.#open();
    }
  }

  async #open(passphrase?: string): Promise<void> {
    this.#profile = await Profile.open(
      this.#database as Database,
      this.#moduleUrl,
      { changed: (change) => this.#tell(change), broken: (reason) => this.#fail(reason) },
      passphrase,
    );
    this.#profile.host.goOnline();
    await this.#look();
  }

  /** Says whether there is an account. */
  async #look(): Promise<void> {
    const account = await this.#profile?.host.query<(Account & { registered: boolean }) | null>({ kind: "account" });
    this.#become(account?.registered ? { kind: "ready" } : { kind: "blank" });
  }

  #become(state: HostState): void {
    this.#state = state;
    this.#channel.postMessage({ to: "pages", host: this.#name, state } satisfies Message);
  }

  #tell(change: Change): void {
    if (change.kind === "linkingEnded" && this.#state.kind === "blank") {
      void this.#look();
    }
    this.#channel.postMessage({ to: "pages", change } satisfies Message);
  }

  #fail(reason: unknown): void {
    const wasOpen = this.#profile !== undefined;
    this.#profile?.host.stop();
    this.#profile = undefined;
    if (reason instanceof Fenced) {
      this.#ended("another worker has taken over");
      return;
    }
    const why = failureOf(reason);
    if (why !== undefined && !(why === "no-storage" && wasOpen)) {
      // Another worker would only fail as this one did, after it had looked as if all were well. So this one stays.
      this.#become({ kind: "failed", why, detail: String(reason) });
      return;
    }
    this.#ended(reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason));
  }

  #hear(message: Message): void {
    if (message.to !== "host") {
      return;
    }
    if ("hello" in message) {
      this.#become(this.#state);
    } else if ("network" in message) {
      this.#networkChanged(message.network);
    } else if ("woke" in message) {
      this.#profile?.host.wake();
    } else {
      void this.#answer(message);
    }
  }

  #networkChanged(there: boolean): void {
    if (there) {
      this.#profile?.host.goOnline();
    } else {
      this.#profile?.host.goOffline();
    }
  }

  async #answer(request: HostRequest): Promise<void> {
    if (this.#state.kind === "starting" && request.method !== "erase") {
      // It was meant for the host before this one. The page asks again when this one says that it is there.
      return;
    }
    try {
      const value = await this.#do(request);
      this.#channel.postMessage({ to: "page", id: request.id, value } satisfies Message);
    } catch (error) {
      // When the host ends, the page asks the next one.
      if (this.#state.kind !== "failed" && !(error instanceof CoreTrap)) {
        this.#channel.postMessage({ to: "page", id: request.id, problem: problemOf(error) } satisfies Message);
      }
    }
  }

  async #do({ id, method, argument }: HostRequest): Promise<unknown> {
    if (method === "erase") {
      return this.#erase();
    }
    if (method === "unlock") {
      return this.#unlock(argument as string);
    }
    const profile = this.#profile;
    if (profile === undefined) {
      throw new CommandRefused(LOCKED);
    }
    switch (method) {
      case "command": {
        const outcome = await profile.host.command(id, argument as Command);
        if (this.#state.kind === "blank") {
          await this.#look();
        }
        return outcome;
      }
      case "query":
        return profile.host.query(argument as object);
      case "connection":
        return profile.host.connection;
      case "retryNow":
        return profile.host.goOnline();
      case "search": {
        const { words, filter } = argument as { words: string; filter: SearchFilter };
        return profile.search.search(words, filter);
      }
      case "attach": {
        const { upload, room, file } = argument as { upload: string; room: string; file: File };
        return profile.attachments.attach(upload, room, file);
      }
      case "cancelUpload":
        return profile.attachments.cancel(argument as string);
      case "download": {
        const wanted = argument as { room: string; attachment: AttachmentInfo; thumbnail: boolean };
        return profile.attachments.download(wanted.room, wanted.attachment, wanted.thumbnail);
      }
      case "setPassphrase":
        return profile.setPassphrase(argument as string | undefined);
      default:
        throw new CommandRefused({ code: "invalid", text: `the host has no ${method}` });
    }
  }

  async #unlock(passphrase: string): Promise<boolean> {
    if (this.#state.kind === "locked") {
      try {
        await this.#open(passphrase);
      } catch (error) {
        if (error instanceof WrongPassphrase) {
          return false;
        }
        this.#fail(error);
        throw error;
      }
    }
    return true;
  }

  async #erase(): Promise<void> {
    this.#profile?.host.stop();
    this.#profile = undefined;
    this.#database?.close();
    await eraseDatabase();
    setTimeout(() => this.#ended("the profile was erased"));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof CommandRefused) {
    return error.problem;
  }
  return { code: error instanceof CoreRefusal ? "invalid" : "internal", text: String(error) };
}

/** What a page tells people to do something about; nothing when another worker may do better. */
function failureOf(reason: unknown): (HostState & { kind: "failed" })["why"] | undefined {
  if (
    typeof WebAssembly === "undefined" ||
    reason instanceof WebAssembly.CompileError ||
    reason instanceof WebAssembly.LinkError
  ) {
    return "no-webassembly";
  }
  if (!(reason instanceof DOMException)) {
    return undefined;
  }
  switch (reason.name) {
    case "QuotaExceededError":
      return "storage-full";
    case "OperationError":
      // What WebCrypto says when a record does not authenticate.
      return "storage-damaged";
    default:
      return "no-storage";
  }
}
