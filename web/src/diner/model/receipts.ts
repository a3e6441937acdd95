import type { Answer } from "@tureen/shared/endpoints";
import { type Accessor, createEffect, createMemo, createSignal, on } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { readStored, writeStored } from "../../platform/storage.ts";
import { receiptsKey, tableReceiptKey } from "./receipts-key.ts";
import type { TableSession } from "./table-session.ts";

/** Those that an older release kept say neither what they are about nor how it was paid. */
export type OwnReceipt = Partial<Answer<"listReceipts">["receipts"][number]> &
  Pick<Answer<"listReceipts">["receipts"][number], "number" | "payment" | "token" | "amount">;

/** The receipt for the whole table, and of which state of the bill it is (bill-mark.ts). */
export interface TableReceipt {
  readonly number: number;
  readonly token: string;
  readonly mark: string;
}

/** The links to receipts that this phone keeps. */
export interface Receipts {
  /** Of the diner's own payments, on the phone or at the table, and of what they got back. */
  readonly own: Accessor<readonly OwnReceipt[]>;
  readonly table: Accessor<TableReceipt | undefined>;
  keepTable(receipt: TableReceipt): void;
}

/**
 * The links to a diner's receipts: read anew with each payment of theirs that is captured or given
 * back, whoever took it, and remembered, since a receipt is wanted when the table has long been closed.
 */
export function createReceipts(session: TableSession): Receipts {
  const { sessionId } = session.seat();
  const [own, setOwn] = createSignal<readonly OwnReceipt[]>(
    readStored(receiptsKey(sessionId)) ?? [],
  );
  const [table, setTable] = createSignal<TableReceipt | undefined>(
    readStored(tableReceiptKey(sessionId)),
  );
  // How many there must be as one text, which changes only when there is another one.
  const due = createMemo(() =>
    Object.values(session.view().payments)
      .flatMap((payment) =>
        payment.status === "captured" && payment.by === session.me
          ? [`${payment.id} ${payment.refunded + payment.tipRefunded}`]
          : [],
      )
      .join(),
  );
  createEffect(
    on([due, session.link], async ([wanted]) => {
      if (isAllKept(wanted, own())) return;
      try {
        const answer = await call("listReceipts", { token: await session.token() });
        setOwn(answer.receipts);
        writeStored(receiptsKey(sessionId), answer.receipts);
      } catch {
        // It is asked again with the next connection; that it is paid stands in the document.
      }
    }),
  );
  return {
    own,
    table,
    keepTable(receipt) {
      setTable(receipt);
      writeStored(tableReceiptKey(sessionId), receipt);
    },
  };
}

/** Whether there is a receipt of each of these payments, and of all that was given back of it. */
function isAllKept(wanted: string, kept: readonly OwnReceipt[]): boolean {
  if (wanted === "") return true;
  const payments = wanted.split(",").map((each) => each.split(" "));
  return payments.every(([id, back]) => {
    const amounts = kept.filter(({ payment }) => payment === id).map(({ amount }) => amount);
    const given = amounts.filter((amount) => amount < 0).reduce((sum, amount) => sum - amount, 0);
    return amounts.some((amount) => amount > 0) && given === Number(back);
  });
}
