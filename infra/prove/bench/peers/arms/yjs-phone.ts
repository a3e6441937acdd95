import { Phone } from "../../phone.ts";
import type { PeerPhone, Place, Witness } from "../arm.ts";

const PAGES = ["starters", "mains", "desserts", "drinks"];

/** A phone with a document, for every arm that speaks Yjs; `plain` as in PhoneOptions. */
export class YjsPhone implements PeerPhone {
  readonly #start: () => Phone;
  readonly #item: string;
  readonly #plain: boolean;
  #phone: Phone | undefined;
  /** Edits that were not acknowledged yet, the oldest first. */
  #unsaved: string[] = [];
  #presences = 0;

  constructor(
    url: string,
    { place, item, witness }: { place: Place; item: string; witness: Witness },
    plain = false,
  ) {
    this.#item = item;
    this.#plain = plain;
    this.#start = () =>
      new Phone({
        ...place,
        url,
        plain,
        seen: (phone, client, clock, at) => {
          // What comes back to its own phone tells nothing about the others.
          if (client !== phone.client) witness.seen(`${client}:${clock}`, at);
        },
        acknowledged: (at) => {
          const edit = this.#unsaved.shift();
          if (edit !== undefined) witness.acknowledged(edit, at);
        },
      });
  }

  get closed(): string | null {
    return this.#phone === undefined ? "never connected" : this.#phone.closed;
  }

  connect(): Promise<unknown> {
    this.#unsaved = [];
    if (this.#phone) this.#phone.connect();
    else this.#phone = this.#start();
    return this.#phone.ready;
  }

  add(): string {
    const line = { item: this.#item, options: [], note: "", for: "table", at: Date.now() } as const;
    return this.#edit((phone) => phone.addLine(performance.now(), line, 1));
  }

  tap(line: number, by: 1 | -1): string {
    return this.#edit((phone) => {
      const id = phone.lines[line];
      if (id === undefined) throw new Error(`this phone has no line ${line}`);
      phone.edit(performance.now(), (edits) => edits.tap(id, by));
    });
  }

  showPresence(): void {
    this.#presences += 1;
    this.#phone?.showPresence(PAGES[this.#presences % PAGES.length] ?? "");
  }

  close(): void {
    this.#phone?.close();
  }

  #edit(make: (phone: Phone) => void): string {
    const phone = this.#phone;
    if (!phone) throw new Error("this phone was never connected");
    make(phone);
    const name = `${phone.client}:${phone.clock}`;
    if (!this.#plain) this.#unsaved.push(name);
    return name;
  }
}
