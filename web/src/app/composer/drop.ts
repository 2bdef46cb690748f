const EVENT = "paloma:files";

/** Hands what is dropped somewhere in a pane to the composer of that pane. */
export function handDropped(pane: HTMLElement, files: readonly File[]): void {
  pane.querySelector(".composer")?.dispatchEvent(new CustomEvent(EVENT, { detail: files }));
}

/** Takes what is dropped in the pane around a composer. */
export function takeDropped(composer: HTMLElement | null, take: (files: readonly File[]) => void): () => void {
  const listener = (event: Event) => take((event as CustomEvent<readonly File[]>).detail);
  composer?.addEventListener(EVENT, listener);
  return () => composer?.removeEventListener(EVENT, listener);
}
