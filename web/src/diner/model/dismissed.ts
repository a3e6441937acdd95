import { type Accessor, createSignal } from "solid-js";
import { readStored, writeStored } from "../../platform/storage.ts";

/** The rejections this diner has read and put away; remembered over a reload. */
export interface Dismissed {
  readonly ids: Accessor<readonly string[]>;
  readonly dismiss: (confirmId: string) => void;
}

export function createDismissed(sessionId: string): Dismissed {
  const key = `tureen.dismissed.${sessionId}`;
  const [ids, setIds] = createSignal<readonly string[]>(readStored<string[]>(key) ?? []);
  return {
    ids,
    dismiss(confirmId) {
      setIds((all) => [...all, confirmId]);
      writeStored(key, ids());
    },
  };
}
