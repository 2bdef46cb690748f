import { useEffect, useRef } from "preact/hooks";
import { t } from "../text/messages.ts";

/** A grey line of some width, in hundredths of what is around it. */
export function Skeleton({ width = 100 }: { width?: number }) {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (line.current !== null) {
      line.current.style.inlineSize = `${width}%`;
    }
  }, [width]);
  return <span ref={line} class="skeleton" />;
}

/** Something is loading that is made of lines. */
export function SkeletonLines({ widths }: { widths: readonly number[] }) {
  return (
    <div class="stack-small skeletons" role="status" aria-label={t("loading")}>
      {widths.map((width, index) => (
        <Skeleton key={index} width={width} />
      ))}
    </div>
  );
}
