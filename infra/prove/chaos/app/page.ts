/** The app's page as a guest reads and touches it. */
import { button, field, inDialog } from "../../browsers/places.ts";
import type { AppTab } from "./browser.ts";

/** A line of the cart, with the words that the page has for it. */
export interface ReadLine {
  readonly dish: string;
  readonly note: string;
  readonly quantity: number;
  readonly mine: number;
  readonly state: string;
}

/** What is on the page: one moment of it, read in one go. */
export interface Look {
  /** The table with its cart, its end, or neither yet. */
  readonly at: "table" | "end" | "elsewhere";
  readonly seat: { readonly sessionId: string; readonly diner: string } | null;
  readonly lines: readonly ReadLine[];
  /** The step at which what was sent is, in the open sheet. */
  readonly step: string;
  /** All of the open sheet. */
  readonly sheet: string;
}

export const SAVED = "Saved";
export const CONFIRM_SAVED = "Saved. Waiting for the kitchen…";
const SENT = /Sent\. The kitchen has it: order #(\d+)/;

/** Runs in the page. */
const LOOK = `(() => {
  const text = (node) => node ? node.textContent.trim() : "";
  const panel = document.querySelector("[role=tabpanel]");
  const rows = panel ? [...panel.querySelectorAll("article")].filter((row) => row.querySelector("h4") && row.querySelector("output")) : [];
  const key = Object.keys(localStorage).find((name) => name.startsWith("tureen.seat."));
  const sheet = document.querySelector("[role=dialog]");
  const ended = [...document.querySelectorAll("main button")].some((each) => text(each) === "To the table again");
  return {
    at: panel ? "table" : ended ? "end" : "elsewhere",
    seat: key ? JSON.parse(localStorage.getItem(key)) : null,
    lines: rows.map((row) => {
      const items = [...row.querySelectorAll("li")];
      const own = items.map((item) => /You(?:×(\\d+))?$/.exec(text(item))).find(Boolean);
      return {
        dish: text(row.querySelector("h4")),
        note: text(row.querySelector("q")),
        quantity: Number(text(row.querySelector("output"))),
        mine: own ? Number(own[1] || 1) : 0,
        state: text(items.at(-1)),
      };
    }),
    step: text(sheet && sheet.querySelector("[aria-current=step]")),
    sheet: text(sheet),
  };
})()`;

export class AppPage {
  readonly tab: AppTab;

  constructor(tab: AppTab) {
    this.tab = tab;
  }

  look(): Promise<Look> {
    return this.tab.ask<Look>(LOOK);
  }

  /** Each of the following is one touch, and fails where it cannot be done now. */
  async fillIn(pin: string, name: string): Promise<void> {
    await this.tab.type(field("PIN"), pin);
    await this.tab.type(field("Your name"), name);
    await this.tab.click(button("Join the table"));
  }

  openDish = (dish: string) =>
    this.tab.click(`//article//h3//button[contains(normalize-space(.), "${dish}")]`);

  writeNote = (note: string) =>
    this.tab.type(
      inDialog("//textarea[@id = //label[normalize-space(.)='Note for the kitchen']/@for]"),
      note,
    );

  addDish = () => this.tab.click(inDialog(button("Add · ")));

  more = (note: string) =>
    this.tab.click(`//*[@role='tabpanel']//article[.//q[. = '${note}']]//fieldset/button[2]`);

  review = () => this.tab.click(button("Review and send"));

  /** Fails while there is nothing yet that would send. */
  readyToSend = () => this.tab.textOf(inDialog(button("Send to the kitchen · ")));

  send = () => this.tab.click(inDialog(button("Send to the kitchen · ")));

  closeSheet = () => this.tab.click(inDialog(button("Close")));

  showCart = () => this.tab.click("//*[@role='tab' and starts-with(normalize-space(.), 'Cart')]");

  /** Turns to the page after a look elsewhere, upon which it tries to connect at once. */
  lookAgain(): Promise<void> {
    return this.tab.ask<void>(`void document.dispatchEvent(new Event("visibilitychange"))`);
  }

  /** Deletes what the app has kept of its tables, as another tab of the site or the browser itself does. */
  deleteStorage(): Promise<number> {
    return this.tab.ask<number>(`(async () => {
      const all = await indexedDB.databases();
      await Promise.all(all.map(({ name }) => new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = request.onblocked = resolve;
      })));
      return all.length;
    })()`);
  }
}

/** The number of the order that an open sheet says was made. */
export function orderSaid({ sheet }: Look): number | undefined {
  const [, number] = SENT.exec(sheet) ?? [];
  return number === undefined ? undefined : Number(number);
}
