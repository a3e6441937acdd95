import type { Connection } from "@hocuspocus/server";
import type { DinerId } from "@tureen/shared/table/document/types";

/** Who is at the other end of a live connection. */
export interface DinerContext {
  readonly restaurantId: string;
  readonly sessionId: string;
  /** Null for a reader: a developer's tool, which sees the document and writes nothing. */
  readonly diner: DinerId | null;
  /** 0, the server's, for a reader: no presence is ever theirs. */
  readonly seat: number;
  /** The diner among all diners of all sessions; what they may do is counted under it. */
  readonly key: string;
  /** The version of the protocol that the client speaks. */
  readonly protocol: number;
  /** When the access token ends, ms; moved on when the phone sends a newer one. */
  expiresAt: number;
  /** When a newer token was last asked for, ms. */
  tokenAskedAt: number;
  /** The Yjs client id under which this connection shows its presence; the first one it used. */
  presenceClient: number | null;
}

/** A live connection of one diner or reader. */
export type DinerConnection = Connection<DinerContext>;
