import {
  MAX_PRINTER_NAME,
  MAX_PRINTER_PORT,
  MIN_PRINTER_PORT,
  PAPER_DOTS,
  type PaperDots,
  PRINTER_KINDS,
  PRINTER_LANGUAGES,
  type Printer,
  type PrinterKind,
  type PrinterLanguage,
} from "@tureen/shared/kitchen/printers";
import { createSignal, For, Show } from "solid-js";
import { Chip } from "../../menu/editor/Chip.tsx";
import { LOCALE_NAMES, locale } from "../../platform/i18n/locale.ts";
import { call } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Field } from "../../platform/ui/Field.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { ConfirmRemoval } from "../../staff/ConfirmRemoval.tsx";
import styles from "../../staff/SettingsList.module.css";
import type { Printers } from "./create-printers.ts";
import { printerMessages } from "./messages/messages.ts";

/** The value of a list whose first entry is none. */
const NONE = "";
/** Millimetres of paper by the dots across it. */
const MILLIMETRES: Readonly<Record<PaperDots, number>> = { 384: 58, 576: 80 };

/** What a printer is called, how it is reached, what it prints and on what; a new one, or one there is. */
export function PrinterSheet(props: {
  readonly printer: Printer | undefined;
  readonly kitchen: Printers;
  /** Told the path of a new printer that asks us, else null. */
  readonly onAdded: (path: string | null) => void;
  readonly onClose: () => void;
}) {
  const { t } = printerMessages;
  const before = props.printer;
  const [name, setName] = createSignal(before?.name ?? "");
  const [kind, setKind] = createSignal<PrinterKind>(before?.kind ?? "escpos");
  const [host, setHost] = createSignal(before?.host ?? "");
  const [port, setPort] = createSignal(String(before?.port ?? MIN_PRINTER_PORT));
  const [stations, setStations] = createSignal<readonly string[]>(before?.stations ?? []);
  const [fallback, setFallback] = createSignal(before?.fallback ?? NONE);
  const [dots, setDots] = createSignal<PaperDots>(before?.dots ?? 576);
  const [language, setLanguage] = createSignal<PrinterLanguage>(
    before?.language ?? PRINTER_LANGUAGES.find((each) => each === locale()) ?? "en",
  );
  const [on, setOn] = createSignal(before?.on ?? true);
  const [removing, setRemoving] = createSignal(false);
  const [wrong, setWrong] = createSignal<{ readonly field: string; readonly text: string }>();
  const wrongAt = (field: string) => (wrong()?.field === field ? wrong()?.text : undefined);
  const others = () => props.kitchen.printers().filter(({ id }) => id !== before?.id);
  const toggle = (id: string) =>
    setStations((all) => (all.includes(id) ? all.filter((each) => each !== id) : [...all, id]));

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setWrong(undefined);
    const reached =
      kind() === "escpos" ? { host: host().trim(), port: Number(port().trim()) } : undefined;
    if (reached && !isPort(reached.port)) {
      const text = t("portWrong", { min: MIN_PRINTER_PORT, max: MAX_PRINTER_PORT });
      setWrong({ field: "port", text });
      return;
    }
    const body = {
      ...{ name: name().trim(), stations: [...stations()], fallback: fallback() || null },
      ...{ dots: dots(), language: language(), ...reached },
    };
    const outcome = await props.kitchen.change(async () => {
      if (before) {
        const params = { printerId: before.id };
        const answer = await call("changePrinter", { params, body: { ...body, on: on() } });
        return { ...answer, path: null };
      }
      return await call("addPrinter", { body: { ...body, kind: kind() } });
    });
    if (outcome.answer) {
      props.onClose();
      toast(t("saved"), { tone: "good", icon: "check" });
      if (!before) props.onAdded(outcome.answer.path);
    } else if (outcome.field && outcome.text) {
      setWrong({ field: outcome.field, text: outcome.text });
    }
  }

  async function remove(): Promise<void> {
    if (!before) return;
    const params = { printerId: before.id };
    const outcome = await props.kitchen.change(() => call("removePrinter", { params, body: {} }));
    if (outcome.answer) props.onClose();
  }

  return (
    <Sheet open title={before?.name ?? t("add")} onClose={() => props.onClose()}>
      <Show
        when={!removing()}
        fallback={
          <ConfirmRemoval
            text={t("removeText")}
            keep={t("keep")}
            remove={t("remove")}
            busy={props.kitchen.busy()}
            onKeep={() => setRemoving(false)}
            onRemove={() => void remove()}
          />
        }
      >
        <form class={styles.form} onSubmit={(event) => void save(event)}>
          <Field
            label={t("name")}
            error={wrongAt("name")}
            required
            maxLength={MAX_PRINTER_NAME}
            autocomplete="off"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <Show when={!before}>
            <SelectField
              label={t("kind")}
              value={kind()}
              options={PRINTER_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
              onChange={setKind}
            />
          </Show>
          <Show when={kind() === "escpos"}>
            <div class={styles.pair}>
              <Field
                label={t("host")}
                hint={t("hostHint")}
                error={wrongAt("host")}
                required
                dir="ltr"
                autocomplete="off"
                maxLength={253}
                value={host()}
                onInput={(event) => setHost(event.currentTarget.value)}
              />
              <Field
                label={t("port")}
                error={wrongAt("port")}
                required
                dir="ltr"
                inputmode="numeric"
                autocomplete="off"
                maxLength={5}
                value={port()}
                onInput={(event) => setPort(event.currentTarget.value)}
              />
            </div>
          </Show>
          <Show when={props.kitchen.stations().length > 0}>
            <fieldset>
              <legend>{t("stations")}</legend>
              <div class={styles.screens}>
                <For each={props.kitchen.stations()}>
                  {(station) => (
                    <Chip
                      label={station.name}
                      on={stations().includes(station.id)}
                      onToggle={() => toggle(station.id)}
                    />
                  )}
                </For>
              </div>
              <Show when={stations().length === 0}>
                <p class={styles.facts}>{t("stationsNone")}</p>
              </Show>
            </fieldset>
          </Show>
          <Show when={others().length > 0}>
            <SelectField
              label={t("fallback")}
              value={fallback()}
              options={[
                { value: NONE, label: t("fallbackNone") },
                ...others().map((each) => ({
                  value: each.id,
                  label: t("fallbackIs", { name: each.name }),
                })),
              ]}
              onChange={setFallback}
            />
          </Show>
          <div class={styles.pair}>
            <SelectField
              label={t("paper")}
              value={String(dots())}
              options={PAPER_DOTS.map((value) => ({
                value: String(value),
                label: t("millimetres", { count: MILLIMETRES[value] }),
              }))}
              onChange={(value) =>
                setDots(PAPER_DOTS.find((each) => String(each) === value) ?? dots())
              }
            />
            <SelectField
              label={t("language")}
              value={language()}
              options={PRINTER_LANGUAGES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
              onChange={setLanguage}
            />
          </div>
          <Show when={before}>
            <Checkbox checked={on()} onChange={setOn}>
              {t("on")}
            </Checkbox>
          </Show>
          <div class={styles.buttons}>
            <Show when={before}>
              <Button icon="trash" variant="danger" onClick={() => setRemoving(true)}>
                {t("remove")}
              </Button>
            </Show>
            <Button type="submit" variant="primary" busy={props.kitchen.busy()}>
              {t("save")}
            </Button>
          </div>
        </form>
      </Show>
    </Sheet>
  );
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= MIN_PRINTER_PORT && port <= MAX_PRINTER_PORT;
}
