/** Sentences of the menu that is tried on a past day. The other languages have exactly these keys. */
export const messages = {
  title: "Try it on a past day",
  lead: "What guests ordered that day, decided again with this menu and its prices. It changes nothing.",
  date: "Day",
  try: "Try it",
  nothing: "Nothing was ordered on that day.",
  allGone: "What happened at the tables on that day is no longer kept.",
  sum: "Ordered for {was} → {would} with this menu ({change})",
  same: "Ordered for {was}, and just as much with this menu",
  sumHint: "Before discounts and cancellations.",
  dishes: "Where it makes a difference",
  dish: "Dish",
  was: "That day",
  would: "With this menu",
  sold: "{count} × · {price}",
  moreDishes: {
    one: "and {count} more dish that differs less",
    other: "and {count} more dishes that differ less",
  },
  rejected: {
    one: "{count} order for {price} would have been rejected",
    other: "{count} orders for {price} in all would have been rejected",
  },
  rejectedHint: "An order is taken as a whole: one dish that cannot be had holds up the rest.",
  accepted: {
    one: "{count} order that was rejected would have been taken",
    other: "{count} orders that were rejected would have been taken",
  },
  more: { one: "and {count} more", other: "and {count} more" },
  notKept: {
    one: "{count} order could not be tried: what happened at its table is no longer kept.",
    other: "{count} orders could not be tried: what happened at their tables is no longer kept.",
  },
  leftOut: {
    one: "The day was too long to try all of it: {count} later order is left out.",
    other: "The day was too long to try all of it: {count} later orders are left out.",
  },
  "why.off-menu": "{dish}: no longer on the menu",
  "why.options-changed": "{dish}: a choice is no longer there",
  "why.not-served": "{dish}: not served at that time",
  "why.other": "{dish}: could not be had",
  "why.whole": "The order as a whole could not be taken",
};
