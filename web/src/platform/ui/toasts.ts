import { createSignal } from "solid-js";
import type { IconName } from "./Icon.tsx";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad";
  readonly icon?: IconName;
  /** Until it is answered: it says what nobody else will say. */
  readonly stays?: boolean;
  readonly action?: ToastAction;
}

/** What a toast offers: something that is done, or an address that is opened beside the page. */
export type ToastAction = { readonly label: string } & (
  | { readonly run: () => void }
  | { readonly href: string }
);

/** At most this many at once; the oldest makes room. */
const MAX_TOASTS = 3;
const SHOWN_MS = 5_000;
const SHOWN_WITH_ACTION_MS = 8_000;

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);

export { toasts };

let nextId = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows a short message away from the thumb and reads it out politely. Returns its id. */
export function toast(
  text: string,
  options: Partial<Pick<Toast, "tone" | "icon" | "action" | "stays">> = {},
): number {
  const id = nextId++;
  setToasts((all) => [...all, { id, text, tone: "plain" as const, ...options }].slice(-MAX_TOASTS));
  resumeToast(id);
  return id;
}

export function dismissToast(id: number): void {
  holdToast(id);
  setToasts((all) => all.filter((entry) => entry.id !== id));
}

/** Keeps a toast while somebody points at it or has the focus in it. */
export function holdToast(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

/** Lets a toast's time run (again). */
export function resumeToast(id: number): void {
  holdToast(id);
  const entry = toasts().find((candidate) => candidate.id === id);
  if (!entry || entry.stays) return;
  timers.set(
    id,
    setTimeout(() => dismissToast(id), entry.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS),
  );
}
