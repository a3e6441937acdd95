import type { Printer } from "@tureen/shared/kitchen/printers";
import { Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "../../staff/SettingsList.module.css";
import type { Printers } from "./create-printers.ts";
import { printerMessages } from "./messages/messages.ts";
import { troubleText } from "./trouble-text.ts";

/** A printer: what it prints, how it does, and what can be done with it at once. */
export function PrinterRow(props: {
  readonly id: string;
  readonly kitchen: Printers;
  readonly onChange: () => void;
}) {
  const printer = () => props.kitchen.printers().find(({ id }) => id === props.id);
  return <Show when={printer()}>{(known) => <Row {...props} printer={known()} />}</Show>;
}

function Row(props: {
  readonly printer: Printer;
  readonly kitchen: Printers;
  readonly onChange: () => void;
}) {
  const { t } = printerMessages;
  const name = () => props.printer.name;
  const params = () => ({ printerId: props.printer.id });
  const prints = () => {
    const chosen = props.kitchen.stations().filter(({ id }) => props.printer.stations.includes(id));
    return chosen.length > 0 ? chosen.map((each) => each.name).join(", ") : t("wholeOrders");
  };
  const fallback = () =>
    props.kitchen.printers().find(({ id, on }) => on && id === props.printer.fallback);

  async function test(): Promise<void> {
    const outcome = await props.kitchen.change(() =>
      call("testPrinter", { params: params(), body: {} }),
    );
    if (outcome.answer) toast(t("testAsked"), { tone: "good", icon: "print" });
  }
  async function handOn(): Promise<void> {
    const outcome = await props.kitchen.change(() =>
      call("handOnPrints", { params: params(), body: {} }),
    );
    if (outcome.answer) toast(t("handedOn"), { tone: "good", icon: "check" });
  }

  return (
    <li class={styles.row}>
      <div class={styles.main}>
        <h3 class={styles.name}>
          <bdi>{name()}</bdi>
          <Show when={!props.printer.on}>
            <Badge>{t("off")}</Badge>
          </Show>
          <Show when={props.printer.on && props.printer.trouble}>
            {(trouble) => <Badge tone="bad">{troubleText(name(), trouble())}</Badge>}
          </Show>
          <Show when={props.printer.waiting}>
            {(count) => <Badge tone="warn">{t("waiting", { count: count() })}</Badge>}
          </Show>
        </h3>
        <p class={styles.facts}>{prints()}</p>
        <div class={styles.screens}>
          <Button icon="print" busy={props.kitchen.busy()} onClick={() => void test()}>
            {t("test")}
          </Button>
          <Show when={props.printer.waiting > 0 && fallback()}>
            {(other) => (
              <Button busy={props.kitchen.busy()} onClick={() => void handOn()}>
                {t("handOn", { name: other().name })}
              </Button>
            )}
          </Show>
        </div>
      </div>
      <div class={styles.tools}>
        <IconButton
          icon="pencil"
          label={t("change", { name: name() })}
          onClick={() => props.onChange()}
        />
      </div>
    </li>
  );
}
