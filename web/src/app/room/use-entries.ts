import { useEffect, useState } from "preact/hooks";
import type { Entry } from "../../model/views.ts";
import { useApp } from "../state/app.ts";

/** A list of entries of a room that the engine keeps; asked for again when the room's timeline changes. */
export function useEntries(room: string, ask: () => Promise<Entry[]>): readonly Entry[] | undefined {
  const app = useApp();
  const [entries, setEntries] = useState<readonly Entry[]>();
  useEffect(() => {
    let wanted = true;
    const load = () =>
      void ask().then((found) => {
        if (wanted) {
          setEntries(found);
        }
      });
    load();
    const stop = app.onChange((change) => {
      if (change.kind === "timelineChanged" && change.room === room) {
        load();
      }
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [app, room]);
  return entries;
}
