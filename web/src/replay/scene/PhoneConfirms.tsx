import { For, Match, Switch } from "solid-js";
import type { ConfirmInfo, ConfirmState } from "../../orders/confirms.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { replayMessages } from "../messages/messages.ts";
import type { PhoneModel } from "../model/phone.ts";
import type { Words } from "../words.ts";
import styles from "./PhoneConfirms.module.css";

type OfKind<K extends ConfirmState["kind"]> = Extract<ConfirmState, { kind: K }>;

/** What a phone said about confirms: on their way, sent, or why not. */
export function PhoneConfirms(props: { readonly model: PhoneModel; readonly words: Words }) {
  return (
    <For each={props.model.confirms}>
      {(info) => <ConfirmNote info={info} words={props.words} />}
    </For>
  );
}

function ConfirmNote(props: { readonly info: ConfirmInfo; readonly words: Words }) {
  const { t } = replayMessages;
  const when = <K extends ConfirmState["kind"]>(kind: K) => {
    const { state } = props.info;
    return state.kind === kind ? (state as OfKind<K>) : undefined;
  };
  const price = () => props.words.money(props.info.confirm.total);
  return (
    <p class={styles.note} data-kind={props.info.state.kind}>
      <Switch>
        <Match when={when("onPhone")}>
          <Icon name="cloudOff" size={18} />
          <span>{t("sendLater", { price: price() })}</span>
        </Match>
        <Match when={when("waiting")}>
          <Icon name="send" size={18} />
          <span>{t("sending", { price: price() })}</span>
        </Match>
        <Match when={when("accepted")}>
          {(state) => (
            <>
              <Icon name="check" size={18} />
              <span>{t("sent", { number: String(state().receipt.number) })}</span>
            </>
          )}
        </Match>
        <Match when={when("rejected")}>
          {(state) => (
            <>
              <Icon name="alert" size={18} />
              <span>
                <strong>{t("notSent")}</strong>{" "}
                {props.words.rejection(state().receipt.code, state().receipt.lines)}
              </span>
            </>
          )}
        </Match>
      </Switch>
    </p>
  );
}
