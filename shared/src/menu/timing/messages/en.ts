/** Sentences about when things are served and what they cost at times. The other languages have exactly these keys. */
export const messages = {
  served: "Served {when}",
  servedNever: "Never served",
  everyDay: "every day",
  anyTime: "at any time",
  fromDate: "from {date}",
  untilDate: "until {date}",
  range: "{from}–{until}",
  aroundClock: "24 hours from {time}",
  rule: "{price}, {when}",
  priceAt: "{price}: {when}",
  rounded: "{percent} (rounded to {price})",
  lessBy: "{amount} less",
  hours: "Opening hours",
  closed: "Closed",
  lastOrders: {
    one: "Last orders {count} minute before closing",
    other: "Last orders {count} minutes before closing",
  },
};
