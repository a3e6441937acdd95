/**
 * What a committed change brings about elsewhere: other processes look, caches forget, phones hear of
 * what is not in their document. An operation says so where it makes the change (`tx.tell`), and the
 * commit hands it on by itself: whoever calls an operation has nothing to remember. What a transaction
 * told that is rolled back, or begun anew, is forgotten with it.
 */
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import type { Signal } from "@tureen/shared/platform/signals";
import type { Signals } from "./signals/signals.ts";

/** Something to be done now that a change is committed. Doing it twice is the same as doing it once. */
export type Effect = Signal | PhoneNotice;

/** The phones of a session are to be told this. */
export interface PhoneNotice {
  readonly kind: "notice";
  readonly sessionId: string;
  readonly notice: Notice;
}

type Runner = (effects: readonly Effect[]) => Promise<void>;

/** The effects of what is committed through one pool. */
export class Effects {
  readonly #runners = new Set<Runner>();
  readonly #underWay = new Set<Promise<void>>();

  /** Hands what is committed from now on to `run`, which never rejects, until the returned function is called. */
  handTo(run: Runner): () => void {
    this.#runners.add(run);
    return () => this.#runners.delete(run);
  }

  /**
   * Begins to carry out the effects of what has just been committed. Nobody waits for it: what was
   * committed stays committed, and others find it a little later.
   */
  committed(effects: readonly Effect[]): void {
    if (effects.length === 0) return;
    for (const run of this.#runners) {
      const work = run(effects).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    }
  }

  /** Resolves when everything that was begun so far is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}

/**
 * The one way in which a process carries out what it commits: `here` does what concerns this process,
 * at once, then the others are told to look. The returned function ends it when nothing more will be
 * committed, and resolves when all is told.
 */
export function carryOutEffects(deps: {
  readonly database: { readonly effects: Effects };
  readonly signals: Pick<Signals, "publish">;
  readonly here?: (effect: Effect) => void;
  readonly onError: (error: unknown) => void;
}): () => Promise<void> {
  const { database, signals, here, onError } = deps;
  const stop = database.effects.handTo(async (effects) => {
    try {
      for (const effect of effects) here?.(effect);
    } catch (error) {
      // What was committed stays so, and the others can still be told.
      onError(error);
    }
    const told = effects.filter((effect) => effect.kind !== "notice");
    if (told.length > 0) await signals.publish(...told);
  });
  return async () => {
    stop();
    await database.effects.settled();
  };
}
