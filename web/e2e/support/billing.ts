import type { Locator, Page } from "@playwright/test";
import type { Billing } from "@tureen/shared/bill/endpoints";
import type { BillTerms } from "@tureen/shared/table/document/types";
import type { Api } from "./api.ts";

/** The head of a receipt with everything on it. */
export const HEADER = { header: "The Copper Tureen\nKesselgasse 7", taxNumber: "DE 123" };

/** Has the spec's restaurant make its bills, with these terms besides plain ones, for tables to come. */
export async function makeBills(
  manager: Api,
  terms: Partial<BillTerms>,
  receipt: Billing["receipt"] = { header: "", taxNumber: "" },
): Promise<void> {
  const { version } = await manager.call("readBilling");
  const billing = {
    terms: {
      prices: "inclusive",
      categories: { food: { name: "Food", rates: { "dine-in": 700, takeaway: 700 } } },
      category: "food",
      service: null,
      tips: [],
      cashStep: 1,
      online: true,
      ...terms,
    },
    receipt,
  } as const;
  await manager.call("changeBilling", { body: { billing, version } });
}

/** Opens the bill from where the phone shows its button. */
export async function openBill({ page }: { readonly page: Page }): Promise<Locator> {
  await page.getByRole("button", { name: /^The bill/ }).click();
  return page.getByRole("dialog", { name: "The bill" });
}
