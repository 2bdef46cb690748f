import english from "../../../messages/en.json";
import type { Problem } from "../../model/commands.ts";
import { Refused } from "../../model/paloma.ts";
import { type MessageKey, t } from "../text/messages.ts";

/** What is in the way, in this person's language. A problem that has no words here keeps the engine's. */
export function problemText(problem: Problem): string {
  const key = `problem.${problem.code}`;
  return key in english ? t(key as MessageKey) : problem.text;
}

/** What to say about something that was thrown. */
export function thrownText(thrown: unknown): string {
  return thrown instanceof Refused ? problemText(thrown.problem) : t("problem.unexpected");
}
