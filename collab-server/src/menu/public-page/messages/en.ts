/** What the public page says besides the menu. The other languages have exactly these keys. */
export const messages = {
  missing: "There is no menu here",
  missingText:
    "The address may be mistyped, or the restaurant does not show its menu here. At the restaurant, scan the code on your table.",
};
