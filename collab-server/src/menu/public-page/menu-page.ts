import { createHash } from "node:crypto";
import { schemaOrgMenu } from "@tureen/shared/menu/formats/write-schema-org";
import type { Menu, MenuItem } from "@tureen/shared/menu/menu";
import { pricedSizes } from "@tureen/shared/menu/priced-sizes";
import { formatMinor } from "@tureen/shared/platform/money";
import { directionOfLanguage } from "@tureen/shared/platform/text-direction";
import { html, raw } from "hono/html";

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
.price { font-variant-numeric: tabular-nums; white-space: nowrap; }
p { margin: .15rem 0 0; opacity: .8; }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/**
 * What such a page may do: look as its own style says. Its JSON-LD is a block of data, which browsers do
 * not run and no policy has to allow.
 */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A menu as a page for anybody, in its own language, with the same as JSON-LD for search engines. */
export function menuPage(menu: Menu, address: string | undefined): string {
  const { name, currency, locale, categories } = menu;
  const page = html`<!doctype html>
<html lang="${locale}" dir="${directionOfLanguage(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
${address === undefined ? "" : html`<link rel="canonical" href="${address}">`}
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${raw(STYLE)}</style>
<script type="application/ld+json">${raw(dataBlock(restaurantOf(menu, address)))}</script>
</head>
<body>
<h1 dir="auto">${name}</h1>
<main>
${categories.map(
  (section) => html`<section>
<h2 dir="auto">${section.name}</h2>
<ul>
${section.items.map(
  (item) => html`<li>
<div class="dish"><h3 dir="auto">${item.name}</h3> <span class="price">${priceText(item, { currency, locale })}</span></div>
${item.description ? html`<p dir="auto">${item.description}</p>` : ""}
</li>
`,
)}
</ul>
</section>
`,
)}
</main>
</body>
</html>
`;
  return String(page);
}

function restaurantOf(menu: Menu, address: string | undefined): object {
  const { "@context": context, ...hasMenu } = schemaOrgMenu(menu) as Record<string, unknown>;
  return {
    "@context": context,
    "@type": "Restaurant",
    name: menu.name,
    ...(address !== undefined && { url: address }),
    hasMenu,
  };
}

/** JSON that no text in it can end: neither with "</script>" nor with "<!--". */
function dataBlock(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function priceText(
  item: MenuItem,
  { currency, locale }: { readonly currency: string; readonly locale: string },
): string {
  const money = (minor: number) => formatMinor(minor, currency, locale);
  const sizes = pricedSizes(item);
  if (!sizes) return money(item.price);
  return sizes.map((size) => `${size.name} ${money(item.price + size.priceDelta)}`).join(" · ");
}
