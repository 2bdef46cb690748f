const MARGIN = 8;

/** Puts a floating element beside its anchor, on the side where there is room, and inside of the window. */
export function placeFloating(floating: HTMLElement, anchor: DOMRect, prefer: "above" | "below" = "below"): void {
  const { offsetWidth: width, offsetHeight: height } = floating;
  const rightToLeft = document.documentElement.dir === "rtl";
  const below = window.innerHeight - anchor.bottom;
  const goesAbove =
    prefer === "above"
      ? anchor.top > height + MARGIN || anchor.top > below
      : below < height + MARGIN && anchor.top > below;
  const top = goesAbove ? anchor.top - height - 4 : anchor.bottom + 4;
  const wanted = rightToLeft ? anchor.left : anchor.right - width;
  const left = wanted < MARGIN ? anchor.left : wanted;
  floating.style.top = `${Math.max(MARGIN, Math.min(top, window.innerHeight - height - MARGIN))}px`;
  floating.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
}
