import { Check, CheckCheck, CircleAlert, Clock } from "lucide";
import type { Delivery } from "../../model/views.ts";
import { t } from "../text/messages.ts";
import { Icon } from "../ui/icon.tsx";

/** How far an own message has come: waiting, on the server, on every device of the others, read. */
export function Ticks({ delivery }: { delivery: Delivery }) {
  const label = t(`delivery.${delivery}`);
  switch (delivery) {
    case "queued":
      return <Icon of={Clock} small class="tick" label={label} />;
    case "sent":
      return <Icon of={Check} small class="tick" label={label} />;
    case "delivered":
      return <Icon of={CheckCheck} small class="tick" label={label} />;
    case "read":
      return (
        <svg viewBox="0 0 24 24" class="icon small tick read" role="img" aria-label={label}>
          <circle cx="12" cy="12" r="10" />
          <path d="m7.500 12.400 3 3 6-6.300" />
        </svg>
      );
    default:
      return <Icon of={CircleAlert} small class="tick failed" label={label} />;
  }
}
