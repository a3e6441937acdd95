import { describe, expect, it } from "vitest";
import { checkSource, checkTopLevel } from "./house-rules.ts";

const manifests = [{ dependencies: { yjs: "1", "@scope/part": "1" } }];
const check = (path: string, source: string) => checkSource(path, source, manifests);

describe("house rules", () => {
  it.each([
    ["shared/src/a.ts", 'import { b } from "@tureen/persistence/b";'],
    ["persistence/src/a.ts", 'import { b } from "@tureen/collab-server/b";'],
    ["web/src/a.tsx", 'import type { B } from "@tureen/collab-server/b";'],
    ["web/src/a.tsx", 'const b = await import("@tureen/persistence/b");'],
    ["shared/src/a.ts", 'export * from "../../persistence/src/b.ts";'],
    ["shared/src/a.ts", 'import "node:fs";'],
    ["persistence/src/a.ts", 'import fs from "fs";'],
    ["persistence/src/a.ts", 'import {\n  x,\n} from "undeclared/part";'],
    ["persistence/src/a.ts", "const url = process.env.DATABASE_URL;"],
    ["collab-server/src/a.ts", 'process.on("SIGTERM", stop);'],
    ["web/src/a.ts", 'new Intl.NumberFormat("ar");'],
    ["web/src/a.tsx", "Intl\n  .DateTimeFormat(locale(), { hour: 2 })"],
    ["shared/src/a.ts", "new Intl.PluralRules(locale);"],
    ["web/src/a.ts", 'new Intl.RelativeTimeFormat("ar");'],
    ["web/src/a.ts", "const { NumberFormat } = Intl;"],
    ["web/src/a.ts", "price.toLocaleString(locale)"],
    ["web/src/a.ts", "day.toLocaleDateString()"],
    ["collab-server/src/table/a.ts", "void signals.publish(...closed.signals);"],
    ["persistence/src/worker/a.ts", "await this.#options.signals.publish(news);"],
    ["infra/run/a.ts", "signals.publish(news);"],
    ["persistence/src/table/a.ts", "await tx.query<Row>(text);"],
    ["collab-server/src/a.ts", "await ofRestaurant(q, id)\n  .query<{ n: number }>(text);"],
    ["infra/run/a.ts", "await client.query<Row>(text);"],
  ])("refuses in %s: %s", (path, source) => {
    expect(check(path, source)).toHaveLength(1);
  });

  it.each([
    ["collab-server/src/a.ts", 'import { b } from "@tureen/persistence/b";'],
    ["shared/src/table/document/a.ts", 'import { b } from "../b.ts";'],
    ["shared/src/a.ts", 'import * as Y from "yjs"; import x from "@scope/part/x";'],
    ["persistence/src/main.ts", 'process.on("SIGTERM", stop); start(process.env);'],
    ["persistence/src/a.test.ts", "const url = process.env.TEST_DATABASE_URL;"],
    ["persistence/src/a.ts", '// process.env is read in main.ts, not import "fs"'],
    ["infra/run/a.ts", 'import { b } from "@tureen/collab-server/b";'],
    ["shared/src/platform/intl.ts", 'new Intl.NumberFormat("ar");'],
    [
      "web/src/a.ts",
      "const a: Intl.NumberFormat = b; new Intl.ListFormat(c); d.toLocaleUpperCase();",
    ],
    ["web/src/a.test.ts", 'new Intl.NumberFormat("ar");'],
    ["persistence/src/platform/effects.ts", "await signals.publish(...told);"],
    ["persistence/src/platform/signals/a.ts", "publisher.publish(CHANNEL, text);"],
    ["persistence/src/table/a.ts", "await tx.query(text); await readRows(tx, shape, text);"],
    ["persistence/src/table/a.test.ts", "await owner.query<{ n: number }>(text);"],
    ["collab-server/src/table/live/a.test.ts", 'await signals.publish({ kind: "floor" });'],
  ])("allows in %s: %s", (path, source) => {
    expect(check(path, source)).toEqual([]);
  });

  it("knows what belongs at the top level", () => {
    expect(
      checkTopLevel([
        "shared",
        ".ci",
        ".github",
        "vitest.config.ts",
        "CONTRIBUTING.md",
        "SECURITY.md",
      ]),
    ).toEqual([]);
    expect(checkTopLevel(["utils", "notes.txt"])).toHaveLength(2);
  });
});
