/** Who did something: a diner ("d3"), a member of staff (users.id) or the server itself. */
export interface Actor {
  readonly kind: "diner" | "staff" | "server";
  readonly id: string | null;
  /** The role in which a member of staff does it. */
  readonly role?: "waiter" | "kitchen" | "manager";
}

/** The server acting by itself: expiry, rejections. */
export const SERVER: Actor = { kind: "server", id: null };
