/** Sentences of the landing page. The other languages have exactly these keys. */
export const messages = {
  motto: "One table, one cart",
  explain:
    "Scan the code on your table with your phone's camera. Everyone at the table orders together, each from their own phone. No account, nothing to install.",
  code: "Or type the table's code",
  go: "To the table",
  staff: "Staff",
  kitchen: "Kitchen",
} as const;
