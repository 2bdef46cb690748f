/** How long the server may leave a frame without a sign before people are told, and before it is given up; milliseconds. */
const TOLD = 1_500;
const GIVEN_UP = 8_000;

export interface SilenceListener {
  /** The server has said nothing for a while after it was sent something, or it speaks again. */
  changed(silent: boolean): void;
  /** It has said nothing for so long that the connection is of no use. */
  givenUp(): void;
}

/**
 * Notices a connection on which nothing comes back: packets that vanish on the way make no event in a browser. Every
 * frame of the engine is answered, so silence behind one means something; a frame that is still on its way out is none.
 */
export class Silence {
  readonly #listener: SilenceListener;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silent = false;

  constructor(listener: SilenceListener) {
    this.#listener = listener;
  }

  get isSilent(): boolean {
    return this.#silent;
  }

  /**
   * Something was sent.
   *
   * @param queued how many bytes are still waiting to go out
   */
  sent(queued: () => number): void {
    this.#timer ??= setTimeout(() => this.#tell(queued), TOLD);
  }

  #tell(queued: () => number): void {
    this.#become(true);
    this.#waitOn(queued, queued());
  }

  /** A slow line that still takes bytes is not given up. */
  #waitOn(queued: () => number, before: number): void {
    this.#timer = setTimeout(() => {
      const now = queued();
      if (now < before) {
        this.#waitOn(queued, now);
      } else {
        this.#timer = undefined;
        this.#listener.givenUp();
      }
    }, GIVEN_UP - TOLD);
  }

  /** The server has said something, or the connection has ended. */
  over(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#become(false);
  }

  #become(silent: boolean): void {
    if (this.#silent !== silent) {
      this.#silent = silent;
      this.#listener.changed(silent);
    }
  }
}
