import { type Accessor, createSignal, onCleanup } from "solid-js";
import { readText, writeText } from "../platform/storage.ts";

const STORAGE_KEY = "tureen.kitchen.keys";
/** The same key again within this time is one press of a hasty or worn hand, ms. */
const DOUBLE_MS = 350;
/** The keys of a page's tickets, in their order. */
const TICKET_KEYS = "123456789abcdefghijklmnopqrstuvwxyz";

/** What a key does. */
export type BumpKey =
  | { readonly kind: "ticket"; readonly at: number }
  | { readonly kind: "undo" | "help" | "first" }
  | { readonly kind: "turn"; readonly by: 1 | -1 };

/** What is written beside a page's n-th ticket, counted from 0; nothing past the last key. */
export function keyOfTicket(at: number): string | undefined {
  return TICKET_KEYS[at]?.toUpperCase();
}

/** What a key of a keyboard or bump bar does, if anything; arrows turn pages as they are read. */
export function bumpKey(
  press: Pick<KeyboardEvent, "key" | "code" | "shiftKey">,
  isRightToLeft: boolean,
): BumpKey | undefined {
  const { key } = press;
  const sign = digitOf(press) ?? key.toLowerCase();
  const at = sign.length === 1 ? TICKET_KEYS.indexOf(sign) : -1;
  if (at >= 0) return { kind: "ticket", at };
  if (sign === "0") return { kind: "undo" };
  if (key === "+") return { kind: "turn", by: 1 };
  if (key === "-") return { kind: "turn", by: -1 };
  if (key === "ArrowRight") return { kind: "turn", by: isRightToLeft ? -1 : 1 };
  if (key === "ArrowLeft") return { kind: "turn", by: isRightToLeft ? 1 : -1 };
  if (key === "Home") return { kind: "first" };
  return key === "?" || key === "؟" ? { kind: "help" } : undefined;
}

/** By its place too: an Arabic keyboard writes other digits, a French one none without Shift. */
function digitOf({ key, code, shiftKey }: Pick<KeyboardEvent, "key" | "code" | "shiftKey">) {
  if (/^[0-9]$/.test(key)) return key;
  const isSign = key.length === 1 && !shiftKey;
  return isSign ? /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1] : undefined;
}

/**
 * Keys of a keyboard or bump bar: each ticket of the page has one, and others turn pages, undo and help.
 * The first press of a number only shows which is which, so that nobody moves an order by accident.
 */
export function createBumpKeys(press: (key: BumpKey) => void): {
  readonly shown: Accessor<boolean>;
} {
  const [shown, setShown] = createSignal(readText(STORAGE_KEY) === "shown");
  let last = { key: "", at: 0 };

  function onKey(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || isSheetOpen()) return;
    const what = bumpKey(event, document.documentElement.dir === "rtl");
    if (!what) return;
    if (!shown() && (what.kind === "ticket" || what.kind === "undo")) {
      // Letters are for whoever has seen which is which.
      if (digitOf(event) === undefined) return;
      setShown(true);
      writeText(STORAGE_KEY, "shown");
      return;
    }
    const again = event.key === last.key && event.timeStamp - last.at < DOUBLE_MS;
    last = { key: event.key, at: event.timeStamp };
    // The order has moved on, or another one has moved up to its number.
    if (again) return;
    press(what);
  }

  addEventListener("keydown", onKey);
  onCleanup(() => removeEventListener("keydown", onKey));
  return { shown };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

function isSheetOpen(): boolean {
  return document.querySelector("[role=dialog]") !== null;
}
