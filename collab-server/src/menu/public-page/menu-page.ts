import { createHash } from "node:crypto";
import { schemaOrgHours } from "@tureen/shared/menu/formats/write-opening-hours";
import { schemaOrgMenu } from "@tureen/shared/menu/formats/write-schema-org";
import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import type { OpeningHours } from "@tureen/shared/menu/timing/rules";
import {
  exceptionLines,
  type TimesLanguage,
  weekLines,
} from "@tureen/shared/menu/timing/timing-text";
import { sectionTimes, type Writing, writtenDish } from "@tureen/shared/menu/written-dish";
import type { Locale } from "@tureen/shared/platform/i18n/locales";
import { directionOfLanguage } from "@tureen/shared/platform/text-direction";
import { html, raw } from "hono/html";
import { say, timesFor } from "./words.ts";

/** As plain as a page can be that is pleasant to read and to print: it has no script and asks for nothing. */
const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; font: 1rem/1.45 Palatino, Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.35rem; break-after: avoid; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .5rem 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); break-inside: avoid; }
.dish { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; }
h3 { margin: 0; font-size: 1rem; }
.price { font-variant-numeric: tabular-nums; }
p { margin: .15rem 0 0; opacity: .8; }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * What such a page may do: look as its own style says. Its JSON-LD is a block of data, which browsers do
 * not run and no policy has to allow.
 */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What a page is made of; the same makes the same page. */
export interface PageFacts {
  readonly menu: Menu;
  /** When orders are taken; null: always. */
  readonly hours: OpeningHours | null;
  readonly dayStartsAt: number;
  /** The number of the business day. */
  readonly today: number;
  /** Where it is read, for search engines. */
  readonly address: string | undefined;
}

/** A menu as a page for anybody, in its own language, with the same as JSON-LD for search engines. */
export function menuPage(facts: PageFacts): string {
  const { menu, hours, address } = facts;
  const { name, currency, locale, categories } = menu;
  const times = timesFor(locale);
  const writing: Writing = { currency, language: locale, times };
  return pageOf({
    ...{ locale, title: name },
    head: html`${address === undefined ? "" : html`<link rel="canonical" href="${address}">`}
<script type="application/ld+json">${raw(dataBlock(restaurantOf(facts)))}</script>`,
    body: html`<h1 dir="auto">${name}</h1>
<main>
${categories.map(
  (section) => html`<section>
<h2 dir="auto">${section.name}</h2>
${timesOf(sectionTimes(section, writing), times)}
<ul>
${section.items.map((item) => dishOf(item, writing))}
</ul>
</section>
`,
)}
</main>
${hours ? hoursOf(hours, facts.today, times) : ""}`,
  });
}

/** What there is where no menu is, in the reader's language. */
export function missingPage(language: Locale): string {
  return pageOf({
    ...{ locale: language, title: say("missing", language), head: "" },
    body: html`<h1>${say("missing", language)}</h1>
<p>${say("missingText", language)}</p>`,
  });
}

type Html = ReturnType<typeof html> | string;

function pageOf(page: {
  readonly locale: string;
  readonly title: string;
  readonly head: Html;
  readonly body: Html;
}): string {
  const { locale, title, head, body } = page;
  return String(html`<!doctype html>
<html lang="${locale}" dir="${directionOfLanguage(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${raw(STYLE)}</style>
${head}
</head>
<body>
${body}
</body>
</html>
`);
}

function dishOf(item: MenuItem, writing: Writing): Html {
  const { price, sizes, times } = writtenDish(item, writing);
  const sized = sizes.map(
    ({ name, price: own, notes }) =>
      `${name} ${own}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`,
  );
  return html`<li>
<div class="dish"><h3 dir="auto">${item.name}</h3> <span class="price">${price ?? sized.join(" · ")}</span></div>
${item.description ? html`<p dir="auto">${item.description}</p>` : ""}
${timesOf(times, writing.times)}
</li>
`;
}

function timesOf(texts: readonly string[], { language }: TimesLanguage): Html[] {
  return texts.map((text) => html`<p lang="${language}" dir="auto">${text}</p>`);
}

/** The week's hours, and the days of the next weeks that are different. */
function hoursOf(hours: OpeningHours, today: number, times: TimesLanguage): Html {
  const lines = [...weekLines(hours, times), ...exceptionLines(hours, today, times)];
  return html`<footer lang="${times.language}" dir="${directionOfLanguage(times.language)}">
<h2>${times.t("hours")}</h2>
<ul>
${lines.map((line) => html`<li class="dish"><span>${line.days}</span> <span>${line.times}</span></li>`)}
</ul>
${hours.lastOrders > 0 ? html`<p>${times.t("lastOrders", { count: hours.lastOrders })}</p>` : ""}
</footer>`;
}

function restaurantOf({ menu, hours, dayStartsAt, address }: PageFacts): object {
  const { "@context": context, ...hasMenu } = schemaOrgMenu(menu) as Record<string, unknown>;
  return {
    "@context": context,
    "@type": "Restaurant",
    name: menu.name,
    ...(address !== undefined && { url: address }),
    ...(hours && { openingHoursSpecification: schemaOrgHours(hours, dayStartsAt) }),
    hasMenu,
  };
}

/** JSON that no text in it can end: neither with "</script>" nor with "<!--". */
function dataBlock(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
