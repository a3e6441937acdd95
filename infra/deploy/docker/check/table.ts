import assert from "node:assert/strict";
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { ask, signIn } from "../../../prove/chaos/api.ts";

/** Hashing a password takes its time on a machine that is busy with images. */
const PATIENCE_MS = 60_000;

/** The cookie of the demo restaurant's account for a role, by the log of `migrate`. */
export async function signedIn(
  webUrl: string,
  log: string,
  role: "waiter" | "kitchen",
): Promise<string> {
  const [, login, password] = new RegExp(`(${role}@\\S+)\\s+(\\S+)`).exec(log) ?? [];
  assert(login && password, `the log of migrate shows no account for ${role}`);
  return signIn(webUrl, { login, password }, PATIENCE_MS);
}

/** A free table, opened by one diner and joined by another, and a dish without choices to order there. */
export async function openTable(webUrl: string, waiter: string) {
  const { tables } = await ask(webUrl, "readFloor", { cookie: waiter });
  const code = tables.find(({ session }) => session === null)?.code;
  assert(code, "no table is free");
  const params = { code };
  const host = await ask(webUrl, "openTable", { params, body: { name: "Ana" } });
  const guest = await ask(webUrl, "joinTable", { params, body: { name: "Bo", pin: host.pin } });
  const { menu } = await ask(webUrl, "readTableMenu", { params });
  const dish = menu.categories
    .flatMap(({ items }) => items)
    .find(({ options, price }) => price > 0 && options.every(({ min }) => min === 0));
  assert(dish, "the menu has no plain dish");
  return { host, guest, menu, dish };
}

/** A diner's phone, live at a server (or the web service before it). */
export function phoneAt(
  url: string,
  { sessionId, diner, accessToken }: Awaited<ReturnType<typeof openTable>>["guest"],
): LivePhone {
  const live = `${url.replace("http", "ws")}/collab/${sessionId}`;
  return new LivePhone(live, sessionId, diner, async () => accessToken);
}

/** One of a dish, for the whole table. */
export const oneOf = (dish: { id: string }) => ({
  item: dish.id,
  options: [],
  note: "",
  for: "table" as const,
  at: Date.now(),
});
