const KEY = "paloma.emoji";
const MOST = 16;
const FIRST = ["👍", "❤️", "😂", "🎉", "🙏", "👀", "✅", "🚀"];

/** The emoji that were chosen last in this browser, or a few to begin with. */
export function recentEmoji(): readonly string[] {
  try {
    const kept = (localStorage.getItem(KEY) ?? "").split(" ").filter((emoji) => emoji !== "");
    return [...new Set([...kept, ...FIRST])].slice(0, MOST);
  } catch {
    return FIRST;
  }
}

export function rememberEmoji(emoji: string): void {
  try {
    localStorage.setItem(KEY, [...new Set([emoji, ...recentEmoji()])].slice(0, MOST).join(" "));
  } catch {
    // Without storage there is nothing to remember it in.
  }
}
