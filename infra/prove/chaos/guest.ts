/** What a diner does with a phone: taps, confirms, walks out of reach, reloads. */

import { itemsById, type Menu, type MenuItem } from "@tureen/shared/menu/menu";
import { accountsOf, cartOf } from "@tureen/shared/table/document/cart";
import type { Line, LineOption } from "@tureen/shared/table/document/types";
import { unitPrice } from "@tureen/shared/table/pricing";
import type { RunCounts } from "./counts.ts";
import { payOrClaim } from "./payer.ts";
import type { Phone } from "./phone.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Lines in the cart before a diner rather taps on what is there. */
const ENOUGH_LINES = 12;

/** One more thing done by a diner; `later` calls back while the table lives. */
export function act(
  phone: Phone,
  menu: Menu,
  random: SeededRandom,
  runCounts: RunCounts,
  later: (ms: number, then: () => void) => void,
): void {
  if (random.chance(0.12)) {
    payOrClaim(phone, random, runCounts);
    return;
  }
  const roll = random.int(1, 1_000);
  if (roll <= 200) addDish(phone, menu, random);
  else if (roll <= 770) tap(phone, menu, random);
  else if (roll <= 870) confirm(phone, menu, random, runCounts);
  else if (roll <= 900) {
    const call = random.pick(["none", "waiter", "bill"] as const) ?? "none";
    const ready = random.chance(0.5);
    phone.edit((edits) => edits.mark({ ready, call, at: Date.now() }));
  } else if (roll <= 935) {
    runCounts.action("phone-offline");
    phone.goOffline();
    later(random.int(300, 5_000), () => phone.goOnline());
  } else if (roll <= 950) {
    runCounts.action("phone-reload");
    phone.reload({ keep: true });
  } else if (roll <= 970) {
    runCounts.action("phone-lost-copy");
    phone.reload({ keep: false });
  } else if (roll <= 990) {
    runCounts.action("phone-switched-node");
    phone.switchNode();
  } else {
    phone.forgetToken();
  }
}

/** One tap up or down on something in the cart, or a dish when there is nothing. */
export function tap(phone: Phone, menu: Menu, random: SeededRandom): void {
  const line = random.pick(cartOf(phone.view));
  if (!line) {
    addDish(phone, menu, random);
    return;
  }
  const by = random.chance(0.6) && line.quantity < 9 ? 1 : -1;
  phone.edit((edits) => edits.tap(line.id, by));
}

function addDish(phone: Phone, menu: Menu, random: SeededRandom): void {
  if (cartOf(phone.view).length >= ENOUGH_LINES) return;
  const item = random.pick(menu.categories.flatMap((category) => category.items));
  if (!item) return;
  const line: Line = {
    item: item.id,
    options: choose(item, random),
    note: random.chance(0.1) ? "no onions" : "",
    for: random.chance(0.7) ? "table" : phone.diner,
    at: Date.now(),
  };
  const quantity = random.int(1, 3);
  phone.edit((edits) => edits.addLine(line, quantity));
}

/** Of every option the fewest values that will do. */
function choose(item: MenuItem, random: SeededRandom): LineOption[] {
  return item.options.flatMap((option) =>
    option.min === 0
      ? []
      : [
          {
            option: option.id,
            values: random
              .shuffle(option.values)
              .slice(0, option.min)
              .map((value) => value.id),
          },
        ],
  );
}

/** Sends the cart, or some of it, to the kitchen. */
function confirm(phone: Phone, menu: Menu, random: SeededRandom, runCounts: RunCounts): void {
  const { view } = phone;
  const accounts = accountsOf(view);
  const items = itemsById(menu);
  const everything = random.chance(0.6);
  const lines = cartOf(view).flatMap(({ id, line, quantity }) => {
    const item = items.get(line.item);
    if (!item || (!everything && random.chance(0.5))) return [];
    return [
      {
        line: id,
        quantity: everything ? quantity : random.int(1, quantity),
        unitPrice: unitPrice(item, line.options),
        ordered: accounts.get(id)?.ordered ?? 0,
      },
    ];
  });
  if (lines.length === 0) return;
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
  const made = phone.confirm({ lines, total, menuVersion: menu.version });
  if (made !== undefined) runCounts.action("confirm");
}
