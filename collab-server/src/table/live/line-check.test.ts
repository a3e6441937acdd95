import type { MenuItem } from "@tureen/shared/menu/menu";
import type { Line } from "@tureen/shared/table/document/types";
import { expect, test } from "vitest";
import type { MenuCatalog } from "../../menu/menu-catalog.ts";
import { createLineCheck } from "./line-check.ts";

/** Menus by version, each a list of dishes; what is current is only noticed when forgotten. */
function givenCatalog(menus: readonly (readonly string[])[], noticed = menus.length) {
  const catalog = { version: noticed, forgotten: 0 };
  const items = (version: number) =>
    new Map(
      (menus[version - 1] ?? []).map((id) => [id, { id, options: [] } as unknown as MenuItem]),
    );
  const check = createLineCheck({
    items: async (_: string, version: number) => items(version),
    currentItems: async () => ({ version: catalog.version, items: items(catalog.version) }),
    forget: () => {
      catalog.version = menus.length;
      catalog.forgotten += 1;
    },
  } as unknown as MenuCatalog);
  const line = (item: string): Line => ({ item, options: [], note: "", for: "table", at: 1 });
  return { catalog, check: (item: string) => check("r", [{ id: "d1-a", line: line(item) }]) };
}

test("[D-LINE-2] a dish of the current menu or of one of the last five is taken", async () => {
  const { catalog, check } = givenCatalog([["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]);
  await check("g");
  await check("b");
  expect(catalog.forgotten).toBe(0);
  await expect(check("a")).rejects.toMatchObject({ code: "item-refused" });
});

test("a dish of a menu that this node has not heard of yet is taken", async () => {
  const { catalog, check } = givenCatalog([["a"], ["b"]], 1);
  await check("b");
  expect(catalog).toEqual({ version: 2, forgotten: 1 });
});

test("a dish of no menu is refused after one look", async () => {
  const { catalog, check } = givenCatalog([["a"]]);
  await expect(check("x")).rejects.toMatchObject({ code: "item-refused" });
  expect(catalog.forgotten).toBe(1);
});
