import type { Answer } from "@tureen/shared/endpoints";
import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import { call } from "../../platform/live/api.ts";

export type UnpaidTable = Answer<"readUnpaid">["tables"][number];

/** What is known of tables' bills, by session. */
export type Bills = ReadonlyMap<string, UnpaidTable>;

const REREAD_MS = 20_000;

/** What tables have paid and not paid; read now, with each change of `changes`, and now and then. */
export function createUnpaid(options: {
  readonly changes: Accessor<unknown>;
  readonly endedBy: (error: unknown) => boolean;
}): { readonly tables: Accessor<readonly UnpaidTable[]>; readonly refresh: () => Promise<void> } {
  const [tables, setTables] = createSignal<readonly UnpaidTable[]>([]);

  async function refresh(): Promise<void> {
    try {
      setTables((await call("readUnpaid", {})).tables);
    } catch (error) {
      // The floor itself says when there is no connection; what was known stays shown.
      options.endedBy(error);
    }
  }

  createEffect(on(options.changes, () => void refresh()));
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") void refresh();
  }, REREAD_MS);
  onCleanup(() => clearInterval(timer));
  return { tables, refresh };
}
