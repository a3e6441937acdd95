import { createSignal, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { copyText } from "../../platform/ui/copy-text.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { dinerMessages } from "../messages/messages.ts";
import { seatAddress } from "../model/seat.ts";
import { AddressToCopy } from "./AddressToCopy.tsx";
import { useTable } from "./context.ts";
import styles from "./KeepSeat.module.css";

/** Where a browser keeps nothing: a link that leads back to this diner's seat. */
export function KeepSeat() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const [isShown, setShown] = createSignal(false);
  const address = () => seatAddress(session.seat());

  async function copy() {
    if (await copyText(address())) toast(t("copied"), { icon: "check" });
    else setShown(true);
  }

  return (
    <section class={styles.keep} aria-labelledby="keep-seat-title">
      <h3 class={styles.title} id="keep-seat-title">
        {t("keepSeat")}
      </h3>
      <p class={styles.text}>{t("keepSeatText")}</p>
      <Button icon="share" onClick={() => void copy()}>
        {t("copySeat")}
      </Button>
      <Show when={isShown()}>
        <AddressToCopy label={t("seatLink")} address={address()} />
      </Show>
    </section>
  );
}
