/** The night as tables in Markdown, which infra/decisions/capacity.md shows. */
import { COSTS } from "./costs.ts";
import type { Evening } from "./evening.ts";
import type { Load } from "./load.ts";
import type { Night } from "./simulate.ts";

type Row<T> = readonly [string, (of: T) => string];

const whole = (value: number) => Math.round(value).toLocaleString("en");
const tenth = (value: number) => value.toFixed(1);

const LOADS: readonly Row<Load>[] = [
  ["nodes that have a restaurant's tables, mean", (l) => tenth(l.nodesPerRestaurant)],
  ["restaurants on a node, mean", (l) => whole(l.restaurantsPerNode)],
  ["phones on the fullest node", (l) => whole(l.mostPhonesOnNode)],
  ["edits/s", (l) => whole(l.edits)],
  ["orders/s", (l) => whole(l.orders)],
  [
    "commits/s of all shards, of the busiest",
    (l) => `${whole(l.commits)}, ${whole(l.commitsOfBusiestShard)}`,
  ],
  ["checks for lost signals, statements/s", (l) => whole(l.checks)],
  ["signals/s, messages/s out of Redis", (l) => `${whole(l.signals)}, ${whole(l.deliveries)}`],
  [
    "server cores, for checks among them",
    (l) => `${tenth(l.serverCores)}, ${tenth(l.checkCoresOfServers)}`,
  ],
  ["web server cores", (l) => tenth(l.webCores)],
  [
    "Postgres' and workers' cores, for checks among them",
    (l) => `${tenth(l.databaseCores)}, ${tenth(l.checkCoresOfPostgres)}`,
  ],
  ["Redis, of its one core", (l) => `${whole(l.redisCores * 100)} %`],
];

const LOSSES: readonly Row<Night>[] = [
  [
    "a node dies: its phones, the nodes that take them in",
    ({ lostNode: l }) => `${whole(l.phones)} on ${l.nodes}`,
  ],
  [
    "most of them on one, all in sync after",
    ({ lostNode: l }) => `${whole(l.mostOnOne)}, ${tenth(l.lastAfterS)} s`,
  ],
  ["tables of others moved, until it is back and after", ({ lostNode: l }) => whole(l.evenedOut)],
  ["a node drains in 30 s: most of its phones on one", ({ drainedNode: l }) => whole(l.mostOnOne)],
  [
    "a node joins: its phones after ten minutes, moved for it",
    ({ joined: j }) => `${whole(j.phones)} (mean ${whole(j.mean)}), ${whole(j.moved)}`,
  ],
  [
    "Redis is away for 30 s: outcomes seen up to 3 s late",
    ({ lostRedis: l }) => whole(l.lateOrders),
  ],
  ["it is back: statements at once, as all nodes look", ({ lostRedis: l }) => whole(l.statements)],
  [
    "a shard is away for 60 s: phones, edits that they hold",
    ({ lostShard: l }) => `${whole(l.phones)}, ${whole(l.heldEdits)}`,
  ],
  [
    "attempts to come back/s, cores for them",
    ({ lostShard: l }) =>
      `${whole(l.attemptsPerSecond)}, ${tenth((l.attemptsPerSecond * COSTS.serverPerReturn.value) / 1e6)}`,
  ],
  ["it is back: all of them saved after", ({ lostShard: l }) => `${whole(l.savedAfterS)} s`],
];

/** What there is of something, and how much of it the busiest minute takes. */
interface Bound {
  readonly what: string;
  readonly used: number;
}

/** Everything that may break, the nearest first. */
export function bounds({ peak }: Night, evening: Evening): Bound[] {
  const databaseOfShard = peak.databaseCores / evening.shards;
  return [
    {
      what: "phones on the fullest server, of those one was tried with",
      used: peak.mostPhonesOnNode / COSTS.phonesPerServer.value,
    },
    { what: "the core of the fullest server", used: peak.busiestServerCores },
    {
      what: "commits/s of a shard, of those its disk is taken to sync",
      used: peak.commitsOfBusiestShard / COSTS.commitsPerSecond.value,
    },
    { what: "the cores of a shard", used: databaseOfShard / COSTS.coresPerShard.value },
    { what: "the core of Redis", used: peak.redisCores },
    { what: "the core of a web server", used: peak.webCores / evening.webServers },
    {
      what: "connections of a web server",
      used: peak.phones / evening.webServers / COSTS.phonesPerWebServer.value,
    },
  ].sort((a, b) => b.used - a.used);
}

/** Servers with which the fullest has no more phones than one was tried with. */
export function serversNeeded({ full }: Night, evening: Evening): number {
  return Math.ceil((evening.nodes * full.mostPhonesOnNode) / COSTS.phonesPerServer.value);
}

export function reportOf(nights: readonly Night[], evening: Evening): string {
  const { restaurants, tablesPerRestaurant, phonesPerTable, nodes, shards, webServers } = evening;
  const arms = nights.map(({ arm }) => arm);
  const title = `${whole(restaurants)} restaurants of ${tablesPerRestaurant} tables of ${phonesPerTable}, ${nodes} servers, ${webServers} web servers, ${shards} shards, seed ${evening.seed}`;
  const both = (name: string) => nights.map(({ arm }) => `${arm}, ${name}`);
  return [
    `${title}:`,
    "",
    table(
      ["", ...nights.flatMap(({ arm }) => [`${arm}, full`, `${arm}, busiest minute`])],
      LOADS.map(([name, of]) => [
        name,
        ...nights.flatMap(({ full, peak }) => [of(full), of(peak)]),
      ]),
    ),
    "",
    table(
      ["what is lost", ...arms],
      LOSSES.map(([name, of]) => [name, ...nights.map(of)]),
    ),
    "",
    table(
      ["what breaks first", ...both("used in the busiest minute")],
      bounds(nights.at(-1) as Night, evening).map(({ what }) => [
        what,
        ...nights.map(
          (night) =>
            `${whole((bounds(night, evening).find((each) => each.what === what)?.used ?? 0) * 100)} %`,
        ),
      ]),
    ),
    "",
    `Servers so that none has more than ${whole(COSTS.phonesPerServer.value)} phones: ${nights.map((night) => `${arms.length > 1 ? `${night.arm} ` : ""}${serversNeeded(night, evening)}`).join(", ")}.`,
    "",
  ].join("\n");
}

/** The costs that it stands on, and where they come from. */
export function costsReport(): string {
  const rows = Object.values(COSTS).map(({ of, value, unit, source }) => [
    of,
    `${value.toLocaleString("en")} ${unit}`.trim(),
    source,
  ]);
  return `${table(["cost", "", "from"], rows)}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
