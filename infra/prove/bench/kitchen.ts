/** Measures the way of a confirm: from the phone that sends it to a kitchen screen that shows it. */
import { setTimeout as sleep } from "node:timers/promises";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { type Percentiles, percentiles } from "./figures.ts";
import type { Phone } from "./phone.ts";
import type { FullRestaurant } from "./restaurant.ts";

export interface KitchenFigures {
  readonly confirms: number;
  readonly arrived: number;
  readonly confirmToKitchenMs: Percentiles;
}

type Dish = FullRestaurant["dish"];

/** Puts one new dish in the cart and confirms it; the times count from `at`. */
export function sendConfirm(phone: Phone, dish: Dish, at: number): void {
  const { item, price, menuVersion } = dish;
  const line = phone.addLine(at, { item, options: [], note: "", for: "table", at: Date.now() }, 1);
  phone.edit(at, (edits) =>
    edits.confirm({
      lines: [{ line, quantity: 1, unitPrice: price, ordered: 0 }],
      total: price,
      menuVersion,
      at: Date.now(),
    }),
  );
}

/**
 * Sends `perSecond` confirms for `seconds`, each of one new dish at a table of its own turn, and takes the
 * time until each of so many screens has it.
 */
export async function driveConfirms(
  origin: string,
  cookie: string,
  phones: readonly Phone[],
  dish: Dish,
  perSecond: number,
  seconds: number,
  screens = 1,
): Promise<KitchenFigures> {
  const due = new Map<string, { readonly at: number; missing: number }>();
  const samples: number[] = [];
  let arrived = 0;
  const onEvent = (event: KitchenEvent) => {
    const waited = due.get(event.ticket.sessionId);
    if (event.from !== null || waited === undefined) return;
    samples.push(performance.now() - waited.at);
    waited.missing -= 1;
    if (waited.missing > 0) return;
    due.delete(event.ticket.sessionId);
    arrived += 1;
  };
  const streams = await Promise.all(
    Array.from({ length: screens }, () => openKitchenStream(origin, cookie, onEvent)),
  );
  const start = performance.now();
  const total = perSecond * seconds;
  for (let n = 0; n < total; n++) {
    const at = start + (n * 1000) / perSecond;
    await sleep(Math.max(0, at - performance.now()));
    // One phone of each table in turn, so that a table has at most one confirm under way.
    const phone = phones[(n * 4) % phones.length];
    if (!phone) continue;
    due.set(phone.document, { at, missing: screens });
    sendConfirm(phone, dish, at);
  }
  for (let waited = 0; due.size > 0 && waited < 5_000; waited += 50) await sleep(50);
  for (const stream of streams) stream.close();
  return { confirms: total, arrived, confirmToKitchenMs: percentiles(samples) };
}

/** A kitchen screen's event stream, read as it arrives. */
export async function openKitchenStream(
  origin: string,
  cookie: string,
  onEvent: (event: KitchenEvent) => void,
): Promise<{ close(): void }> {
  const abort = new AbortController();
  const response = await fetch(`${origin}${ENDPOINTS.followKitchen.path}?after=0`, {
    headers: { cookie, accept: "text/event-stream" },
    signal: abort.signal,
  });
  if (!response.ok || !response.body) throw new Error(`kitchen stream: ${response.status}`);
  const read = async (body: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: ?(.*)$/m.exec(block)?.[1];
        const type = /^event: ?(.*)$/m.exec(block)?.[1] ?? "message";
        if (data && type === "message") onEvent(JSON.parse(data) as KitchenEvent);
      }
    }
  };
  read(response.body).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return { close: () => abort.abort() };
}
