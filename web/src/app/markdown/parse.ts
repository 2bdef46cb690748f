import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { harmlessText } from "../text/harmless.ts";

/** A text beyond this is shown as it is written: nobody writes a message like that by hand. */
const LONGEST = 12_000;
/** Marks that a parser has to remember; thousands of them make it slow. */
const MOST_MARKS = 1_500;
const DEEPEST_QUOTE = 16;
const REMEMBERED = 500;

const OPTIONS = {
  extensions: [
    gfmStrikethrough({ singleTilde: false }),
    { disable: { null: ["htmlFlow", "htmlText", "definition", "labelStartImage", "setextUnderline"] } },
  ],
  mdastExtensions: [gfmStrikethroughFromMarkdown()],
};

export type Parsed = { readonly kind: "tree"; readonly root: Root } | { readonly kind: "plain"; readonly text: string };

const remembered = new Map<string, Parsed>();

function isModest(text: string): boolean {
  if (text.length > LONGEST) {
    return false;
  }
  const marks = text.match(/[*_~`[\]<>&\\]/g)?.length ?? 0;
  const deepest =
    text
      .match(/^(?:[ \t]*(?:>|[-+*]|\d+[.)]))+/gm)
      ?.reduce((most, run) => Math.max(most, run.replace(/[ \t\d]/g, "").length), 0) ?? 0;
  return marks <= MOST_MARKS && deepest <= DEEPEST_QUOTE;
}

function parseNow(text: string): Parsed {
  const harmless = harmlessText(text);
  if (!isModest(harmless)) {
    return { kind: "plain", text: harmless };
  }
  try {
    return { kind: "tree", root: fromMarkdown(harmless, OPTIONS) };
  } catch {
    return { kind: "plain", text: harmless };
  }
}

/** What a message says, as a tree of blocks. Nobody's HTML is in it. */
export function parseMessage(text: string): Parsed {
  const known = remembered.get(text);
  if (known !== undefined) {
    return known;
  }
  const parsed = parseNow(text);
  if (remembered.size >= REMEMBERED) {
    const oldest = remembered.keys().next().value;
    if (oldest !== undefined) {
      remembered.delete(oldest);
    }
  }
  remembered.set(text, parsed);
  return parsed;
}

const EMOJI_ONLY =
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)[\ufe0f\u{1f3fb}-\u{1f3ff}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*)*\s*){1,3}$/u;

/** Whether a message is one to three emoji, which are then drawn large. */
export const isOnlyEmoji = (text: string): boolean => text.length < 64 && EMOJI_ONLY.test(text.trim());
