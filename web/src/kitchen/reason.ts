/** The longest reason for which an order is cancelled, as the API takes it. */
export const MAX_REASON_LENGTH = 200;
