import { askRedis } from "../ask-redis.ts";
import { bad, doubtful, good, type Point } from "./point.ts";

/** What Redis says about itself; a setting that it does not tell is missing. */
export interface RedisFacts {
  /** By CONFIG GET: appendonly, save, maxmemory-policy. */
  readonly settings: Readonly<Record<string, string>>;
  /** By INFO persistence: whether the last writes to disk went well. */
  readonly persistence: Readonly<Record<string, string>>;
}

/** Asks Redis; throws when it does not answer. Hosted ones may refuse CONFIG: then no setting is told. */
export function readRedisFacts(url: string): Promise<RedisFacts> {
  return askRedis(url, async (redis) => {
    const info = await redis.info("persistence");
    const settings: Record<string, string> = {};
    for (const name of ["appendonly", "save", "maxmemory-policy"]) {
      const answer = (await redis.config("GET", name).catch(() => [])) as string[];
      if (answer[1] !== undefined) settings[name] = answer[1];
    }
    return { settings, persistence: Object.fromEntries(info.split("\r\n").map(splitAtColon)) };
  });
}

function splitAtColon(line: string): [string, string] {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Does Redis come back after a restart with what it knew, and does it never drop anything by itself? */
export function judgeRedis({ settings, persistence }: RedisFacts): Point[] {
  const { appendonly, save, "maxmemory-policy": policy } = settings;
  if (appendonly === undefined || policy === undefined) {
    return [
      doubtful(
        "redis-persistence",
        "Redis does not tell its settings",
        "see in its console that appendonly is yes and maxmemory-policy is noeviction",
      ),
    ];
  }
  const failing = ["aof_last_write_status", "rdb_last_bgsave_status"].filter(
    (name) => persistence[name] !== undefined && persistence[name] !== "ok",
  );
  const keeps = appendonly === "yes" || (save ?? "") !== "";
  return [
    !keeps
      ? bad(
          "redis-persistence",
          "Redis keeps nothing on disk: a restart forgets who guessed PINs",
          "appendonly yes in redis.conf, and a volume for its folder",
        )
      : failing.length > 0
        ? bad(
            "redis-persistence",
            `Redis cannot write to its disk (${failing.join(", ")})`,
            "make room on its volume and look into its log",
          )
        : good("redis-persistence", "Redis keeps what it knows on disk"),
    policy === "noeviction"
      ? good("redis-memory", "Redis drops nothing by itself")
      : bad(
          "redis-memory",
          `Redis drops keys when memory is short (maxmemory-policy ${policy}), rate limits among them`,
          "maxmemory-policy noeviction in redis.conf",
        ),
  ];
}
