import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";

/** Who writes now. The line is always there, so that nothing moves. */
export function TypingLine({ room }: { room: string }) {
  const app = useApp();
  const names = app.typing.in(room).map((account) => app.people.name(account));
  const [first, second] = names;
  const text =
    first === undefined
      ? ""
      : names.length === 1
        ? t("typing.one", { name: first })
        : names.length === 2
          ? t("typing.two", { name: first, other: second ?? "" })
          : t("typing.many", { count: names.length });
  return (
    <div class="typing">
      {text !== "" && (
        <>
          <span class="typing-dots" aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {text}
        </>
      )}
    </div>
  );
}
