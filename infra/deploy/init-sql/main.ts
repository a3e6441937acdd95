import { writeFile } from "node:fs/promises";
import { readMigrations } from "@tureen/persistence/platform/migrations";
import { initSql } from "./init-sql.ts";

/** `node infra/deploy/init-sql/main.ts` writes infra/init.sql anew. */
await writeFile(new URL("../../init.sql", import.meta.url), initSql(readMigrations()));
