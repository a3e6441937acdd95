import { createHash } from "node:crypto";
import type { Database } from "@tureen/persistence/platform/database";
import { restaurantOfSlug } from "@tureen/persistence/platform/restaurant-of-slug";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { publicMenuPath } from "@tureen/shared/menu/public-page";
import { dayOf, localAt } from "@tureen/shared/menu/timing/local-time";
import { TureenError } from "@tureen/shared/platform/errors";
import { matchLocale } from "@tureen/shared/platform/i18n/locales";
import { parseAccept } from "hono/utils/accept";
import type { ApiContext } from "../../platform/http/env.ts";
import type { Api } from "../../platform/http/route.ts";
import type { CurrentMenu, MenuCatalog } from "../menu-catalog.ts";
import { menuPage, missingPage, PAGE_POLICY } from "./menu-page.ts";

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
  // Made once for a version, its hours and a day.
  const pages = new WeakMap<
    object,
    { readonly facts: string; readonly page: string; readonly etag: string }
  >();

  function pageOf(slug: string, { menu, service }: CurrentMenu, now: Date) {
    const { hours, dayStartsAt } = service;
    const today = dayOf(localAt(now.getTime(), service), dayStartsAt);
    const facts = JSON.stringify([hours, dayStartsAt, today]);
    const known = pages.get(menu);
    if (known?.facts === facts) return known;
    const address = publicOrigin && `${publicOrigin}${publicMenuPath(slug)}`;
    const page = menuPage({ menu, hours, dayStartsAt, today, address });
    const digest = createHash("sha256").update(page).digest("base64url").slice(0, 16);
    const made = { facts, page, etag: `"${digest}"` };
    pages.set(menu, made);
    return made;
  }

  /** The menu of an address; null where there is none that anybody may read. */
  async function menuAt(slug: string): Promise<CurrentMenu | null> {
    const restaurantId = SLUG.test(slug) ? await restaurantOfSlug(database, slug) : null;
    if (restaurantId === null) return null;
    try {
      const current = await catalog.current(restaurantId);
      return current.isPublic ? current : null;
    } catch (error) {
      // It has published nothing yet.
      if (error instanceof TureenError && error.code === "restaurant-unknown") return null;
      throw error;
    }
  }

  // A page, and no part of the API.
  app.get(PATH, async (context) => {
    context.set("route", PATH);
    const slug = context.req.param("slug") ?? "";
    const current = await menuAt(slug);
    if (!current) return answerMissing(context);
    const { page, etag } = pageOf(slug, current, sharedNow());
    context.header("etag", etag);
    context.header("cache-control", `public, max-age=${MAX_AGE_S}`);
    context.header("content-security-policy", PAGE_POLICY);
    if (context.req.header("if-none-match") === etag) return context.body(null, 304);
    return context.html(page);
  });

  app.get(publicMenuPath("*"), (context) => {
    context.set("route", PATH);
    return answerMissing(context);
  });
}

/** A page in the reader's language, and not what a program would be told. */
function answerMissing(context: ApiContext): Response | Promise<Response> {
  const wanted = parseAccept(context.req.header("accept-language") ?? "");
  const language = matchLocale(wanted.map(({ type }) => type));
  context.set("errorCode", "not-found");
  context.header("cache-control", "no-store");
  context.header("vary", "accept-language");
  context.header("content-language", language);
  context.header("content-security-policy", PAGE_POLICY);
  return context.html(missingPage(language), 404);
}
