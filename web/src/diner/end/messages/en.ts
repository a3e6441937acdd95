/** Sentences of the end of a table, and of what was not sent before it. */
export const messages = {
  "end.closed": "This table has been closed",
  "end.expired": "This table's time is over",
  "end.gone": "You are no longer at this table",
  "end.left": "You have left the table",
  "end.restored": "The restaurant's system had to be set back",
  "endText.closed": "Thank you for being here. To order again, scan the code on the table.",
  "endText.expired":
    "Nothing happened here for a while. To order again, scan the code on the table.",
  "endText.gone":
    "Somebody removed this phone from the table. What you ordered stays there. If that was a mistake, ask for the new PIN and scan the code again.",
  "endText.left": "What you ordered stays with the table.",
  "endText.restored":
    "The last minutes of this table are missing there. This phone has told the staff what it knows of orders and payments. To order again, scan the code on the table.",
  notOrdered: "Not ordered",
  "notOrdered.restored":
    "This was in the cart. It is offered to you again when you sit down at the table. What was already sent, the staff check first.",
  "notOrdered.sure":
    "This was in the cart and did not reach the kitchen. It was not cooked and is not charged.",
  "notOrdered.asFarAsKnown":
    "This was in the cart when this phone last had a connection. Unless somebody else at the table sent it, it was not cooked and is not charged.",
  "notOrdered.unsaved":
    "These dishes of yours had not been saved. The table may not have got the last changes.",
  onlyOnPhone: "It had not left this phone",
  startAgain: "To the table again",
  ordersOfTonight: "What was ordered",
  offer: { one: "{count} dish was not sent", other: "{count} dishes were not sent" },
  offerText: "You had them in the cart before the interruption.",
  offerUnsure:
    "You had already sent these. Ask the staff whether the kitchen has them, so that nothing is cooked twice.",
  offerAdd: "Put in the cart",
  offerAddUnsure: "The kitchen does not have them: put in the cart",
  offerDrop: "No longer wanted",
} as const;
