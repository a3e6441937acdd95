/** The spec whose restaurant has a menu with times. */
export const TIMED_SPEC = "service-times";

interface FileMenu {
  readonly categories: readonly { readonly name: string; readonly items: readonly object[] }[];
}

/**
 * The demo's menu where the desserts are served in two hours for an hour, wine is a fifth cheaper now
 * and in two hours as dear as it is written, and there are two portions of carrots a day.
 */
export function timedMenu(menu: FileMenu, now = Date.now()): object {
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString().slice(11, 16);
  const meanwhile = [{ from: at(-2), until: at(2) }];
  const fields: Record<string, object> = {
    Desserts: { served: [{ from: at(2), until: at(3) }] },
    "Wine & Beer": { price_rules: [{ when: meanwhile, change: { percent: -20 } }] },
  };
  const categories = menu.categories.map((category) => ({
    ...category,
    ...fields[category.name],
    items: category.items.map((item) =>
      "name" in item && item.name === "Honeyed Carrots" ? { ...item, stock_per_day: 2 } : item,
    ),
  }));
  return { ...menu, timezone: "UTC", categories };
}
