/** So close to the end counts as being there, in pixels. */
const AT_END = 48;
/** More is asked for so far before an edge comes into view, in pixels. */
const EDGE = 900;

interface Anchor {
  readonly key: string;
  readonly top: number;
}

export interface ScrollListener {
  /** Whether the newest end is in view. */
  following(following: boolean): void;
  near(edge: "start" | "end"): void;
  /** The last row that is in view. */
  seen(key: string): void;
}

/**
 * Holds what somebody reads where it is, whatever grows, shrinks or comes above it, and stays at the end for whoever is
 * there. It looks at the rows (elements with `data-row`) and sets `scrollTop`; it draws nothing.
 */
export class ScrollKeeper {
  readonly #viewport: HTMLElement;
  readonly #content: HTMLElement;
  readonly #listener: ScrollListener;
  readonly #observer: ResizeObserver;
  #anchor: Anchor | undefined;
  #following = true;
  #expected = -1;

  constructor(viewport: HTMLElement, content: HTMLElement, listener: ScrollListener) {
    this.#viewport = viewport;
    this.#content = content;
    this.#listener = listener;
    this.#observer = new ResizeObserver(() => this.keep());
    this.#observer.observe(content);
    this.#observer.observe(viewport);
    viewport.addEventListener("scroll", this.#scrolled, { passive: true });
  }

  get following(): boolean {
    return this.#following;
  }

  stop(): void {
    this.#observer.disconnect();
    this.#viewport.removeEventListener("scroll", this.#scrolled);
  }

  /** Puts the view back where it was, after the rows or their sizes have changed. */
  keep(): void {
    if (this.#following) {
      this.#scrollTo(this.#viewport.scrollHeight - this.#viewport.clientHeight);
    } else if (this.#anchor !== undefined) {
      const row = this.#row(this.#anchor.key);
      if (row !== undefined) {
        const moved = row.offsetTop - this.#viewport.scrollTop - this.#anchor.top;
        if (Math.abs(moved) >= 1) {
          this.#scrollTo(this.#viewport.scrollTop + moved);
        }
      }
    }
    this.#note();
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.#setFollowing(true);
    this.keep();
  }

  /** Puts a row at a part of the height of the view. */
  toRow(key: string, part = 0.3): boolean {
    const row = this.#row(key);
    if (row === undefined) {
      return false;
    }
    this.#scrollTo(row.offsetTop - this.#viewport.clientHeight * part);
    this.#setFollowing(this.#distanceToEnd() < AT_END);
    this.#note();
    return true;
  }

  readonly #scrolled = (): void => {
    const own = Math.abs(this.#viewport.scrollTop - this.#expected) < 1;
    this.#expected = -1;
    if (!own) {
      this.#setFollowing(this.#distanceToEnd() < AT_END);
    }
    this.#note();
  };

  #note(): void {
    const { scrollTop, clientHeight } = this.#viewport;
    const first = this.#rowAt(scrollTop + 1);
    if (first !== undefined) {
      this.#anchor = { key: first.dataset.row ?? "", top: first.offsetTop - scrollTop };
    }
    const last = this.#rowAt(scrollTop + clientHeight - 8);
    if (last?.dataset.row !== undefined) {
      this.#listener.seen(last.dataset.row);
    }
    if (scrollTop < EDGE) {
      this.#listener.near("start");
    }
    if (this.#distanceToEnd() < EDGE) {
      this.#listener.near("end");
    }
  }

  #distanceToEnd(): number {
    return this.#viewport.scrollHeight - this.#viewport.scrollTop - this.#viewport.clientHeight;
  }

  #scrollTo(top: number): void {
    this.#viewport.scrollTop = top;
    this.#expected = this.#viewport.scrollTop;
  }

  #setFollowing(following: boolean): void {
    if (following !== this.#following) {
      this.#following = following;
      this.#listener.following(following);
    }
  }

  #row(key: string): HTMLElement | undefined {
    return this.#content.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? undefined;
  }

  /** The row over a height of the content, found by halves: rows stand in their order. Day lines stick, so they don't count. */
  #rowAt(height: number): HTMLElement | undefined {
    const rows = this.#content.querySelectorAll<HTMLElement>("[data-row]");
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle];
      if (row !== undefined && row.offsetTop + row.offsetHeight <= height) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return rows[low];
  }
}
