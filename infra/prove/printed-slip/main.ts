/**
 * Makes the picture of a printed slip for the guide: laid out, sent to a virtual printer, and drawn from
 * what came out of it.
 */
import { writeFile } from "node:fs/promises";
import { paperNews } from "@tureen/persistence/kitchen/printing/concerns";
import { toPng } from "@tureen/persistence/kitchen/printing/draw";
import { toEscPos } from "@tureen/persistence/kitchen/printing/escpos";
import { openEscPos } from "@tureen/persistence/kitchen/printing/escpos-link";
import { removeFontFile } from "@tureen/persistence/kitchen/printing/font";
import { layOut } from "@tureen/persistence/kitchen/printing/lay-out";
import { pictureOfSlip } from "@tureen/persistence/testing/slip-picture";
import { VirtualPrinter } from "@tureen/persistence/testing/virtual-printer";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";

const DOTS = 576;
const line = (name: string, quantity: number, more: object) => ({
  ...{ id: `d1-${name}`, name, quantity, choices: [], chosen: [], note: "", for: null },
  ...{ forSeat: null, allergens: [], stations: [], cancelled: [], ...more },
});
const event: KitchenEvent = {
  ...{ number: 7, orderId: "o", from: null, to: "placed", at: Date.UTC(2026, 10, 30, 18, 24) },
  ...{ reason: null, line: null, moves: null },
  ticket: {
    ...{ orderId: "o", number: 42, table: "7", sessionId: "s", status: "placed", placedAt: 0 },
    ...{ statusAt: 0, total: 0, currency: "EUR", by: null, bySeat: 1, reason: null },
    lines: [
      line("Pumpkin soup with roasted seeds", 2, {
        ...{ chosen: [{ optionName: "Size", valueName: "Large" }], allergens: ["celery"] },
        ...{ note: "no onions, please", forSeat: 1 },
      }),
      line("Käsespätzle", 1, { chosen: [{ optionName: "Salad", valueName: "With" }], forSeat: 2 }),
      line("宫保鸡丁", 3, {
        chosen: [{ optionName: "辣度", valueName: "微辣" }],
        note: "花生过敏",
      }),
      line("شوربة عدس", 1, { chosen: [{ optionName: "الحجم", valueName: "كبير" }] }),
    ],
  },
};

const printer = await new VirtualPrinter().turnOn();
const news = paperNews(event, { stations: [] }, []);
if (!news) throw new Error("nothing to print");
const slip = layOut(event, news, {
  ...{ printer: "Pass", instead: false, copy: false, language: "en", timezone: "Europe/Berlin" },
});
const onUndrawable = (error: unknown) => {
  throw error;
};
const link = await openEscPos({ host: "127.0.0.1", port: printer.port });
await link.check();
await link.print(await toEscPos(slip, { dots: DOTS, onUndrawable }));
link.close();
await printer.turnOff();
const [printed] = printer.slips;
if (!printed) throw new Error("nothing was printed");
const picture = await toPng(await pictureOfSlip(printed, DOTS));
await removeFontFile();
await writeFile(new URL("printed-slip.png", import.meta.url), picture);
