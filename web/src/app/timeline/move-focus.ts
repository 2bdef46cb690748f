/** In a timeline, the arrows go from message to message; Home and End go to the first and the last that is drawn. */
export function moveFocus(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const timeline = event.currentTarget as HTMLElement;
  const typing = target.closest("input, textarea, [role=menu], pre");
  if (typing !== null || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const messages = [...timeline.querySelectorAll<HTMLElement>(".message")];
  const current = target.closest<HTMLElement>(".message");
  const at = current === null ? messages.length : messages.indexOf(current);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: messages.length - 1 }[event.key];
  const next = to === undefined ? undefined : messages[to];
  if (next !== undefined) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}
