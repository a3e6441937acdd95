import { describe, expect, it } from "vitest";
import { checkDomainOrder, drawDomains, importedFile } from "./domain-order.ts";

describe("The order of the domains", () => {
  it.each([
    ["persistence/src/orders/a.ts", "persistence/src/table/b.ts"],
    ["persistence/src/orders/a.ts", "shared/src/menu/b.ts"],
    ["collab-server/src/bill/a.ts", "persistence/src/platform/wire/b.ts"],
    ["collab-server/src/server.ts", "collab-server/src/replay/b.ts"],
    ["collab-server/src/api/app.ts", "collab-server/src/kitchen/routes.ts"],
    ["collab-server/src/platform/a.ts", "shared/src/endpoints.ts"],
    ["web/src/floor/A.tsx", "web/src/bill/B.tsx"],
    ["web/src/staff/a.ts", "shared/src/table/b.ts"],
    ["persistence/src/menu/a.test.ts", "persistence/src/replay/b.ts"],
  ])("lets %s build on %s", (path, target) => {
    expect(checkDomainOrder(path, [target])).toEqual([]);
  });

  it.each([
    ["persistence/src/table/a.ts", "persistence/src/orders/b.ts"],
    ["persistence/src/table/a.ts", "shared/src/orders/b.ts"],
    ["collab-server/src/kitchen/a.ts", "collab-server/src/bill/b.ts"],
    ["collab-server/src/platform/a.ts", "collab-server/src/staff/b.ts"],
    ["shared/src/table/a.ts", "shared/src/endpoints.ts"],
    ["collab-server/src/table/a.ts", "collab-server/src/api/app.ts"],
    ["web/src/kitchen/A.tsx", "web/src/floor/B.tsx"],
    ["web/src/platform/a.ts", "web/src/diner/b.ts"],
  ])("does not let %s build on %s", (path, target) => {
    expect(checkDomainOrder(path, [target])).toHaveLength(1);
  });

  it("asks for a place for a new folder", () => {
    expect(() => checkDomainOrder("shared/src/table/a.ts", ["shared/src/loyalty/b.ts"])).toThrow(
      "loyalty is no domain",
    );
  });

  it("knows what a specifier means", () => {
    expect(importedFile("web/src/bill/a.ts", "../platform/ui/b.tsx")).toBe(
      "web/src/platform/ui/b.tsx",
    );
    expect(importedFile("web/src/bill/a.ts", "@tureen/shared/bill/compute")).toBe(
      "shared/src/bill/compute.ts",
    );
    expect(importedFile("web/src/bill/a.ts", "yjs")).toBeNull();
  });

  it("is drawn from the top down", () => {
    expect(drawDomains().split("\n")[0]).toBe("replay");
    expect(drawDomains()).toContain("kitchen | bill");
  });
});
