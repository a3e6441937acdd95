/** What the drills share: an archive of the write-ahead log, a base backup, and recovery from both. */
import { appendFile, chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@tureen/collab-server/testing/until";
import pg from "pg";
import { postgresAccount } from "../../../run/start/postgres-account.ts";
import {
  postgresFolder,
  type SystemPostgres,
  startSystemPostgres,
} from "../testing/system-postgres.ts";

/** A folder outside the cluster: what stands for another disk, or another region. */
export interface Archive {
  readonly folder: string;
  /** Settings of a cluster that archives here, as in README.md. */
  readonly settings: readonly string[];
}

export async function makeArchive(): Promise<Archive> {
  const folder = await postgresFolder("archive");
  const settings = [
    "wal_level=replica",
    "archive_mode=on",
    `archive_command=test ! -f ${folder}/%f && cp %p ${folder}/%f.partial && mv ${folder}/%f.partial ${folder}/%f`,
  ];
  return { folder, settings };
}

const baseOf = ({ folder }: Archive) => join(folder, "base");

/** Takes a base backup into the archive. */
export async function takeBaseBackup(postgres: SystemPostgres, archive: Archive): Promise<void> {
  const flags = ["--wal-method=none", "--checkpoint=fast", "--no-sync", "--no-manifest"];
  const dbname = `--dbname=${postgres.url("postgres")}`;
  await postgres.run("pg_basebackup", [`--pgdata=${baseOf(archive)}`, dbname, ...flags]);
}

/** One statement on a cluster as its superuser. */
export async function ask<T extends object>(postgres: SystemPostgres, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: postgres.url("postgres") });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Resolves when the archive has all that was written until now. */
export async function archiveSoFar(postgres: SystemPostgres): Promise<void> {
  const [segment] = await ask<{ name: string }>(
    postgres,
    "select pg_walfile_name(pg_switch_wal()) as name",
  );
  await until("the log is archived", async () => {
    const [row] = await ask<{ done: boolean }>(
      postgres,
      `select coalesce(last_archived_wal >= '${segment?.name}', false) as done from pg_stat_archiver`,
    );
    return row?.done;
  });
}

/** A cluster made of the base backup and the archive, up to a moment or to the archive's end. */
export async function recover(
  archive: Archive,
  { port, until: target }: { readonly port: number; readonly until?: string },
): Promise<SystemPostgres> {
  const recovered = await startSystemPostgres({
    port,
    async fill(folder, run) {
      await run("cp", ["-a", baseOf(archive), folder]);
      await run("chmod", ["700", folder]);
      const settings = [
        `restore_command = 'cp ${archive.folder}/%f %p'`,
        ...(target === undefined ? [] : [`recovery_target_time = '${target}'`]),
        "recovery_target_action = 'promote'",
        "archive_mode = off",
      ];
      await appendFile(join(folder, "postgresql.auto.conf"), `${settings.join("\n")}\n`);
      await writeFile(join(folder, "recovery.signal"), "");
    },
  });
  await untilPromoted(recovered);
  return recovered;
}

/** Resolves when a cluster takes writes. */
export async function untilPromoted(postgres: SystemPostgres): Promise<void> {
  await until("the cluster takes writes", async () => {
    const [row] = await ask<{ writes: boolean }>(
      postgres,
      "select not pg_is_in_recovery() as writes",
    );
    return row?.writes;
  });
}

/** A second cluster that follows the first; it is told of every commit before the client is. */
export async function startReplica(primary: SystemPostgres): Promise<SystemPostgres> {
  const replica = await startSystemPostgres({
    async fill(folder, run) {
      await mkdir(folder, { mode: 0o700 });
      const account = await postgresAccount();
      if (account) await chown(folder, account.uid, account.gid);
      const dbname = `--dbname=${primary.url("postgres")}?application_name=replica`;
      const flags = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast"];
      await run("pg_basebackup", [`--pgdata=${folder}`, dbname, "--no-sync", ...flags]);
    },
  });
  await ask(primary, "alter system set synchronous_standby_names = '*'");
  await ask(primary, "alter system set synchronous_commit = 'remote_apply'");
  await ask(primary, "select pg_reload_conf()");
  await until("the replica is synchronous", async () => {
    const [row] = await ask<{ sync: boolean }>(
      primary,
      "select coalesce(bool_or(sync_state = 'sync'), false) as sync from pg_stat_replication",
    );
    return row?.sync;
  });
  return replica;
}
