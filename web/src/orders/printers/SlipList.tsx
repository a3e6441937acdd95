import type { PrintJob } from "@tureen/shared/kitchen/printer-endpoints";
import { For, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { whenText } from "../../platform/ui/when.ts";
import styles from "../../staff/SettingsList.module.css";
import type { Printers } from "./create-printers.ts";
import { printerMessages } from "./messages/messages.ts";

/** The slips that wait and the last ones that were printed, and what can be done with each. */
export function SlipList(props: { readonly kitchen: Printers }) {
  const { t } = printerMessages;
  return (
    <section class={styles.page}>
      <h3 class={styles.name}>{t("slips")}</h3>
      <Show
        when={props.kitchen.jobs().length > 0}
        fallback={<p class={styles.empty}>{t("slipsNone")}</p>}
      >
        <ul class={styles.list}>
          <For each={props.kitchen.jobs()}>
            {(job) => <SlipRow job={job} kitchen={props.kitchen} />}
          </For>
        </ul>
      </Show>
    </section>
  );
}

function SlipRow(props: { readonly job: PrintJob; readonly kitchen: Printers }) {
  const { t } = printerMessages;
  const nameOf = (id: string) =>
    props.kitchen.printers().find((printer) => printer.id === id)?.name ?? "";
  const isOpen = () => props.job.state === "waiting" || props.job.state === "begun";
  const what = () => {
    const { kind, order, table } = props.job;
    if (order === null || table === null) return t(`slip.${kind}`);
    const told = t("order", { number: order, table });
    return kind === "order" ? told : `${t(`slip.${kind}`)} · ${told}`;
  };
  const where = () => {
    const { printer, at, createdAt } = props.job;
    const other = at === printer ? "" : ` · ${t("instead", { name: nameOf(at) })}`;
    return `${whenText(createdAt)} · ${nameOf(printer)}${other}`;
  };
  const params = () => ({ jobId: props.job.id });

  async function again(): Promise<void> {
    const outcome = await props.kitchen.change(() =>
      call("printAgain", { params: params(), body: {} }),
    );
    if (outcome.answer) toast(t("againAsked"), { tone: "good", icon: "print" });
  }
  const drop = () => props.kitchen.change(() => call("dropPrint", { params: params(), body: {} }));

  return (
    <li class={styles.row}>
      <div class={styles.main}>
        <p class={styles.name}>
          <span>{what()}</span>
          <Badge tone={isOpen() ? "warn" : "neutral"}>{t(`state.${props.job.state}`)}</Badge>
          <Show when={props.job.copy}>
            <Badge tone="info">{t("copy")}</Badge>
          </Show>
        </p>
        <p class={styles.facts}>{where()}</p>
      </div>
      <Show
        when={isOpen()}
        fallback={
          <Button busy={props.kitchen.busy()} onClick={() => void again()}>
            {t("again")}
          </Button>
        }
      >
        <Button busy={props.kitchen.busy()} onClick={() => void drop()}>
          {t("drop")}
        </Button>
      </Show>
    </li>
  );
}
