/** Why the core stopped. All but the last three are faults inside the module. */
export type TrapKind =
  | "divide by zero"
  | "stack overflow"
  | "out of bounds"
  | "out of memory"
  | "null reference"
  | "illegal cast"
  | "unreachable"
  | "uncaught exception"
  | "no answer"
  | "worker failed"
  | "closed";

/** A trap as it travels from the worker to the page. */
export interface TrapReport {
  readonly kind: TrapKind;
  readonly detail: string;
}

/**
 * The core stopped and whatever it held in memory is lost. The worker is already gone: the next call starts a new one,
 * which knows only what was committed.
 */
export class CoreTrap extends Error {
  readonly kind: TrapKind;

  constructor(report: TrapReport) {
    super(`the core stopped: ${report.kind}${report.detail === "" ? "" : ` (${report.detail})`}`);
    this.name = "CoreTrap";
    this.kind = report.kind;
  }
}

/** What the engines of browsers call their traps. A message that is none of these is "unreachable". */
const MESSAGES: readonly (readonly [RegExp, TrapKind])[] = [
  [/(divide|division|remainder) by zero|integer overflow|divide result unrepresentable/i, "divide by zero"],
  [/array is too large|allocation failed|out of memory/i, "out of memory"],
  [/out of bounds|index out of range/i, "out of bounds"],
  [/null (pointer|reference)|dereferencing/i, "null reference"],
  [/illegal cast|bad cast|cast failure/i, "illegal cast"],
];

/** Names what a module threw. */
export function reportTrap(thrown: unknown): TrapReport {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof RangeError || /call stack|too much recursion/i.test(detail)) {
    return { kind: /call stack|recursion/i.test(detail) ? "stack overflow" : "out of memory", detail };
  }
  if (thrown instanceof WebAssembly.RuntimeError) {
    const known = MESSAGES.find(([pattern]) => pattern.test(detail));
    return { kind: known?.[1] ?? "unreachable", detail };
  }
  return { kind: "uncaught exception", detail };
}
