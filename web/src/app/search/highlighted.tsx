import { harmlessText } from "../text/harmless.ts";

/** A text with what was found in it marked. The ranges are offsets in UTF-16, in order, and don't overlap. */
export function Highlighted({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  const parts = [];
  let end = 0;
  for (const [from, to] of ranges) {
    if (from >= end && to > from && to <= text.length) {
      parts.push(harmlessText(text.slice(end, from)), <mark key={from}>{harmlessText(text.slice(from, to))}</mark>);
      end = to;
    }
  }
  parts.push(harmlessText(text.slice(end)));
  return <>{parts}</>;
}
