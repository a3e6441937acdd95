/**
 * Decides whether a history of operations that overlap in time can be explained by some order in
 * which each took effect at one moment between its invocation and its return (linearizability, by
 * the search of Wing and Gong with Lowe's memory of what has been tried). Operations that were never
 * answered may take effect at any later time, or never.
 */

/** One operation on an object; times are positions in the history. */
export interface Operation<State> {
  /** For people. */
  readonly label: string;
  readonly invoked: number;
  /** Infinity when nobody was told. */
  readonly returned: number;
  /** Whether it is known to have taken effect; else it may also be left out. */
  readonly certain: boolean;
  /** It changes nothing, so that taking it as soon as it fits never hurts. */
  readonly observes: boolean;
  /** Which to try first, of several that may come next; a guess that costs nothing when it is wrong. */
  readonly likely?: number;
  /** Another operation that took effect before this one, whatever the times say. */
  readonly after: Operation<State> | null;
  /** The state after it, or null when it cannot have happened in this state as it did. */
  readonly step: (state: State) => State | null;
}

export type Linearization =
  | { readonly verdict: "linearizable" }
  /** `stuck`: the labels of the operations of which none could be next, where most had been placed. */
  | { readonly verdict: "impossible"; readonly stuck: readonly string[] }
  /** The search was given up: neither shown nor refuted. */
  | { readonly verdict: "undecided" };

/** Steps before a search is given up; histories of one table need a few hundred. */
const MAX_STEPS = 200_000;

interface Frame<State> {
  readonly state: State;
  readonly candidates: readonly number[];
  next: number;
  /** The operation that led here. */
  readonly by: number;
}

/** Searches for an order. `keyOf` names a state, unless the set of operations done determines it. */
export function linearize<State>(
  initial: State,
  unsorted: readonly Operation<State>[],
  keyOf: (state: State) => string = () => "",
  maxSteps = MAX_STEPS,
): Linearization {
  const operations = [...unsorted].sort((a, b) => a.invoked - b.invoked);
  const indexOf = new Map(operations.map((operation, i) => [operation, i]));
  const after = operations.map((o) => (o.after === null ? -1 : (indexOf.get(o.after) ?? -1)));
  const done = new Uint8Array(operations.length);
  const tried = new Set<string>();
  let certainLeft = operations.filter((o) => o.certain).length;
  let fewestLeft = Number.POSITIVE_INFINITY;
  let stuck: readonly string[] = [];
  let base = 0;

  const frames: Frame<State>[] = [frameOf(initial, -1)];
  for (let steps = 0; certainLeft > 0; steps++) {
    if (steps > maxSteps) return { verdict: "undecided" };
    const frame = frames.at(-1);
    if (!frame) return { verdict: "impossible", stuck };
    const index = frame.candidates[frame.next];
    const operation = index === undefined ? undefined : operations[index];
    if (index === undefined || !operation) {
      frames.pop();
      undo(frame.by);
      continue;
    }
    frame.next += 1;
    const state = operation.step(frame.state);
    if (state === null) continue;
    // An observation that fits is final: no other choice here can do better than to take it.
    if (operation.observes) frame.next = frame.candidates.length;
    done[index] = 1;
    if (operation.certain) certainLeft -= 1;
    const key = nameOfSituation(state);
    if (tried.has(key)) {
      undo(index);
      continue;
    }
    tried.add(key);
    frames.push(frameOf(state, index));
  }
  return { verdict: "linearizable" };

  /** What may come next: invoked before anything that is still to come had returned. */
  function frameOf(state: State, by: number): Frame<State> {
    while (done[base] === 1) base += 1;
    const open: number[] = [];
    let firstReturn = Number.POSITIVE_INFINITY;
    for (let i = base; i < operations.length; i++) {
      const operation = operations[i];
      if (!operation || operation.invoked > firstReturn) break;
      if (done[i] === 1) continue;
      open.push(i);
      firstReturn = Math.min(firstReturn, operation.returned);
    }
    const ready = open.filter((i) => {
      const operation = operations[i];
      const before = after[i] ?? -1;
      return operation && operation.invoked <= firstReturn && (before < 0 || done[before] === 1);
    });
    // Observations first, then what is known to have happened.
    const rank = (i: number) => (operations[i]?.observes ? 0 : operations[i]?.certain ? 1 : 2);
    const likely = (i: number) => operations[i]?.likely ?? i;
    ready.sort((a, b) => rank(a) - rank(b) || likely(a) - likely(b));
    if (certainLeft < fewestLeft) {
      fewestLeft = certainLeft;
      stuck = ready.filter((i) => operations[i]?.certain).map((i) => operations[i]?.label ?? "");
    }
    return { state, candidates: ready, next: 0, by };
  }

  function undo(index: number): void {
    if (index < 0) return;
    done[index] = 0;
    if (operations[index]?.certain) certainLeft += 1;
    base = Math.min(base, index);
  }

  function nameOfSituation(state: State): string {
    let from = base;
    while (done[from] === 1) from += 1;
    const beyond: number[] = [];
    for (let i = from; i < operations.length; i++) if (done[i] === 1) beyond.push(i);
    return `${from} ${beyond.join(",")} ${keyOf(state)}`;
  }
}
