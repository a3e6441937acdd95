/** A Citus cluster that is given, and the operator's guide (infra/deploy/citus) followed on it. */
import { readFile } from "node:fs/promises";
import { migrate } from "@tureen/persistence/platform/migrate";
import { readRows } from "@tureen/persistence/platform/rows";
import pg from "pg";
import { z } from "zod";

/** The login that owns the database of the proof on every node. */
const OWNER = "tureen_owner";
const pair = z.object({ from: z.string(), to: z.string() });

const STATEMENT_TIMEOUT_MS = 300_000;

/** Where administrators of the nodes log in. */
export interface Cluster {
  readonly coordinator: string;
  readonly workers: readonly string[];
}

/**
 * `CITUS_URLS`: the addresses of a coordinator and its workers with commas between them, each of a user
 * who may make roles, databases and extensions. Throws an Error that says what is wrong.
 */
export function readCluster(urls: string | undefined): Cluster {
  const [coordinator, ...workers] = (urls ?? "").split(",").filter((url) => url !== "");
  if (coordinator === undefined || workers.length === 0) {
    throw new Error(
      "CITUS_URLS must name a coordinator and its workers: postgresql://admin@host:5432/postgres,…",
    );
  }
  for (const url of [coordinator, ...workers]) new URL(url);
  return { coordinator, workers };
}

/** The nodes, the coordinator first. */
export const nodesOf = ({ coordinator, workers }: Cluster) => [coordinator, ...workers];

/** The address of a database of the node at `url`, as its administrator or as somebody else. */
function databaseAt(url: string, name: string, user?: string): string {
  const at = new URL(url);
  at.pathname = `/${name}`;
  if (user !== undefined) at.username = user;
  return at.href;
}

/**
 * Takes the guide's steps for a new database of this name; `say` hears each. Returns its owner's
 * address on the coordinator.
 */
export async function spreadDatabase(
  cluster: Cluster,
  { name, shards, say }: { name: string; shards: number; say: (step: string) => void },
): Promise<string> {
  for (const node of nodesOf(cluster)) {
    await asAdmin(node, [
      `drop database if exists ${name} with (force)`,
      `do $$ begin
         if to_regrole('${OWNER}') is null then create role ${OWNER} login createrole; end if;
       end $$`,
      `create database ${name} owner ${OWNER}`,
    ]);
    await asAdmin(databaseAt(node, name), ["create extension citus"]);
  }
  say("the owner, its database and the extension are on every node");
  const { hostname, port } = new URL(cluster.coordinator);
  await asAdmin(databaseAt(cluster.coordinator, name), [
    `alter database ${name} set citus.shard_count = ${shards}`,
    `select citus_set_coordinator_host('${hostname}', ${port || 5432})`,
    ...cluster.workers.map((worker) => {
      const at = new URL(worker);
      return `select citus_add_node('${at.hostname}', ${at.port || 5432})`;
    }),
  ]);
  say("the coordinator knows its own address and the workers");
  const owner = databaseAt(cluster.coordinator, name, OWNER);
  await migrate(owner);
  await asAdmin(owner, ["alter role tureen_app login"]);
  say("migrated by the owner; tureen_app may log in on every node");
  const sql = new URL("../../deploy/citus/distribute.sql", import.meta.url);
  await asAdmin(owner, [await readFile(sql, "utf8")]);
  say("distribute.sql has spread it");
  await checkTrust(owner);
  say("every node reaches every node as tureen_app");
  return owner;
}

/** Throws unless each node may log in on each as the application's role. */
async function checkTrust(owner: string): Promise<void> {
  const client = new pg.Client({ connectionString: owner, options: "-c role=tureen_app" });
  await client.connect();
  try {
    const rows = await readRows(
      client,
      pair,
      `select from_nodename || ':' || from_nodeport as from, to_nodename || ':' || to_nodeport as to
       from citus_check_cluster_node_health() where result is not true`,
    );
    const [refused] = rows;
    if (refused) throw new Error(`${refused.from} may not log in on ${refused.to} as tureen_app`);
  } finally {
    await client.end();
  }
}

/** Removes it from every node. */
export async function dropDatabase(cluster: Cluster, name: string): Promise<void> {
  for (const node of nodesOf(cluster)) {
    await asAdmin(node, [`drop database if exists ${name} with (force)`]);
  }
}

/** Runs the statements one after the other. */
export async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // What is not propagated anyway says so each time.
    options: "-c client_min_messages=warning",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
