/** What one second costs, by the measured costs. */
import type { SeededRandom } from "../chaos/seeded-random.ts";
import type { Cluster } from "./cluster.ts";
import { CHECKS, COSTS, SIGNALS_PER_ORDER } from "./costs.ts";
import type { Evening } from "./evening.ts";

/** Figures of a second; CPU in cores. */
export interface Load {
  readonly phones: number;
  readonly mostPhonesOnNode: number;
  readonly nodesPerRestaurant: number;
  readonly restaurantsPerNode: number;
  readonly edits: number;
  readonly orders: number;
  readonly commits: number;
  readonly commitsOfBusiestShard: number;
  readonly checks: number;
  readonly signals: number;
  /** Messages that Redis hands out: edits to nodes that have the table, signals to every node. */
  readonly deliveries: number;
  readonly serverCores: number;
  readonly busiestServerCores: number;
  readonly webCores: number;
  /** Postgres, and the workers' and the kitchen's part of an order. */
  readonly databaseCores: number;
  readonly checkCoresOfPostgres: number;
  readonly checkCoresOfServers: number;
  readonly redisCores: number;
  /** Statements when every node looks at everything at once. */
  readonly looksAtOnce: number;
}

export function loadOf(of: {
  readonly cluster: Cluster;
  readonly evening: Evening;
  /** Of each shard. */
  readonly edits: readonly number[];
  readonly orders: number;
}): Load {
  const { cluster, evening, orders } = of;
  const { nodes, phones, pairs } = cluster;
  const mostPhonesOnNode = cluster.busiest.phones;
  const edits = of.edits.reduce((sum, count) => sum + count, 0);
  const cores = (us: number) => us / 1e6;

  // A node asks for the logs of each restaurant that it has tables of, and for its menu.
  const logChecks = pairs / CHECKS.logs.everyS;
  const menuChecks = (pairs * CHECKS.menus.statements) / CHECKS.menus.everyS;
  // A restaurant's screens are on its node, or on any.
  const screens = cluster.arm === "placed" ? 1 : evening.screensPerRestaurant;
  const kitchenChecks = (evening.restaurants * screens) / CHECKS.kitchen.everyS;
  const logsAsked = phones / evening.phonesPerTable / CHECKS.logs.everyS;
  const otherChecks = menuChecks + kitchenChecks;
  const checkCores = (log: number, perLog: number, other: number) =>
    cores(logChecks * log + logsAsked * perLog + otherChecks * other);
  const checksOfPostgres = checkCores(
    COSTS.logCheckPostgres.value,
    COSTS.loggedTablePostgres.value,
    COSTS.otherCheckPostgres.value,
  );
  const checksOfServers = checkCores(
    COSTS.logCheckServer.value,
    COSTS.loggedTableServer.value,
    COSTS.otherCheckServer.value,
  );

  const signals = orders * SIGNALS_PER_ORDER;
  const deliveries = edits + signals * nodes.length;
  const serverPerPhone =
    COSTS.serverPerPhoneSecond.value + (edits / phones) * COSTS.serverPerEdit.value;
  const statuses = orders * COSTS.statusesPerOrder.value;
  return {
    ...{ phones, mostPhonesOnNode, edits, orders, signals, deliveries },
    nodesPerRestaurant: pairs / evening.restaurants,
    restaurantsPerNode: pairs / nodes.length,
    commits: edits + orders + statuses,
    commitsOfBusiestShard: Math.max(...of.edits) + (orders + statuses) / evening.shards,
    checks: logChecks + otherChecks,
    serverCores: cores(phones * serverPerPhone) + checksOfServers,
    busiestServerCores: cores(mostPhonesOnNode * serverPerPhone) + checksOfServers / nodes.length,
    webCores: cores(edits * COSTS.webPerEdit.value),
    databaseCores:
      cores(edits * COSTS.postgresPerEdit.value + orders * COSTS.everythingPerOrder.value) +
      checksOfPostgres,
    checkCoresOfPostgres: checksOfPostgres,
    checkCoresOfServers: checksOfServers,
    redisCores: cores(deliveries * COSTS.redisPerDelivery.value),
    looksAtOnce:
      pairs * (CHECKS.logs.statements + CHECKS.menus.statements) + evening.restaurants * screens,
  };
}

/** How many of something that happens so often on average happen (Poisson; for many, as good as normal). */
export function drawCount(random: SeededRandom, mean: number): number {
  if (mean > 50) {
    const normal =
      Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let count = 0;
  for (let left = Math.exp(-mean), p = random.next(); p > left; p *= random.next()) count += 1;
  return count;
}
