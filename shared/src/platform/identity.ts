/** The words in which every layer names who somebody is and whether their session goes on. */

/** A diner within a session: "d1", "d2" …, the number being the seat. */
export type DinerId = string;

/** The form of a diner id. */
export const DINER_ID = /^d[1-9][0-9]{0,2}$/;

export const SESSION_STATUSES = ["active", "closed", "expired"] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];
