/** Places on our pages by what stands on them, as XPath. */

export const DIALOG = "//*[@role='dialog']";

export const inDialog = (xpath: string) => `${DIALOG}${xpath}`;

export const field = (label: string) =>
  `//input[@id = //label[normalize-space(.)='${label}']/@for]`;

/** A button by how its name, or what stands on it, begins. */
export const button = (name: string) =>
  `//button[starts-with(@aria-label, '${name}') or (not(@aria-label) and starts-with(normalize-space(.), '${name.trim()}'))]`;
