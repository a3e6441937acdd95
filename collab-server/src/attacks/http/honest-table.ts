import { loadDocument } from "@tureen/persistence/table/load-document";
import type { Answer } from "@tureen/shared/endpoints";
import { encodeDocument } from "@tureen/shared/table/document/session-document";
import type { Line } from "@tureen/shared/table/document/types";
import { expect } from "vitest";
import { LivePhone } from "../../testing/live-phone.ts";
import type { TestApi } from "../../testing/test-api.ts";
import { until } from "../../testing/until.ts";

/** Between two taps of one diner, ms: busy people. */
const TAP_EVERY_MS = 40;
const DINERS = 3;

/** Three diners with the product's own phones who order on whatever happens around them. */
export class HonestTable {
  readonly sessionId: string;
  readonly code: string;
  readonly grants: readonly Answer<"openTable">[];
  readonly #api: TestApi;
  readonly #phones: readonly LivePhone[];
  readonly #taps: ReturnType<typeof setInterval>;
  /** Lines whose edits were made, in order. */
  readonly #lines: string[] = [];

  static async sitDown(api: TestApi, liveUrl: string): Promise<HonestTable> {
    const code = api.here.tables[0]?.code ?? "";
    const host = await api.open(api.here, code);
    const grants = [host];
    for (let seat = 2; seat <= DINERS; seat++) {
      const body = { name: `Honest ${seat}`, key: host.joinKey };
      grants.push((await api.call("joinTable", { params: { code }, body })).body);
    }
    const phones = grants.map(
      ({ diner, accessToken }) =>
        new LivePhone(liveUrl, host.sessionId, diner, async () => accessToken),
    );
    for (const phone of phones) await phone.untilSaved();
    return new HonestTable(api, code, grants, phones);
  }

  private constructor(
    api: TestApi,
    code: string,
    grants: readonly Answer<"openTable">[],
    phones: readonly LivePhone[],
  ) {
    this.#api = api;
    this.code = code;
    this.grants = grants;
    this.sessionId = grants[0]?.sessionId ?? "";
    this.#phones = phones;
    const item = api.here.menu.categories
      .flatMap(({ items }) => items)
      .find(({ options }) => options.every(({ min }) => min === 0));
    const line = (): Line => ({
      ...{ item: item?.id ?? "", options: [], note: "", for: "table", at: Date.now() },
    });
    let round = 0;
    this.#taps = setInterval(() => {
      const phone = phones[round++ % phones.length] as LivePhone;
      // A person taps on what they see: the newest line that this phone has.
      const seen = phone.view.lines;
      const last = this.#lines.findLast((id) => id in seen);
      // Mostly taps, now and then a dish, so that the table never runs full.
      if (last === undefined || round % 20 === 1) this.#lines.push(phone.edits.addLine(line(), 1));
      else phone.edits.tap(last, round % 2 ? 1 : -1);
    }, TAP_EVERY_MS);
  }

  /**
   * Asserts that nobody at the table was disturbed: no phone lost its connection or was told off,
   * edits went on, and all phones and the log hold the same.
   */
  async undisturbed(): Promise<void> {
    const before = this.#lines.length;
    await until("the honest diners go on ordering", () => this.#lines.length > before);
    const newest = this.#lines.at(-1) ?? "";
    for (const phone of this.#phones) {
      await phone.untilSees(newest);
      expect(phone.closes).toEqual([]);
      expect(phone.refusals).toEqual([]);
    }
    const { restaurantId } = this.#api.here;
    const key = { restaurantId, sessionId: this.sessionId };
    await until("phones and log hold the same", async () => {
      const loaded = await loadDocument(this.#api.db.pool, key);
      const logged = Buffer.from(loaded ? encodeDocument(loaded.doc) : []);
      return this.#phones.every((phone) => logged.equals(phone.state));
    });
  }

  /** What the first phone was told beside the document. */
  get notices() {
    return this.#phones[0]?.notices ?? [];
  }

  leave(): void {
    clearInterval(this.#taps);
    for (const phone of this.#phones) phone.destroy();
  }
}
