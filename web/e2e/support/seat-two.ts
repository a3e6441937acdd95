import type { DinerPage } from "../pages/diner.ts";

/** Ana opens a table, and Ben joins it with its PIN. */
export async function seatTwo(
  phone: () => Promise<DinerPage>,
  url: string,
): Promise<[ana: DinerPage, ben: DinerPage]> {
  const ana = await phone();
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  await ana.closeSheet();
  const ben = await phone();
  await ben.joinTable(url, pin, "Ben");
  return [ana, ben];
}
