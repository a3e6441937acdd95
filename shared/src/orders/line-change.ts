/** What can happen to portions of one line of an order while the order's status stays as it is. */
export const LINE_CHANGES = ["cancelled", "restored"] as const;

export type LineChangeKind = (typeof LINE_CHANGES)[number];
