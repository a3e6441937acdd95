import { bringMenu } from "@tureen/shared/menu/formats/read-menu";
import type { Menu } from "@tureen/shared/menu/menu";
import { dayNumber } from "@tureen/shared/menu/timing/local-time";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { menuPage } from "./menu-page.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** What the page says to search engines. */
function dataOf(page: string): unknown {
  const [, json = ""] =
    /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page) ?? [];
  return JSON.parse(json);
}

const EVIL = `</script><script>alert(1)</script><!--<b>"&'`;

describe("The public page of a menu", () => {
  it("is the menu in force, without signing in, and may be kept for a while", async () => {
    const response = await api.app.request(`/menu/${api.here.slug}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    const page = await response.text();
    for (const { name, items } of api.here.menu.categories) {
      expect(page).toContain(`<h2 dir="auto">${name}</h2>`);
      for (const item of items) expect(page).toContain(`<h3 dir="auto">${item.name}</h3>`);
    }
    const etag = response.headers.get("etag") ?? "";
    const again = await api.app.request(`/menu/${api.here.slug}`, {
      headers: { "if-none-match": etag },
    });
    expect(again.status).toBe(304);
  });

  it("may look as it says, and do nothing", async () => {
    const response = await api.app.request(`/menu/${api.here.slug}`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; img-src 'self'; base-uri 'none'/,
    );
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("says the same as JSON-LD, which reads as that menu", async () => {
    const page = await (await api.app.request(`/menu/${api.here.slug}`)).text();
    expect(dataOf(page)).toMatchObject({ "@context": "https://schema.org", "@type": "Restaurant" });
    const { file, format } = bringMenu(page, { fileName: "", restaurant: {} });
    expect(format).toBe("schema-org");
    expect(file?.categories.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(
      api.here.menu.categories.flatMap(({ items }) => items.map(({ name }) => name)),
    );
  });

  it("ends neither its data nor its text where a name wants that", () => {
    const [section] = api.here.menu.categories;
    const [item] = section?.items ?? [];
    if (!section || !item) throw new Error("the menu is empty");
    const dish = { ...item, name: EVIL, description: EVIL };
    const menu: Menu = {
      ...{ ...api.here.menu, name: EVIL, locale: "ar" },
      categories: [{ ...section, name: EVIL, items: [dish] }],
    };
    const page = menuPage({ ...facts(menu), address: "https://tureen.test/menu/x" });
    expect(dataOf(page)).toMatchObject({
      ...{ name: EVIL, url: "https://tureen.test/menu/x" },
      hasMenu: { hasMenuSection: [{ name: EVIL, hasMenuItem: [{ name: EVIL }] }] },
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain("<!--");
    expect(page).not.toContain("<b>");
    expect(page).toContain('<html lang="ar" dir="rtl">');
  });

  it("says when things are served, what they cost then, and when it is open", () => {
    const [section] = api.here.menu.categories;
    const [item] = section?.items ?? [];
    if (!section || !item) throw new Error("the menu is empty");
    const when = [{ days: [7 as const], span: { from: "17:00", until: "19:00" } }];
    const dish = { ...item, price: 900, options: [], served: when };
    const change = { kind: "percent", by: -50 } as const;
    const menu: Menu = {
      ...{ ...api.here.menu, locale: "de-AT" },
      categories: [{ ...section, priceRules: [{ when, change }], items: [dish] }],
    };
    const hours = {
      week: Array.from({ length: 7 }, () => [{ from: "11:30", until: "23:00" }]),
      exceptions: [{ fromDate: "2026-12-24", untilDate: "2026-12-26", spans: [] }],
      lastOrders: 30,
    };
    const page = menuPage({ ...facts(menu), hours, today: dayNumber("2026-12-01") });
    const text = page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    expect(text).toContain("−50 %, So 17:00–19:00");
    expect(text).toContain("Angeboten So 17:00–19:00");
    expect(text).toContain("Öffnungszeiten täglich 11:30–23:00 24.12.2026–26.12.2026 Geschlossen");
    expect(text).toContain("Letzte Bestellung 30 Minuten vor Schluss");
    expect(dataOf(page)).toMatchObject({
      openingHoursSpecification: expect.arrayContaining([
        expect.objectContaining({ opens: "11:30", closes: "23:00" }),
      ]),
    });
    expect(menuPage({ ...facts(menu), hours: null })).not.toContain("Öffnungszeiten");
  });

  it("is turned off and on by a manager, of their own restaurant alone", async () => {
    const status = async (slug: string) => (await api.app.request(`/menu/${slug}`)).status;
    const cookie = await api.signIn(api.here, "manager");
    const waiter = await api.signIn(api.here, "waiter");
    const show = (shown: boolean, by = cookie) =>
      api.call("setPublicMenu", { cookie: by, body: { shown } });
    const isShown = async () => (await api.call("readStaff", { cookie })).body.publicMenu;
    expect([await status(api.here.slug), await isShown()]).toEqual([200, true]);
    expect(await show(false, waiter)).toMatchObject({ code: "not-allowed" });
    await show(false);
    expect([await status(api.here.slug), await isShown()]).toEqual([404, false]);
    expect(await status(api.there.slug)).toBe(200);
    // Who has the page asks whether it is still so.
    const kept = { headers: { "if-none-match": "*" } };
    expect((await api.app.request(`/menu/${api.here.slug}`, kept)).status).toBe(404);
    await show(true);
    expect([await status(api.here.slug), await isShown()]).toEqual([200, true]);
  });

  it("follows the hours at once", async () => {
    const read = async () =>
      (await api.app.request(`/menu/${api.here.slug}`)).headers.get("etag") ?? "";
    const before = await read();
    const hours = { week: Array.from({ length: 7 }, () => []), exceptions: [], lastOrders: 0 };
    const cookie = await api.signIn(api.here, "manager");
    const set = (to: typeof hours | null) => api.call("setHours", { cookie, body: { hours: to } });
    await set(hours);
    expect(await read()).not.toBe(before);
    await set(null);
    expect(await read()).toBe(before);
  });

  it.each([
    ["nobody-here", "", "There is no menu here", "ltr"],
    ["nobodyhere", "fr-FR, de-AT;q=0.8, en;q=0.5", "Hier ist keine Speisekarte", "ltr"],
    ["..%2f", "ar", "لا توجد قائمة هنا", "rtl"],
    ["a".repeat(17), "tlh, <script>;q=9", "There is no menu here", "ltr"],
    ["some/where", "ja", "ここにメニューはありません", "ltr"],
  ])("of %s is none, and a reader of %s is told", async (slug, language, title, direction) => {
    const headers = { "accept-language": language };
    const response = await api.app.request(`/menu/${slug}`, { headers });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toContain(`dir="${direction}"`);
    expect(page).not.toContain("<script");
  });
});

const facts = (menu: Menu) => ({
  ...{ menu, hours: null, dayStartsAt: 4, today: dayNumber("2026-12-01"), address: undefined },
});
