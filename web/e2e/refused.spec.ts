/** An honest phone whose own copy has gone bad, by a fault or by somebody's hand. */
import type { Page } from "@playwright/test";
import { newClientId } from "@tureen/shared/table/document/keys";
import * as Y from "yjs";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CARROTS = "Honeyed Carrots";
const REFUSED = "A change on this phone could not be accepted";

/** What a phone's copy may hold that the server refuses, and whether it is something of its diner's. */
const SPOILS: Record<string, { readonly isOwn: boolean; readonly edit: (doc: Y.Doc) => void }> = {
  "a part that belongs to somebody else": {
    isOwn: false,
    edit: (doc) => doc.getMap("marks").set("d2", { ready: true, call: "none", at: 1 }),
  },
  "a value that nobody may write": {
    isOwn: true,
    edit: (doc) => doc.getMap("marks").set("d1", { ready: "certainly" }),
  },
};

/** Puts an edit of d1's device into the phone's database, past everything that would stop it. */
async function spoil(page: Page, edit: (doc: Y.Doc) => void): Promise<void> {
  const doc = new Y.Doc();
  doc.clientID = newClientId(1);
  edit(doc);
  await page.evaluate(
    async (update) => {
      const databases = await indexedDB.databases();
      const name = databases.find((each) => /^tureen-[0-9a-f-]{36}$/.test(each.name ?? ""))?.name;
      if (!name) throw new Error("this phone keeps no document");
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const writing = database.transaction("updates", "readwrite");
      writing.objectStore("updates").add(Uint8Array.from(update));
      await new Promise<void>((resolve, reject) => {
        writing.oncomplete = () => resolve();
        writing.onerror = () => reject(writing.error);
      });
      database.close();
    },
    [...Y.encodeStateAsUpdate(doc)],
  );
}

for (const [index, [what, { isOwn, edit }]] of Object.entries(SPOILS).entries()) {
  test(`a phone that holds ${what} drops that alone and goes on by itself`, async ({
    table,
    phone,
  }) => {
    const { url } = await table(index + 1);
    const [ana, ben] = await Promise.all([phone(), phone()]);
    await ana.openTable(url, "Ana");
    await ben.joinTable(url, await ana.pin(), "Ben");
    await ana.closeSheet();
    await ana.quickAdd(SOUP);
    await expect(ben.cartButton()).toContainText("€7.50");
    await ana.installed();

    await ana.page.context().setOffline(true);
    await spoil(ana.page, edit);
    await ana.page.reload();
    await ana.seated();
    await ana.page.context().setOffline(false);

    // Said when something of hers is gone; what the server has is here again, taps go through both ways.
    if (isOwn) await expect(ana.toast(REFUSED)).toBeVisible();
    await ana.show("Cart");
    await expect(ana.quantity(SOUP)).toHaveText("1");
    await ana.closeSheet();
    await ana.quickAdd(CARROTS);
    await ben.show("Cart");
    await expect(ben.quantity(CARROTS)).toHaveText("1");
    await ben.more(SOUP);
    await ana.show("Cart");
    await expect(ana.quantity(SOUP)).toHaveText("2");
    await expect(ana.line(CARROTS)).toContainText("Saved");
    await expect(ana.page.getByText("No connection")).toBeHidden();

    // The bad copy is gone from the phone too: the next start is like any other.
    await ana.page.reload();
    await ana.seated();
    await ana.show("Cart");
    await ana.more(CARROTS);
    await expect(ben.quantity(CARROTS)).toHaveText("2");
    await expect(ana.toast(REFUSED)).toHaveCount(0);
  });
}
