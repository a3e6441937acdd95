/**
 * Small sabotages of the promises, each of which some test has to notice. One line is enough to lose an
 * edit, to cook twice or to call something saved that is not; a suite that stays green proves nothing.
 */
export interface Sabotage {
  /** What no longer holds. */
  readonly name: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly before: string;
  readonly after: string;
  /** Tests of which at least one has to fail. */
  readonly tests: readonly string[];
}

const SYNC_MODEL = "shared/src/table/sync/sync-model.test.ts";
const LIVE = "collab-server/src/table/live";
const PERSISTENCE = "persistence/src";

export const SABOTAGES: readonly Sabotage[] = [
  {
    name: "an edit is acknowledged and shown before it is in the log",
    file: `${LIVE}/admission.ts`,
    before: "const outcome = await deps.writeAheadLog.append(restaurantId, {",
    after:
      "const outcome = { ok: true as const, seq: 0 };\n  void deps.writeAheadLog.append(restaurantId, {",
    tests: [`${LIVE}/write-ahead-log.test.ts`, `${LIVE}/durable.test.ts`],
  },
  {
    name: "the guard lets a diner write somebody else's keys",
    file: "shared/src/table/document/guard.ts",
    before: "if (writerOf(root, key) !== this.#diner) {\n      throw",
    after: "if (writerOf(root, key) === null) {\n      throw",
    tests: ["shared/src/table/document/guard.test.ts"],
  },
  {
    name: "the guard lets a line be written twice",
    file: "shared/src/table/document/guard.ts",
    before: 'throw new Refused("written-once", id);',
    after: "this.#writtenOnce.add(id);",
    tests: ["shared/src/table/document/guard.test.ts"],
  },
  {
    name: "a confirm is decided without looking for its receipt",
    file: `${PERSISTENCE}/orders/commit-confirm.ts`,
    before: "const known = receiptOf(session.doc, confirmId);",
    after: "const known = receiptOf(session.doc, sessionId);",
    tests: [`${PERSISTENCE}/orders/commit-confirm.test.ts`],
  },
  {
    name: "the session's row is not locked",
    file: `${PERSISTENCE}/table/edit-session.ts`,
    before: "where restaurant_id = $1 and id = $2 for no key update`",
    after: "where restaurant_id = $1 and id = $2`",
    tests: [
      `${PERSISTENCE}/orders/commit-confirm.test.ts`,
      `${PERSISTENCE}/table/sessions.test.ts`,
    ],
  },
  {
    name: "stock is not locked while a confirm is decided",
    file: `${PERSISTENCE}/orders/commit-confirm.ts`,
    before: "await lockCounted(tx, restaurantId, itemIds);",
    after: "void lockCounted;",
    tests: [`${PERSISTENCE}/orders/commit-confirm.test.ts`],
  },
  {
    name: "a sold-out dish is ordered",
    file: "shared/src/orders/decide.ts",
    before: "if (portions < wanted.quantity) {",
    after: "if (portions < 0) {",
    tests: ["shared/src/orders/decide.test.ts"],
  },
  {
    name: "a price that the confirmer did not see is charged",
    file: "shared/src/orders/decide.ts",
    before: "if (now !== seen) return",
    after: "if (now < 0) return",
    tests: ["shared/src/orders/decide.test.ts"],
  },
  {
    name: "two taps in the kitchen are two steps",
    file: `${PERSISTENCE}/orders/change-order-status.ts`,
    before: "where restaurant_id = $1 and id = $2 and status = $3`",
    after: "where restaurant_id = $1 and id = $2 and $3 = $3`",
    tests: [`${PERSISTENCE}/orders/change-order-status.test.ts`],
  },
  {
    name: "the effects of a commit are not carried out",
    file: "persistence/src/platform/effects.ts",
    before: "if (effects.length === 0) return;",
    after: "if (effects.length < 1_000) return;",
    tests: ["persistence/src/platform/effects.test.ts", "collab-server/src/effects.test.ts"],
  },
  {
    name: "nobody is told of what the server wrote into a document",
    file: `${PERSISTENCE}/table/edit-session.ts`,
    before: "tx.tell(ended ? { ...news, ended } : news);",
    after: "void ended;",
    tests: [`${PERSISTENCE}/every-operation.test.ts`],
  },
  {
    name: "a phone that an older server does not understand drops what it holds",
    file: "shared/src/platform/protocol/reactions.ts",
    before: '"server-too-old": "later",',
    after: '"server-too-old": "drop",',
    tests: [
      "shared/src/table/protocol/version.test.ts",
      "infra/prove/upgrades/mixed-releases.test.ts",
    ],
  },
  {
    name: "a code that the phone does not know makes it drop what it holds",
    file: "shared/src/platform/protocol/reactions.ts",
    before: 'if (!isLiveErrorCode(reason)) return "later";',
    after: 'if (!isLiveErrorCode(reason)) return "drop";',
    tests: ["shared/src/table/protocol/version.test.ts", SYNC_MODEL],
  },
  {
    name: "the server refuses a newer client's form for good",
    file: `${LIVE}/admission.ts`,
    before: "return isNewer && isAboutShape(refusal.reason)",
    after: "return !isNewer && isAboutShape(refusal.reason)",
    tests: [`${LIVE}/versions.test.ts`],
  },
  {
    name: "a store that fails is said to keep",
    file: "shared/src/table/sync/kept-copy.ts",
    before: "this.#tell(false);",
    after: "this.#tell(true);",
    tests: [SYNC_MODEL],
  },
  {
    name: "what the store missed is not written when it is back",
    file: "shared/src/table/sync/kept-copy.ts",
    before: 'if (this.#rewriting === "no") this.#rewriting = "merge";',
    after: "",
    tests: [SYNC_MODEL],
  },
  {
    name: "everything in the document is called saved",
    file: "shared/src/table/sync/session-replica.ts",
    before: "if (clock > (this.#serverHas.get(client) ?? 0)) return false;",
    after: "if (clock < 0) return false;",
    tests: [SYNC_MODEL],
  },
  {
    name: "a refusal costs the diner everything that was not saved",
    file: "shared/src/table/sync/session-replica.ts",
    before: "const kept = this.#valuesToKeep(old, next);",
    after: "const kept = this.#valuesToKeep(old, next).slice(1_000);",
    tests: [SYNC_MODEL],
  },
  {
    name: "a stranger's answer ends a seat",
    file: "shared/src/platform/http/verdicts.ts",
    before: "if (ERRORS[code][0] !== status) return undefined;",
    after: "",
    tests: ["shared/src/platform/http/verdicts.test.ts"],
  },
  {
    name: "two tabs at the join form take two seats",
    file: `${PERSISTENCE}/table/seat-diner.ts`,
    before: "if (known) return known;",
    after: "if (known?.seat === 0) return known;",
    tests: ["collab-server/src/table/arrivals.test.ts"],
  },
  {
    name: "any name may lead to the API",
    file: "collab-server/src/platform/http/origin.ts",
    before: "return name === publicName || isIP(",
    after: "return name !== publicName || isIP(",
    tests: ["collab-server/src/attacks/http/other-sites.test.ts"],
  },
  {
    name: "what waits while Postgres stalls is not bounded",
    file: `${LIVE}/backlog.ts`,
    before: "if (own + bytes > this.#bounds.phoneBytes) return false;",
    after: "",
    tests: [`${LIVE}/edit-lane.test.ts`],
  },
  {
    name: "a currency has the digits that the browser thinks it has",
    file: "shared/src/platform/currencies.ts",
    before: "const digits = digitsByCurrency.get(currency);",
    after:
      'const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;',
    tests: ["shared/src/platform/currencies.test.ts"],
  },
  {
    name: "bill: what somebody is paying can be paid by another as well",
    file: "shared/src/bill/decide.ts",
    before: 'if (lengthOf(common(named, line.reserved)) > 0) return rejected("being-paid");',
    after: "",
    tests: ["shared/src/bill/bill.test.ts"],
  },
  {
    name: "bill: a wish to pay is decided without looking whether it was",
    file: `${PERSISTENCE}/bill/commit-payment.ts`,
    before: "const known = paymentOf(bill.session.doc, wishId);",
    after: "const known = paymentOf(bill.session.doc, input.sessionId);",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: money that came in is written down each time it is told",
    file: `${PERSISTENCE}/bill/apply-charge-state.ts`,
    before: 'if (payment.status === "captured") return "nothing";',
    after: "",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: money that comes too late is kept although nothing is left to pay",
    file: `${PERSISTENCE}/bill/apply-charge-state.ts`,
    before: "const isLeft = bill.bill.free >= payment.amount;",
    after: "const isLeft = true;",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: a waiter who taps twice takes the money twice",
    file: `${PERSISTENCE}/bill/take-payment.ts`,
    before: "const before = await findOnce(tx, input, once);",
    after: "const before = await findOnce(tx, input, sessionId);",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: more is given back than was paid",
    file: `${PERSISTENCE}/bill/refund-payment.ts`,
    before: "amount > payment.amount - payment.refunded ||",
    after: "amount > payment.amount ||",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: a cent is lost in every division",
    file: "shared/src/bill/allocate.ts",
    before: "for (const { i } of remainders.slice(0, left))",
    after: "for (const { i } of remainders.slice(0, left - 1))",
    tests: ["shared/src/bill/bill.test.ts"],
  },
  {
    name: "bill: a table closes although it has not paid",
    file: `${PERSISTENCE}/bill/close-table.ts`,
    before: "if (view.session.terms && billOf(view).balance > 0)",
    after: "if (view.session.terms && billOf(view).balance < 0)",
    tests: [`${PERSISTENCE}/bill/payments.test.ts`],
  },
  {
    name: "bill: a table's receipt counts what its payments' receipts count",
    file: `${PERSISTENCE}/bill/sum-receipts.ts`,
    before: "kind <> 'table' and",
    after: "",
    tests: [`${PERSISTENCE}/bill/read-day.test.ts`],
  },
  {
    name: "bill: every request makes another receipt for the table",
    file: `${PERSISTENCE}/bill/issue-table-receipt.ts`,
    before: "if (before && isSame(before.content, settled)) {",
    after: 'if (before && before.content === "") {',
    tests: [`${PERSISTENCE}/bill/table-receipt.test.ts`],
  },
  {
    name: "bill: a receipt's page believes any way to an anchor",
    file: "shared/src/bill/proof.ts",
    before: 'return isAnchors ? "anchored" : "broken";',
    after: 'return anchor.hash ? "anchored" : "broken";',
    tests: ["shared/src/bill/proof.test.ts"],
  },
];
