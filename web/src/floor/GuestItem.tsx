import { seatOf } from "@tureen/shared/table/document/keys";
import { createSignal, Show } from "solid-js";
import { Badge } from "../platform/ui/Badge.tsx";
import { Button } from "../platform/ui/Button.tsx";
import { IconButton } from "../platform/ui/IconButton.tsx";
import { createLayer } from "../platform/ui/layers.ts";
import { SeatAvatar } from "../platform/ui/SeatAvatar.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { agoText, dinerName } from "../staff/words.ts";
import type { FloorDiner } from "./floor.ts";
import styles from "./GuestItem.module.css";

/**
 * A guest at a table: what they want, a way to remove somebody who does not belong there, and for
 * managers one to erase the guest's name.
 */
export function GuestItem(props: {
  readonly diner: FloorDiner;
  readonly now: number;
  readonly onAnswer: () => Promise<boolean>;
  readonly onRemove: () => Promise<boolean>;
  readonly onErase: (() => Promise<boolean>) | undefined;
}) {
  const { t } = staffMessages;
  const [asking, setAsking] = createSignal<"remove" | "erase">();
  const [busy, setBusy] = createSignal(false);
  let bin: HTMLButtonElement | undefined;
  const name = () => dinerName(props.diner);
  const call = () => (props.diner.gone ? "none" : props.diner.call);

  createLayer(() => asking() !== undefined, keep);

  function keep(): void {
    setAsking(undefined);
    bin?.focus();
  }

  function run(action: () => Promise<boolean>): void {
    setBusy(true);
    void action().finally(() => {
      setBusy(false);
      setAsking(undefined);
    });
  }

  const question = () => t(asking() === "erase" ? "eraseSure" : "removeSure", { name: name() });
  const erase = () => (props.diner.name === null ? undefined : props.onErase);

  const state = () => {
    const wanted = call();
    if (props.diner.gone) return t("gone");
    if (wanted !== "none") {
      const since = props.diner.calledAt;
      return `${t(`need.${wanted}`)}${since ? ` · ${agoText(props.now - since)}` : ""}`;
    }
    return props.diner.ready ? t("ready") : undefined;
  };

  return (
    <li class={styles.item}>
      <div class={styles.row}>
        <SeatAvatar
          seat={seatOf(props.diner.diner)}
          name={props.diner.name ?? undefined}
          away={props.diner.gone}
        />
        <div class={styles.words}>
          <p class={styles.name}>
            <bdi>{name()}</bdi>{" "}
            <Show when={props.diner.host}>
              <Badge>{t("host")}</Badge>
            </Show>
          </p>
          <Show when={state()}>
            <p class={styles.state} classList={{ [styles.calls ?? ""]: call() !== "none" }}>
              {state()}
            </p>
          </Show>
        </div>
        <Show when={call() !== "none"}>
          <Button variant="primary" busy={busy()} onClick={() => run(props.onAnswer)}>
            {t("onIt")}
          </Button>
        </Show>
        <Show when={!props.diner.gone}>
          <IconButton
            ref={bin}
            icon="trash"
            label={t("removeWho", { name: name() })}
            aria-expanded={asking() === "remove"}
            onClick={() => setAsking((on) => (on ? undefined : "remove"))}
          />
        </Show>
        <Show when={erase()}>
          <Button variant="quiet" onClick={() => setAsking((on) => (on ? undefined : "erase"))}>
            {t("eraseName")}
          </Button>
        </Show>
      </div>
      <Show when={asking()}>
        <div class={styles.ask} role="alert">
          <p>{question()}</p>
          <Show when={asking() === "remove"}>
            <p class={styles.state}>{t("removeText")}</p>
          </Show>
          <div class={styles.answers}>
            <Button onClick={keep}>{t("keep")}</Button>
            <Button
              variant="danger"
              busy={busy()}
              onClick={() => run((asking() === "erase" && erase()) || props.onRemove)}
            >
              {t(asking() === "erase" ? "eraseName" : "remove")}
            </Button>
          </div>
        </div>
      </Show>
    </li>
  );
}
