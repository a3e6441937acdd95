/**
 * A phone of the release that this file belongs to, in a process of its own that its parent commands: two
 * releases of one module cannot well live in one.
 */
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import type { Line } from "@tureen/shared/table/document/types";

/** What the parent may ask for; each is answered with what the phone shows then. */
export type PhoneCommand =
  | {
      readonly do: "open";
      readonly url: string;
      readonly session: string;
      readonly diner: string;
      readonly token: string;
    }
  | { readonly do: "add"; readonly line: Line }
  /** What only the next release knows. */
  | { readonly do: "star"; readonly stars: number }
  | { readonly do: "thirsty" }
  | { readonly do: "confirm"; readonly line: string; readonly price: number; readonly menu: number }
  /** Meets another server from its next connection on. */
  | { readonly do: "move"; readonly url: string }
  | { readonly do: "look" };

/** What a phone shows, and what it was told. */
export interface PhoneState {
  readonly online: boolean;
  /** Whether the server has everything that was written. */
  readonly saved: boolean;
  readonly lines: readonly string[];
  readonly unsaved: readonly string[];
  readonly stars: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, object>>;
  readonly orders: number;
  readonly refusals: readonly string[];
  readonly dropped: readonly string[];
  readonly outdated: boolean;
  readonly ended: string | undefined;
}

let phone: LivePhone | undefined;

function carryOut(command: PhoneCommand): void {
  if (command.do === "open") {
    const { url, session, diner, token } = command;
    phone = new LivePhone(url, session, diner, async () => token);
    return;
  }
  if (!phone) throw new Error("this phone was never opened");
  const { edits, doc, diner } = phone;
  switch (command.do) {
    case "add":
      edits.addLine(command.line, 1);
      break;
    case "star":
      doc.getMap("stars").set(diner, command.stars);
      break;
    case "thirsty":
      doc.getMap("marks").set(diner, { ready: false, call: "none", at: 1, thirsty: true });
      break;
    case "confirm": {
      const lines = [{ line: command.line, quantity: 1, unitPrice: command.price, ordered: 0 }];
      edits.confirm({ lines, total: command.price, menuVersion: command.menu, at: Date.now() });
      break;
    }
    case "move":
      phone.moveTo(command.url);
      break;
  }
}

function look({
  phone: product,
  view,
  doc,
  saved,
  refusals,
  dropped,
  outdated,
  ended,
}: LivePhone): PhoneState {
  return {
    online: product.link === "online",
    saved,
    lines: Object.keys(view.lines).sort(),
    unsaved: [...product.replica.unsaved].sort(),
    stars: doc.getMap<number>("stars").toJSON(),
    marks: view.marks,
    orders: Object.keys(view.orders).length,
    ...{ refusals, dropped, outdated, ended },
  };
}

process.on("message", (command: PhoneCommand) => {
  carryOut(command);
  if (phone) process.send?.(look(phone));
});
process.on("disconnect", () => process.exit(0));
