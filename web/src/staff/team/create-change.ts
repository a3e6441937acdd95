import { type Accessor, createSignal } from "solid-js";
import { ApiError } from "../../platform/live/api.ts";
import { toast } from "../../platform/ui/toasts.ts";

/** What became of a change: its answer, or else the field that was wrong and how. */
export type Outcome<A> =
  | { readonly answer: A }
  | { readonly answer?: undefined; readonly field?: string; readonly text?: string };

export interface Change<Answer> {
  /** Something is on its way. */
  readonly busy: Accessor<boolean>;
  /** Makes a change, one at a time; says what goes wrong with no field of it. */
  change<A extends Answer>(work: () => Promise<A>): Promise<Outcome<A>>;
}

/** Changes what a page of settings shows, each of whose answers tells all of it. */
export function createChange<Answer>(options: {
  readonly take: (answer: Answer) => void;
  /** Reads all of it again. */
  readonly read: () => Promise<void>;
  readonly endedBy: (error: unknown) => boolean;
  readonly refusalText: (error: unknown) => string;
  /** Fields beside which a refusal is told. */
  readonly fields: readonly string[];
}): Change<Answer> {
  const [busy, setBusy] = createSignal(false);
  return {
    busy,
    async change(work) {
      if (busy()) return {};
      setBusy(true);
      try {
        const answer = await work();
        options.take(answer);
        return { answer };
      } catch (error) {
        if (options.endedBy(error)) return {};
        const text = options.refusalText(error);
        const field = error instanceof ApiError ? error.field : undefined;
        if (field !== undefined && options.fields.includes(field)) return { field, text };
        toast(text, { tone: "bad", icon: "alert" });
        // Somebody else was here: what there is now is another thing.
        await options.read();
        return {};
      } finally {
        setBusy(false);
      }
    },
  };
}
