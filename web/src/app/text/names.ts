import { harmlessLine } from "./harmless.ts";

/** One of twelve hues, from an account's id. */
export const hueOf = (account: string): number => Number.parseInt(account.slice(0, 6) || "0", 16) % 12 || 0;

/** One or two letters for somebody without a picture. */
export function initialsOf(name: string): string {
  const words = harmlessLine(name)
    .split(/[\s._-]+/)
    .filter((word) => word !== "");
  const first = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  const initials = first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "");
  return initials.toLocaleUpperCase() || "?";
}
