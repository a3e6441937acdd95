/** Screens of the kitchen say which orders they show. Free of zod, for pages. */

/** Orders that a screen acknowledges at once. */
export const MAX_ACKNOWLEDGED = 200;

/**
 * How long an order may be unseen before waiters are told, ms: long enough for a page that loads anew,
 * short enough that nobody has begun to wonder.
 */
export const UNSEEN_AFTER_MS = 60_000;
