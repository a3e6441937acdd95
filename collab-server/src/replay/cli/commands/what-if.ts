import { type KnownRow, planMenu } from "@tureen/persistence/menu/import/plan-menu";
import { toldText } from "@tureen/shared/menu/formats/report";
import type { Menu } from "@tureen/shared/menu/menu";
import { parseMenuFile } from "@tureen/shared/menu/menu-file";
import type { ConfirmDecision } from "@tureen/shared/orders/decide";
import { MAX_MENU_FILE_BYTES } from "@tureen/shared/platform/limits";
import { describeRejection, type Words, whoIs, wordsFor } from "@tureen/shared/replay/describe";
import { ReplayError } from "@tureen/shared/replay/errors";
import type { Recording } from "@tureen/shared/replay/recording";
import { type WhatIf, whatIf } from "@tureen/shared/replay/what-if";
import { makerOf } from "@tureen/shared/table/document/keys";
import { showTime } from "../clock.ts";
import { type Command, readArgs } from "../command.ts";
import { openRecording, readText } from "../read-input.ts";

export const whatIfCommand: Command = {
  summary: "the same evening against another menu or price list",
  help: `what-if FILE|SESSION --menu OTHER.json [--unseen] [--json]

  --menu     a menu in the JSON shape of menu:import; dishes are known by category and name
  --unseen   the diners saw the recorded prices, as when a menu is replaced under their hands;
             otherwise they are taken to have seen the other menu's
  --json     one JSON object

Says which confirms would have ended otherwise, and what the recorded would have come to. What would
not have been ordered stays in the cart. Stock is as it was on the recorded. Exit code 1 when a confirm
would have ended otherwise.`,

  async run(context) {
    const { values, words } = readArgs(
      context,
      { menu: { type: "string" }, unseen: { type: "boolean" }, json: { type: "boolean" } },
      { min: 1, max: 1 },
    );
    if (values.menu === undefined) throw new ReplayError("option-invalid", "--menu is missing");
    const recording = await openRecording(context, words[0] ?? "");
    const menu = otherMenu(recording, await readText(values.menu, MAX_MENU_FILE_BYTES));
    const result = whatIf(recording, menu, { unseen: values.unseen === true });
    if (values.json) {
      context.print(JSON.stringify(result));
    } else {
      const { money } = wordsFor(recording);
      for (const entry of result.confirms) context.print(describe(entry, wordsFor(recording)));
      const { recordedTotal, otherwiseTotal } = result;
      const difference = otherwiseTotal - recordedTotal;
      const sign = difference < 0 ? "-" : "+";
      context.print(
        `In all ${money(otherwiseTotal)} in place of ${money(recordedTotal)} (${sign}${money(Math.abs(difference))})`,
      );
    }
    return result.confirms.some((entry) => entry.endsOtherwise) ? 1 : 0;
  },
};

/** The other menu, whose dishes have the recorded ids where an import would recognise them. */
function otherMenu(recording: Recording, text: string): Menu {
  const parsed = parseMenuFile(parseJson(text));
  if (!parsed.ok) {
    throw new ReplayError("menu-unusable", `${parsed.problem.path}: ${toldText(parsed.problem)}`);
  }
  const { file } = parsed;
  const latest = recording.menus.at(-1);
  if (latest && latest.currency !== file.currency) {
    const both = `the recorded was in ${latest.currency}, the menu is in ${file.currency}`;
    throw new ReplayError("menu-unusable", both);
  }
  const { menu } = planMenu({
    restaurantId: recording.restaurant,
    restaurantName: file.name,
    version: (latest?.version ?? 0) + 1,
    file,
    known: knownRows(recording),
    // Nobody looks at this menu, nor cooks by it.
    ...{ before: null, photos: new Map(), stations: [] },
    noticesAtMinor: null,
  });
  return menu;
}

/** Everything on the recorded menus as the import knows a restaurant's rows; the latest is in force. */
function knownRows({ restaurant, menus }: Recording): KnownRow[] {
  const rows = new Map<string, KnownRow>();
  const told = { externalId: null, code: null, price: null, marked: false };
  for (const [age, menu] of menus.toReversed().entries()) {
    const know = (row: Omit<KnownRow, keyof typeof told | "archivedAt"> & Partial<KnownRow>) => {
      const archivedAt = age === 0 ? null : menu.version;
      if (!rows.has(row.id)) rows.set(row.id, { ...told, archivedAt, ...row });
    };
    for (const { id, name, items } of menu.categories) {
      know({ kind: "category", id, place: restaurant, name });
      for (const { id: item, name: dish, code = null, price, options } of items) {
        know({ kind: "item", id: item, place: id, name: dish, code, price });
        for (const option of options) {
          know({ kind: "option", id: option.id, place: item, name: option.name });
          for (const value of option.values) {
            const { id: choice, name: chosen, priceDelta } = value;
            know({ kind: "value", id: choice, place: option.id, name: chosen, price: priceDelta });
          }
        }
      }
    }
  }
  return [...rows.values()];
}

function describe(
  { confirm, at, recorded, otherwise, endsOtherwise }: WhatIf,
  words: Words,
): string {
  const who = whoIs(makerOf(confirm), words);
  const [was, would] = [outcome(recorded, words), outcome(otherwise, words)];
  const text = was === would ? `${was}, as it was` : `${was} → ${would}`;
  return `${endsOtherwise ? "!" : " "} ${showTime(at)}  confirm by ${who}: ${text}`;
}

function outcome(decision: ConfirmDecision, { money }: Words): string {
  if (decision.ok) return `ordered ${money(decision.total)}`;
  return `rejected: ${describeRejection(decision.code, decision.lines, money)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ReplayError("menu-unusable", `not JSON: ${error.message}`, { cause: error });
  }
}
