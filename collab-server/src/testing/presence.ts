import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

/** An awareness update that claims a state for each of these clients. */
export function presenceOf(
  states: readonly (readonly [client: number, state: unknown])[],
  clock = 1,
): Uint8Array {
  const awareness = new Awareness(new Y.Doc());
  for (const [client, state] of states) {
    awareness.states.set(client, state as Record<string, unknown>);
    awareness.meta.set(client, { clock, lastUpdated: 0 });
  }
  const update = encodeAwarenessUpdate(
    awareness,
    states.map(([client]) => client),
  );
  awareness.destroy();
  return update;
}
