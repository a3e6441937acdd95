import { settles } from "@tureen/shared/platform/http/verdicts";
import { type Accessor, createSignal } from "solid-js";
import { codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";

/** Something that is read when its tab opens, and again after a change. */
export interface Reading<T> {
  readonly value: Accessor<T | undefined>;
  readonly failure: Accessor<ClientErrorCode | undefined>;
  read(): Promise<void>;
}

/**
 * Reads at once, and again until there is an answer. A sign-in that is over is `endedBy`'s; any other
 * failure is shown.
 */
export function createReading<T>(
  load: () => Promise<T>,
  endedBy: (error: unknown) => boolean,
): Reading<T> {
  const [value, setValue] = createSignal<T>();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const ask = createAsking();
  async function read(): Promise<void> {
    try {
      const answer = await ask(load, {
        settles: (code) => settles("reading", code),
        onFailure: setFailure,
      });
      setValue(() => answer);
      setFailure(undefined);
    } catch (error) {
      if (!endedBy(error)) setFailure(codeOf(error));
    }
  }
  void read();
  return { value, failure, read };
}
