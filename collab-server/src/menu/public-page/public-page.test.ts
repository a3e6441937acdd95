import { bringMenu } from "@tureen/shared/menu/formats/read-menu";
import type { Menu } from "@tureen/shared/menu/menu";
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
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'/);
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
    const page = menuPage(menu, `https://tureen.test/menu/x`);
    expect(dataOf(page)).toMatchObject({
      ...{ name: EVIL, url: "https://tureen.test/menu/x" },
      hasMenu: { hasMenuSection: [{ name: EVIL, hasMenuItem: [{ name: EVIL }] }] },
    });
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain("<!--");
    expect(page).not.toContain("<b>");
    expect(page).toContain('<html lang="ar" dir="rtl">');
  });

  it.each(["nobody-here", "nobodyhere", "..%2f", "a".repeat(17)])("of %s is none", async (slug) => {
    const response = await api.app.request(`/menu/${slug}`);
    expect(response.status).toBe(404);
  });
});
