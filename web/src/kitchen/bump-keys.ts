import { type Accessor, createSignal, onCleanup } from "solid-js";
import { readText, writeText } from "../platform/storage.ts";

const STORAGE_KEY = "tureen.kitchen.keys";
/** The same key again within this time is one press of a hasty or worn hand, ms. */
const DOUBLE_MS = 350;

/**
 * Number keys of a keyboard or bump bar: 1–9 act on the n-th ticket, 0 undoes. The first press
 * only shows which number is which ticket, so that nobody moves an order by accident.
 */
export function createBumpKeys(actions: {
  readonly act: (index: number) => void;
  readonly undo: () => void;
}): { readonly shown: Accessor<boolean> } {
  const [shown, setShown] = createSignal(readText(STORAGE_KEY) === "shown");
  let last = { key: "", at: 0 };

  function onKey(event: KeyboardEvent): void {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[0-9]$/.test(event.key) || isTyping(event.target) || isSheetOpen()) return;
    if (!shown()) {
      setShown(true);
      writeText(STORAGE_KEY, "shown");
      return;
    }
    const again = event.key === last.key && event.timeStamp - last.at < DOUBLE_MS;
    last = { key: event.key, at: event.timeStamp };
    // The order has moved on, or another one has moved up to its number.
    if (again) return;
    if (event.key === "0") actions.undo();
    else actions.act(Number(event.key) - 1);
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
