import { describe, expect, it } from "vitest";
import { checkRooms } from "./rooms.ts";

const WIRE = "persistence/src/platform/wire";

describe("A room", () => {
  it.each([
    ["persistence/src/platform/database.ts", `${WIRE}/index.ts`],
    ["collab-server/src/a.ts", `${WIRE}/index.ts`],
    [`${WIRE}/index.ts`, `${WIRE}/open-pool.ts`],
    [`${WIRE}/quick-pool.test.ts`, `${WIRE}/quick-pool.ts`],
    ["persistence/src/table/a.ts", "persistence/src/platform/database.ts"],
  ])("lets %s import %s", (path, target) => {
    expect(checkRooms(path, [target])).toEqual([]);
  });

  it.each([
    ["persistence/src/platform/database.ts", `${WIRE}/quick-pool.ts`],
    ["persistence/src/table/a.test.ts", `${WIRE}/restaurant.ts`],
    ["infra/prove/a.ts", `${WIRE}/restaurant-scope.ts`],
  ])("does not let %s import %s", (path, target) => {
    expect(checkRooms(path, [target])).toHaveLength(1);
  });
});
