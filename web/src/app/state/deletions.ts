import { signal } from "@preact/signals";
import type { Paloma } from "../../model/paloma.ts";
import { t } from "../text/messages.ts";
import { dismiss, say } from "./toasts.ts";

const UNDO_WITHIN = 6000;

/** Messages that are gone from the page and not yet from the room: for a few seconds it can be undone. */
export class Deletions {
  readonly #paloma: Paloma;
  readonly hidden = signal<ReadonlySet<string>>(new Set());
  readonly #pending = new Map<string, { room: string; timer: ReturnType<typeof setTimeout> }>();

  constructor(paloma: Paloma) {
    this.#paloma = paloma;
    // Whoever leaves has not undone it.
    addEventListener("pagehide", () => this.flush());
  }

  delete(room: string, entry: string): void {
    this.hidden.value = new Set(this.hidden.value).add(entry);
    this.#pending.set(entry, { room, timer: setTimeout(() => this.#send(entry), UNDO_WITHIN) });
    const toast = say(t("message.deletedSaid"), {
      label: t("undo"),
      run: () => {
        clearTimeout(this.#pending.get(entry)?.timer);
        this.#pending.delete(entry);
        this.#show(entry);
        dismiss(toast);
      },
    });
  }

  flush(): void {
    for (const entry of [...this.#pending.keys()]) {
      this.#send(entry);
    }
  }

  #send(entry: string): void {
    const pending = this.#pending.get(entry);
    if (pending !== undefined) {
      clearTimeout(pending.timer);
      this.#pending.delete(entry);
      this.#paloma
        .command({ kind: "deleteMessage", room: pending.room, message: entry })
        .catch(() => say(t("message.notDeleted")))
        .finally(() => this.#show(entry));
    }
  }

  #show(entry: string): void {
    const hidden = new Set(this.hidden.value);
    hidden.delete(entry);
    this.hidden.value = hidden;
  }
}
