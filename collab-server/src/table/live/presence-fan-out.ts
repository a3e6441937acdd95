import type { Document } from "@hocuspocus/server";

/** As Hocuspocus names what comes from other nodes. */
export const FROM_ELSEWHERE = { source: "redis" } as const;
/** As Yjs' awareness names what it forgets by itself; every node does so. */
const TIMED_OUT = "timeout";

interface AwarenessChange {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}

/** Calls `tell` with the Yjs clients of this node's own phones whose presence changed or ended. */
export function watchPresence(document: Document, tell: (clients: number[]) => void): void {
  document.awareness.on("update", (change: AwarenessChange, origin: unknown) => {
    if (origin === FROM_ELSEWHERE || origin === TIMED_OUT) return;
    tell([...change.added, ...change.updated, ...change.removed]);
  });
}
