import { createHash } from "node:crypto";
import type { Database } from "@tureen/persistence/platform/database";
import { restaurantOfSlug } from "@tureen/persistence/platform/restaurant-of-slug";
import { publicMenuPath } from "@tureen/shared/menu/public-page";
import { TureenError } from "@tureen/shared/platform/errors";
import type { Api } from "../../platform/http/route.ts";
import type { MenuCatalog } from "../menu-catalog.ts";
import { menuPage, PAGE_POLICY } from "./menu-page.ts";

const PATH = publicMenuPath(":slug");
const SLUG = /^[a-z0-9]{2,16}$/;
/** How long others may keep a page, s: a new price is on it soon, and a crowd costs nothing. */
const MAX_AGE_S = 300;

/** Anybody reads the menu in force, and so do search engines. */
export function addPublicMenuPage(
  api: Api<{
    readonly database: Database;
    readonly catalog: MenuCatalog;
    readonly publicOrigin: string | undefined;
  }>,
): void {
  const { app, deps } = api;
  const { database, catalog, publicOrigin } = deps;
  // A version never changes: its page is made once.
  const pages = new WeakMap<object, { readonly page: string; readonly etag: string }>();

  // A page, and no part of the API.
  app.get(PATH, async (context) => {
    context.set("route", PATH);
    const slug = context.req.param("slug") ?? "";
    const restaurantId = SLUG.test(slug) ? await restaurantOfSlug(database, slug) : null;
    if (restaurantId === null) throw new TureenError("not-found");
    const { menu } = await catalog.current(restaurantId);
    let made = pages.get(menu);
    if (!made) {
      const address = publicOrigin && `${publicOrigin}${publicMenuPath(slug)}`;
      const page = menuPage(menu, address);
      const digest = createHash("sha256").update(page).digest("base64url").slice(0, 16);
      made = { page, etag: `"${digest}"` };
      pages.set(menu, made);
    }
    context.header("etag", made.etag);
    context.header("cache-control", `public, max-age=${MAX_AGE_S}`);
    context.header("content-security-policy", PAGE_POLICY);
    if (context.req.header("if-none-match") === made.etag) return context.body(null, 304);
    return context.html(made.page);
  });
}
