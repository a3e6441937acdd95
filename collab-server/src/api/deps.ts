import type { Database } from "@tureen/persistence/platform/database";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { KitchenFeed } from "../kitchen/feed.ts";
import type { MenuCatalog } from "../menu/menu-catalog.ts";
import type { HealthCheck } from "../platform/http/health.ts";
import type { StaffStreams } from "../platform/http/staff-streams.ts";
import type { RateLimits } from "../platform/rate-limits.ts";
import type { FloorFeed } from "../table/floor-feed.ts";

/** What the HTTP API is made of. */
export interface ApiDeps {
  readonly database: Database;
  /** For what may be a little late and read much: `database` itself, or a read replica of it. */
  readonly reports: Database;
  readonly log: Logger;
  readonly jwtKey: Uint8Array;
  readonly catalog: MenuCatalog;
  readonly limits: RateLimits;
  readonly kitchenFeed: KitchenFeed;
  readonly floorFeed: FloorFeed;
  readonly streams: StaffStreams;
  readonly health: HealthCheck;
  readonly registry: Registry;
  /** While true nobody new is seated; who is at a table, and the staff, go on. */
  readonly isOverloaded: () => boolean;
  readonly trustProxy: string;
  /** An origin beside the request's own host from which changes are accepted. */
  readonly publicOrigin: string | undefined;
  readonly sessionExpiryMs: number;
  readonly pinLength: number;
}
