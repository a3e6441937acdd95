import type { Page } from "@playwright/test";
import type { Ticket } from "@tureen/shared/kitchen/endpoints";

type Line = Ticket["lines"][number];

const MINUTE_MS = 60_000;

/** A dish of a ticket, as a server tells it. */
export function dish(name: string, more: Partial<Line> = {}): Line {
  return {
    ...{ id: `d1-${crypto.randomUUID().slice(0, 10)}`, name, kitchenName: null, stations: [] },
    ...{ quantity: 1, cancelled: [], restored: false, status: "placed", choices: [], chosen: [] },
    ...{ note: "", for: null, forSeat: null, allergens: ["milk", "gluten"] },
    ...more,
  };
}

/** Names, choices and notes as long as kitchens have them, of a menu in German or in Arabic. */
const WORDS = {
  en: {
    dishes: ["Pea & Mint Soup, served chilled", "Charred Hispi Cabbage", "Tureen Burger"],
    choice: { optionName: "Doneness", valueName: "Medium rare" },
    note: "no onions please, and the sauce beside it",
    table: "Terrace 12",
  },
  de: {
    dishes: [
      "Schweinefiletmedaillons in Pfefferrahmsauce",
      "Kräuterseitlinge",
      "Kartoffelpuffer mit Apfelmus",
    ],
    choice: { optionName: "Beilagenauswahl", valueName: "Semmelknödelscheiben" },
    note: "bitte ohne Zwiebeln und die Sauce extra",
    table: "Dachterrasse 12",
  },
  ar: {
    dishes: ["شوربة العدس بالليمون والكمون", "كباب مشوي مع الأرز بالزعفران", "فتوش"],
    choice: { optionName: "درجة النضج", valueName: "متوسط" },
    note: "من دون بصل من فضلكم والصلصة جانبًا",
    table: "شرفة 12",
  },
} as const;

/** So many orders, one a minute, the oldest first; each fourth is long. */
export function manyTickets(count: number, language: keyof typeof WORDS = "en"): Ticket[] {
  const { dishes, choice, note, table } = WORDS[language];
  const now = Date.now();
  return Array.from({ length: count }, (_, at): Ticket => {
    const lines = Array.from({ length: at % 4 === 3 ? 5 : 1 + (at % 3) }, (_, nth) =>
      dish(dishes[(at + nth) % dishes.length] ?? "", {
        quantity: 1 + (nth % 2),
        ...(nth % 2 === 0 && { choices: [choice.valueName], chosen: [choice] }),
        ...((at + nth) % 3 === 0 && { note }),
      }),
    );
    return ticketOf(at + 1, lines, { table, placedAt: now - (count - at) * MINUTE_MS });
  });
}

/** An order with these dishes. */
export function ticketOf(
  number: number,
  lines: readonly Line[],
  more: Partial<Ticket> = {},
): Ticket {
  const placedAt = more.placedAt ?? Date.now();
  return {
    ...{ orderId: crypto.randomUUID(), sessionId: crypto.randomUUID(), number, table: "1" },
    ...{ status: "placed", placedAt, statusAt: placedAt, total: 1000, currency: "EUR" },
    ...{ by: "Ana", bySeat: 1, reason: null, lines: [...lines] },
    ...more,
  };
}

/** Has a kitchen's screen show these orders, as if its kitchen had them and no others. */
export async function showTickets(page: Page, tickets: readonly Ticket[]): Promise<void> {
  const address = "**/api/kitchen/tickets";
  await page.unroute(address);
  await page.route(address, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), tickets } });
  });
  await page.reload();
  await page.locator("article").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}
