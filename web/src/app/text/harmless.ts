/**
 * What other people write is shown as text and can say anything, but it can't change how the rest of the page reads: no
 * character of it turns the direction of its surroundings, hides, or piles up over its neighbours.
 */

/** Overrides, embeddings, isolates and marks of direction, deprecated format characters, invisible operators, tags and fillers. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them is meant by itself
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]/gu;
const TAGS = /[\u{e0000}-\u{e007f}]/gu;
const FLAG_OF_TAGS = /\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f}/gu;
/** Controls, but for tab and line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Joiners mean something between letters of some scripts and inside of emoji; anywhere else they only hide. */
const STRAY_JOINERS =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of them is meant by itself
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])|(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[\u200c\u200d]/gu;
const PILES = /(\p{M}{4})\p{M}+/gu;

/** A person's text of several lines. */
export function harmlessText(text: string): string {
  const flags: string[] = [];
  return text
    .replace(/\r\n?/g, "\n")
    .replace(CONTROLS, "")
    .replace(FLAG_OF_TAGS, (flag) => {
      flags.push(flag);
      return "\u{f0000}";
    })
    .replace(INVISIBLE, "")
    .replace(TAGS, "")
    .replace(STRAY_JOINERS, "")
    .replace(PILES, "$1")
    .replace(/\u{f0000}/gu, () => flags.shift() ?? "");
}

/** A person's text of one line: a name, a topic, a file's name. */
export function harmlessLine(text: string, most = 120): string {
  const line = harmlessText(text).replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
