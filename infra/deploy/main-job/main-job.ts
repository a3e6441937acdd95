import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { until } from "@tureen/collab-server/testing/until";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { ask, signIn } from "../../prove/chaos/api.ts";

/** Where the job is done. */
export interface MainJobPlace {
  /** Of the server, `http://host:port`. */
  readonly origin: string;
  /** Of a free table's QR code. */
  readonly code: string;
  /** The kitchen's account. */
  readonly cook: { readonly login: string; readonly password: string };
}

/**
 * What Tureen is there for, once: two phones at one table fill a cart, one confirms it, both see the
 * receipt, the kitchen accepts the order and both see that too. Throws with what did not happen.
 */
export async function doMainJob({ origin, code, cook }: MainJobPlace): Promise<void> {
  const host = await ask(origin, "openTable", { params: { code }, body: { name: "Ana" } });
  const { sessionId, pin } = host;
  const guest = await ask(origin, "joinTable", { params: { code }, body: { name: "Bo", pin } });
  const { menu } = await ask(origin, "readTableMenu", { params: { code } });
  const dish = menu.categories
    .flatMap(({ items }) => items)
    .find(({ options, price }) => price > 0 && options.every(({ min }) => min === 0));
  if (!dish) throw new Error("there is no dish without a choice on the menu");

  const url = `${origin.replace(/^http/, "ws")}${COLLAB_PATH}`;
  const phones = [host, guest].map(
    ({ diner, accessToken }) => new LivePhone(url, sessionId, diner, async () => accessToken),
  );
  try {
    const line = () => ({
      ...{ item: dish.id, options: [], note: "", for: "table" as const, at: Date.now() },
    });
    const lines = phones.map(({ edits }) => edits.addLine(line(), 1));
    for (const phone of phones) {
      await phone.untilSaved();
      for (const id of lines) await phone.untilSees(id);
    }
    const confirmId = phones[0]?.edits.confirm({
      lines: lines.map((id) => ({ line: id, quantity: 1, unitPrice: dish.price, ordered: 0 })),
      total: 2 * dish.price,
      menuVersion: menu.version,
      at: Date.now(),
    });
    for (const { diner, view } of await all(phones, "has the receipt", ({ view }) => {
      return Object.keys(view.receipts).length > 0;
    })) {
      const receipt = view.receipts[confirmId ?? ""];
      if (!receipt?.ok) throw new Error(`${diner} was told ${JSON.stringify(receipt)}`);
    }

    const cookie = await signIn(origin, cook);
    const [orderId = ""] = Object.keys(phones[0]?.view.orders ?? {});
    const body = { from: "placed", to: "accepted" } as const;
    await ask(origin, "moveOrder", { params: { orderId }, body, cookie });
    await all(phones, "sees that it is accepted", ({ view }) => {
      return view.orders[orderId]?.status === "accepted";
    });
  } finally {
    for (const phone of phones) phone.destroy();
  }
}

async function all(
  phones: readonly LivePhone[],
  what: string,
  condition: (phone: LivePhone) => boolean,
): Promise<readonly LivePhone[]> {
  for (const phone of phones) await until(`${phone.diner} ${what}`, () => condition(phone));
  return phones;
}
