import { signal } from "@preact/signals";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

const SHOWN_FOR = 6000;

export const toasts = signal<readonly Toast[]>([]);
let next = 0;

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Says something short for a while. Nothing that matters is only said here. */
export function say(text: string, action?: Toast["action"]): number {
  const id = next++;
  toasts.value = [...toasts.value.slice(-2), { id, text, action }];
  setTimeout(() => dismiss(id), SHOWN_FOR);
  return id;
}
