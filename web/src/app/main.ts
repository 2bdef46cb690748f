import { openPaloma } from "../host/index.ts";
import { registerServiceWorker } from "./pwa/register.ts";
import { start } from "./start.tsx";

const page = document.getElementById("app");
if (page !== null) {
  void start(openPaloma(), page).then(registerServiceWorker);
}
