import type { BillLine } from "@tureen/shared/bill/bill";
import { choicesText, choiceWords } from "@tureen/shared/table/choice-groups";
import { type Accessor, createMemo } from "solid-js";
import { createBill, type LiveBill } from "../../bill/live-bill.ts";
import { isOpen, type OwnWish, ownWishes } from "../../bill/own-payments.ts";
import type { BillPeople } from "../../bill/people.ts";
import { countWords } from "../../platform/ui/choice-words.ts";
import type { TableSession } from "../model/table-session.ts";
import { orderLineChoices, orderLineName } from "../table/order-line.ts";

/** A table's bill as one of its guests sees it. */
export interface DinerBill extends LiveBill {
  readonly people: BillPeople & { readonly me: string };
  /** The dish of a line in the reader's language. */
  readonly nameOf: (line: BillLine) => string;
  /** What was chosen of it in the reader's language, as the list of orders has it. */
  readonly choicesOf: (line: BillLine) => string;
  /** The reader's wishes to pay, the newest first; not those that put a card down. */
  readonly wishes: Accessor<readonly OwnWish[]>;
  /** The reader's wishes to put a card down for the table, the newest first. */
  readonly tabs: Accessor<readonly OwnWish[]>;
  /** The one that is not over yet, if any. */
  readonly open: Accessor<OwnWish | undefined>;
  /** Whether guests can pay on their phones here. */
  readonly online: Accessor<boolean>;
}

/** The bill of a session on this phone, live and without a connection alike. */
export function createDinerBill(session: TableSession): DinerBill {
  const { me, nameOf, knownName, colourOf } = session;
  const live = createBill(session.view);
  const all = createMemo(() => ownWishes(session.view(), me, session.unsaved()));
  const wishes = () => all().filter(({ wish }) => wish.mode !== "tab");
  const orderedAs = ({ order, line }: BillLine) =>
    session.view().orders[order]?.lines.find((each) => each.line === line);
  return {
    ...live,
    people: { me, nameOf, knownName, colourOf },
    nameOf(line) {
      const ordered = orderedAs(line);
      return ordered ? orderLineName(ordered, session.menu.index()) : line.name;
    },
    choicesOf(line) {
      const ordered = orderedAs(line);
      if (!ordered) return choiceWords(line.choices, countWords).join(" · ");
      const wanted = session.view().lines[ordered.line];
      return choicesText(orderLineChoices(ordered, wanted, session.menu.index()), countWords);
    },
    wishes,
    tabs: () => all().filter(({ wish }) => wish.mode === "tab"),
    open: () => wishes().find(isOpen),
    online: () => session.view().session.terms?.online === true,
  };
}
