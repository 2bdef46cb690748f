import { useEffect, useState } from "preact/hooks";
import type { Entry } from "../../model/views.ts";
import { useApp } from "../state/app.ts";

/** One entry of a room, as new as the engine says: `undefined` until it is known, `"gone"` when there is none. */
export function useEntry(room: string, id: string): Entry | "gone" | undefined {
  const app = useApp();
  const [entry, setEntry] = useState<Entry | "gone">();
  useEffect(() => {
    let wanted = true;
    const ask = () =>
      app.paloma.entry(room, id).then((found) => {
        if (wanted) {
          setEntry(found ?? "gone");
        }
      });
    void ask();
    const stop = app.onChange((change) => {
      if (change.kind === "timelineChanged" && change.room === room && change.entries.includes(id)) {
        void ask();
      }
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [app, room, id]);
  return entry;
}
