import { signal } from "@preact/signals";

/** What a composer is asked to do by something else in the page: answer or change a message, or take a text. */
export type Compose =
  | { kind: "reply" | "edit"; room: string; thread?: string | undefined; entry: string }
  | { kind: "text"; room: string; thread?: string | undefined; text: string };

export const wanted = signal<Compose | undefined>(undefined);

export function compose(what: Compose): void {
  wanted.value = what;
}

/** Says that a message of this room was sent from this tab, so that its timeline goes to the end. */
export function announceSent(room: string, thread: string | undefined): void {
  dispatchEvent(new CustomEvent("paloma:sent", { detail: { room, thread } }));
}
