import type { RoomSummary } from "../../model/views.ts";
import type { App } from "../state/app.ts";

const WRITTEN = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})/gu;

/** The members of a room whose handle stands behind an `@` in a text. */
export function mentionsIn(text: string, room: RoomSummary, app: App): string[] {
  const written = new Set(
    [...text.matchAll(WRITTEN)].map((match) => (match[1] ?? "").replace(/[._-]+$/, "").toLowerCase()),
  );
  return room.members
    .map((member) => member.account)
    .filter((account) => {
      const handle = account === app.self ? app.account.peek()?.handle : app.people.get(account)?.handle;
      return handle !== undefined && written.has(handle.toLowerCase());
    });
}
