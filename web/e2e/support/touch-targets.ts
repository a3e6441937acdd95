import type { Page } from "@playwright/test";

/** What DESIGN promises a thumb, CSS px. */
const TARGET_PX = 44;

/**
 * The visible controls whose touch area is smaller than 44 px, each with what was measured. The
 * area is where a tap arrives at the control, so a padding, a label or an overlay counts.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((target) => {
    const dialogs = [...document.querySelectorAll<HTMLElement>("[role=dialog]")];
    const scope = dialogs.at(-1) ?? document.body;
    const selector = "button, a[href], input, select, textarea, [role=tab], [role=switch]";
    const controls = [...scope.querySelectorAll<HTMLElement>(selector)];

    /** The control or, for a native input inside a label, the label that is tapped instead. */
    const areaOf = (control: HTMLElement) => control.closest<HTMLElement>("label") ?? control;

    function reaches(area: HTMLElement, x: number, y: number): boolean {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (area.contains(hit) || hit.closest("label") === area);
    }

    /** How far from the middle a tap still arrives, both ways together. */
    function extent(area: HTMLElement, x: number, y: number, dx: number, dy: number): number {
      let steps = 0;
      for (const sign of [-1, 1]) {
        for (let step = 1; step <= target; step++) {
          if (!reaches(area, x + sign * dx * step, y + sign * dy * step)) break;
          steps++;
        }
      }
      return steps + 1;
    }

    const small: string[] = [];
    for (const control of controls) {
      const area = areaOf(control);
      if (!area.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (area.matches("[inert] *, [aria-hidden=true] *")) continue;
      area.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = area.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (!reaches(area, x, y)) {
        const hit = document.elementFromPoint(x, y);
        small.push(
          `${nameOf(control)}: covered by ${hit?.tagName} “${hit?.textContent?.slice(0, 30)}”`,
        );
        continue;
      }
      const [width, height] = [extent(area, x, y, 1, 0), extent(area, x, y, 0, 1)];
      // Half a pixel is lost where a box does not start on a whole one.
      if (width < target - 1 || height < target - 1)
        small.push(`${nameOf(control)}: ${width} × ${height}`);
    }
    return small;

    function nameOf(control: HTMLElement): string {
      const text = control.getAttribute("aria-label") ?? areaOf(control).innerText;
      return `${control.tagName.toLowerCase()} “${text.trim().slice(0, 40)}”`;
    }
  }, TARGET_PX);
}
