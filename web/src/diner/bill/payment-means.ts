import type { Answer } from "@tureen/shared/endpoints";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { pause } from "../../platform/live/retry.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";
import type { TableSession } from "../model/table-session.ts";

export type PaymentMeans = Answer<"readPayment">;

/** How often it is asked whether the provider is ready, ms. */
const ASK_EVERY_MS = 1_200;

/** Failures that asking again does not change. */
const FINAL: ReadonlySet<ClientErrorCode> = new Set([
  ...(["payment-unknown", "payment-moved", "not-allowed", "diner-gone"] as const),
  ...(["session-closed", "session-expired", "session-unknown", "token-invalid"] as const),
]);

/** How a reserved payment is paid, asked until the provider is ready or the owner is gone. */
export function createPaymentMeans(
  session: TableSession,
  key: string,
): {
  readonly means: Accessor<PaymentMeans | undefined>;
  readonly failure: Accessor<ClientErrorCode | undefined>;
} {
  const [means, setMeans] = createSignal<PaymentMeans>();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const ask = createAsking();
  const ends = new AbortController();
  onCleanup(() => ends.abort());

  async function read(): Promise<void> {
    const once = async () => call("readPayment", { params: { key }, token: await session.token() });
    while (!ends.signal.aborted) {
      const found = await ask(once, { settles: (code) => FINAL.has(code) });
      if (ends.signal.aborted) return;
      setMeans(found);
      if (found.provider !== "waiting") return;
      await pause(ASK_EVERY_MS, ends.signal);
    }
  }

  read().catch((error: unknown) => setFailure(codeOf(error)));
  return { means, failure };
}
