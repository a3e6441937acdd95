/** What makes an evening slow, where the guide's page has to lead, and which alerts have to say so. */
import { until } from "@tureen/collab-server/testing/until";
import { givenPayingTable } from "@tureen/persistence/bill/testing/paying-table";
import type { Cause } from "./diagnose.ts";
import type { System } from "./system.ts";

export interface Fault {
  readonly name: string;
  readonly cause: Cause;
  /** These fire. */
  readonly alerts: readonly string[];
  /** These may, for they follow from it: a late event loop is late with everything. */
  readonly follow?: readonly string[];
  readonly begin: (system: System) => Promise<unknown>;
  readonly end: (system: System) => Promise<unknown>;
  /** No confirm has an outcome meanwhile. */
  readonly ordersWait?: true;
}

const nothing = async () => {};

/** One after the other on one system; those that cannot be undone come last. */
export const FAULTS: readonly Fault[] = [
  { name: "none", cause: "nothing of ours", alerts: [], begin: nothing, end: nothing },
  {
    name: "slow-postgres",
    cause: "Postgres is slow to answer",
    alerts: ["TureenAppendSlow"],
    follow: ["TureenCommitSlow", "TureenKitchenLag", "TureenPostgresAway"],
    begin: async ({ wire }) => wire.conditions({ delayMs: 80 }),
    end: async ({ wire }) => wire.clear(),
  },
  {
    name: "slow-disk",
    cause: "the disk under Postgres is slow",
    alerts: ["TureenAppendSlow"],
    follow: ["TureenCommitSlow"],
    // The longest that Postgres lets a commit wait before it is flushed: 100 ms.
    begin: ({ owner }) => setPostgres(owner, "100000", "0"),
    end: ({ owner }) => setPostgres(owner, "0", "5"),
  },
  {
    name: "overloaded-node",
    cause: "a node is overloaded",
    alerts: ["TureenOverloaded"],
    follow: [
      "TureenEventLoopLate",
      "TureenAppendSlow",
      "TureenKitchenLag",
      "TureenPostgresAway",
      "TureenRedisAway",
    ],
    begin: (system) => system.burden(true),
    end: (system) => system.burden(false),
  },
  {
    name: "slow-provider",
    cause: "the payment provider is slow",
    alerts: ["TureenProviderSlow"],
    begin: async ({ app, owner, table }) => {
      const paying = await givenPayingTable(app, table.restaurant, { table: 1 });
      await paying.order("Soup");
      await paying.wish(1, { mode: "rest", amount: 450 });
      // No provider answers here; it has not for longer than a run of this takes.
      await owner.query("update provider_tasks set created_at = now() - interval '2 minutes'");
    },
    end: ({ owner }) =>
      owner.query("update provider_tasks set status = 'done', finished_at = now()"),
  },
  {
    name: "redis-away",
    cause: "Redis is away",
    alerts: ["TureenRedisAway"],
    async begin(system) {
      await system.redis.stop();
      await until("the server has noticed", async () => {
        const { server } = await system.scrape();
        return server?.get("tureen_redis_up") === 0;
      });
    },
    end: nothing,
  },
  {
    name: "worker-dead",
    cause: "a process is down",
    alerts: ["TureenProcessDown", "TureenQueueOld"],
    // Redis is still away: it comes after it.
    follow: ["TureenRedisAway"],
    begin: ({ worker }) => worker.stop(),
    end: nothing,
    ordersWait: true,
  },
];

async function setPostgres(owner: System["owner"], delay: string, siblings: string) {
  await owner.query(`alter system set commit_delay = ${delay}`);
  await owner.query(`alter system set commit_siblings = ${siblings}`);
  await owner.query("select pg_reload_conf()");
  await until("Postgres has read it", async () => {
    const { rows } = await owner.query("show commit_delay");
    return rows[0]?.commit_delay === delay;
  });
}
