import { forgetPending, keepPending } from "../../src/app/onboarding/pending-key.ts";
import { start } from "../../src/app/start.tsx";
import type { HostState } from "../../src/model/paloma.ts";
import { FakePaloma } from "./fake/fake-paloma.ts";
import { message } from "./fake/room.ts";
import { hostile, large, ordinaryRooms } from "./fake/rooms.ts";

/** A Tuesday in June: pictures of today would be other ones every day. */
const NOW = Date.UTC(2025, 5, 3, 10, 41);

const query = new URLSearchParams(location.search);
for (const key of ["theme", "language", "density"]) {
  const value = query.get(key);
  if (value !== null) {
    localStorage.setItem(`paloma.${key}`, value);
  }
}

const began = performance.now();
const now = () => NOW + Math.floor(performance.now() - began);
const scene = query.get("scene") ?? "ordinary";
const hosts: Readonly<Record<string, HostState>> = {
  blank: { kind: "blank" },
  locked: { kind: "locked" },
  starting: { kind: "starting" },
  "no-webassembly": { kind: "failed", why: "no-webassembly", detail: "" },
  "no-storage": { kind: "failed", why: "no-storage", detail: "" },
  "storage-damaged": { kind: "failed", why: "storage-damaged", detail: "record 412 of table 7: the tag does not fit" },
};
const rooms = () => {
  switch (scene) {
    case "empty":
      return [];
    case "hostile":
      return [hostile(NOW)];
    case "large":
      return [large(NOW), ...ordinaryRooms(NOW)];
    default:
      return ordinaryRooms(NOW);
  }
};

const paloma = new FakePaloma({
  now,
  rooms: rooms(),
  lively: query.has("lively"),
  ...(scene === "empty" ? { people: [] } : {}),
  ...(hosts[scene] === undefined ? {} : { host: hosts[scene] }),
  ...(scene === "offline" ? { connection: { state: "offline" as const } } : {}),
});
for (const key of ["theme", "language", "density"] as const) {
  const value = query.get(key);
  if (value !== null) {
    paloma.settings.set(key, value);
  }
}

const gallery = { paloma, message, now };

declare global {
  interface Window {
    gallery: typeof gallery;
    violations: string[];
  }
}

window.gallery = gallery;
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
);

const page = document.getElementById("app");
if (page !== null) {
  if (scene === "key") {
    await keepPending("7K3MQ2X-R8TNW4B-J6HVC9D-P5FZG1Y-E2SAK7M-X4WQN8R-B3TJD6H-V9CPG5Z");
  } else {
    await forgetPending();
  }
  await start(paloma, page, now);
}
