import { harmlessLine } from "../text/harmless.ts";

/** One line of a message for a list: without the marks that would be drawn. */
export function excerpt(text: string, most = 140): string {
  const bare = text
    .slice(0, 4 * most)
    .replace(/```\w*\n?/g, " ")
    .replace(/(\*\*|__|~~|`)/g, "")
    .replace(/^\s{0,3}(>|#{1,6}|[-*+]|\d+[.)])\s+/gm, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
  return harmlessLine(bare, most);
}
