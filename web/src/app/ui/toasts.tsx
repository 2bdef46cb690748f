import { X } from "lucide";
import { dismiss, toasts } from "../state/toasts.ts";
import { t } from "../text/messages.ts";
import { Icon } from "./icon.tsx";

/** Short words at the bottom of the page. */
export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map((toast) => (
        <div key={toast.id} class="toast">
          <span class="grow">{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button type="button" class="toast-close" aria-label={t("close")} onClick={() => dismiss(toast.id)}>
            <Icon of={X} small />
          </button>
        </div>
      ))}
    </div>
  );
}
