import { useEffect, useState } from "preact/hooks";
import type { Command, Outcome } from "../../model/commands.ts";
import { useApp } from "../state/app.ts";
import { thrownText } from "../state/problems.ts";

export interface Asked<T> {
  readonly value: T | undefined;
  readonly problem: string | undefined;
  again(): void;
}

/** Asks the node something when it is first drawn, and when it is told to ask again. */
export function useNode<T>(command: Command, read: (outcome: Outcome) => T | undefined): Asked<T> {
  const app = useApp();
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const [times, setTimes] = useState(0);
  useEffect(() => {
    let wanted = true;
    app.paloma.command(command).then(
      (outcome) => {
        if (wanted) {
          setValue(read(outcome));
          setProblem(undefined);
        }
      },
      (thrown) => wanted && setProblem(thrownText(thrown)),
    );
    return () => {
      wanted = false;
    };
  }, [app, times]);
  return { value, problem, again: () => setTimes((before) => before + 1) };
}
