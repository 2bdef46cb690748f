import { render } from "preact";
import type { Paloma } from "../model/paloma.ts";
import { Root } from "./root.tsx";
import { App, AppProvider } from "./state/app.ts";
import { applyRemembered } from "./state/preferences.ts";
import { followAddress } from "./state/route.ts";
import { startClock } from "./text/time.ts";
import "./styles/index.css";

/** Draws Paloma into a page. */
export async function start(paloma: Paloma, into: HTMLElement, clock?: () => number): Promise<App> {
  startClock(clock);
  followAddress();
  // English is at hand when another language can't be fetched.
  await applyRemembered().catch(() => {});
  const app = new App(paloma);
  render(
    <AppProvider value={app}>
      <Root />
    </AppProvider>,
    into,
  );
  return app;
}
