import type { Page } from "@playwright/test";

/** What a footer may take of the screen's height before hardly anything else can be seen. */
const MAX_FOOTER_PART = 0.45;

/** Of the sheet's width, what every word may count on: what is longer may be broken. */
const WORD_PART = 0.6;

/** Has the page's text in twice its size, as readers set it in their browser. */
export async function doubleText(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
}

/**
 * What of the open page or sheet cannot be read or used, in words: what leaves the screen sideways,
 * controls covered by others, columns of letters, words that are broken, and footers in the way.
 */
export function unusable(page: Page): Promise<string[]> {
  return page.evaluate(
    ([maxFooterPart, wordPart]) => {
      const root = document.documentElement;
      const scope = [...document.querySelectorAll<HTMLElement>("[role=dialog]")].at(-1);
      const within = scope ?? document.body;
      const found: string[] = [];

      const isShown = (element: HTMLElement) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        !element.closest(".visually-hidden");
      /** Sections to jump to lie in a row that is scrolled sideways on purpose. */
      const scrollsSideways = (element: HTMLElement) => element.closest("nav ul") !== null;

      if (root.scrollWidth > root.clientWidth)
        found.push(`the page is ${root.scrollWidth} px wide`);
      for (const element of [within, ...within.querySelectorAll<HTMLElement>("*")]) {
        if (!isShown(element) || scrollsSideways(element)) continue;
        const { left, right, width } = element.getBoundingClientRect();
        if (
          width > 1 &&
          (left < -1 || right > root.clientWidth + 1) &&
          element.children.length === 0
        )
          found.push(`outside: ${named(element)} ${Math.round(left)}–${Math.round(right)}`);
      }

      const controls = within.querySelectorAll<HTMLElement>(
        "button, a[href], input, select, textarea, [role=tab]",
      );
      for (const control of controls) {
        const area = control.closest<HTMLElement>("label") ?? control;
        if (!isShown(area) || scrollsSideways(area)) continue;
        area.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        const { left, top, width, height } = area.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        if (hit === null || (!area.contains(hit) && hit.closest("label") !== area))
          found.push(`covered: ${named(control)} by ${hit ? named(hit) : "nothing"}`);
      }

      const toasts = document.querySelector("[data-kb-top-layer]") ?? within;
      for (const node of [...textsIn(within), ...textsIn(toasts)]) {
        const parent = node.parentElement;
        const text = node.textContent?.trim() ?? "";
        if (!parent || text === "" || !isShown(parent) || scrollsSideways(parent)) continue;
        if (parent.closest("svg, [role=dialog] [aria-hidden=true], textarea, select")) continue;
        const { fontSize } = getComputedStyle(parent);
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = linesOf(range);
        // Four characters are two of the font's sizes wide; a column of letters has many lines of fewer.
        const few = 2 * Number.parseFloat(fontSize);
        const widest = Math.max(...lines);
        if (lines.length > 2 && widest < few)
          found.push(`column of ${lines.length} lines: ${text.slice(0, 30)}`);
        // What is inline has no width of its own and says 0.
        if (parent.clientWidth > 0 && parent.clientWidth < Math.min(few, parent.scrollWidth))
          found.push(`cut: ${text.slice(0, 30)}`);
        for (const word of brokenWords(node)) found.push(`broken: ${word}`);
      }

      for (const footer of document.querySelectorAll<HTMLElement>("footer, nav")) {
        if (!isShown(footer) || (scope && !scope.contains(footer))) continue;
        const { top, bottom } = footer.getBoundingClientRect();
        const part = (Math.min(bottom, innerHeight) - Math.max(top, 0)) / innerHeight;
        const moves = footer.parentElement && scrolls(footer.parentElement);
        if (part > maxFooterPart && !moves)
          found.push(`the footer takes ${Math.round(part * 100)} % of the height`);
      }
      return found;

      function scrolls(element: HTMLElement): boolean {
        return /auto|scroll/.test(getComputedStyle(element).overflowY);
      }

      function textsIn(element: Element): Node[] {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const nodes: Node[] = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        return nodes;
      }

      /** The widths of the lines that a text goes over. */
      function linesOf(range: Range): number[] {
        const lines: { middle: number; width: number }[] = [];
        for (const { top, height, width } of range.getClientRects()) {
          if (width === 0 || height === 0) continue;
          const middle = top + height / 2;
          // Words of both directions on one line are boxes of their own.
          const line = lines.find((line) => Math.abs(line.middle - middle) < height / 2);
          if (line) line.width += width;
          else lines.push({ middle, width });
        }
        return lines.map(({ width }) => width);
      }

      /** Words of one script's letters that go over two lines although they would fit on one. */
      function brokenWords(node: Node): string[] {
        const words = node.textContent?.matchAll(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
        const room = within.clientWidth * wordPart;
        return [...words].flatMap(({ 0: word, index }) => {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const parts = linesOf(range);
          const whole = parts.reduce((sum, width) => sum + width, 0);
          return parts.length > 1 && whole <= room ? [word] : [];
        });
      }

      function named(element: Element): string {
        const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${element.tagName.toLowerCase()} “${text.trim().slice(0, 30)}”`;
      }
    },
    [MAX_FOOTER_PART, WORD_PART] as const,
  );
}
