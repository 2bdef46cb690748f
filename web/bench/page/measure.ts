/** How long and how often to measure. */
export interface Effort {
  /** How long one run takes at least, in milliseconds. */
  readonly milliseconds: number;
  /** How many runs there are, after one that only warms up. */
  readonly iterations: number;
}

/** Does an operation this many times. */
export type Repeat = (times: number) => void;

/** How many times to repeat so that one measured step is well above the resolution of the browser's clock. */
const STEP_MILLISECONDS = 20;

/** The operations per second of each run. The first step's size is found while warming up. */
export function measure(repeat: Repeat, { milliseconds, iterations }: Effort): number[] {
  let step = 1;
  const run = (): number => {
    const start = performance.now();
    let done = 0;
    let elapsed = 0;
    while (elapsed < milliseconds) {
      const before = elapsed;
      repeat(step);
      done += step;
      elapsed = performance.now() - start;
      if (elapsed - before < STEP_MILLISECONDS) {
        step *= 2;
      }
    }
    return (done / elapsed) * 1_000;
  };
  run();
  return Array.from({ length: iterations }, run);
}
