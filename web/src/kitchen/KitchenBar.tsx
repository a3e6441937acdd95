import { BigButton } from "./BigButton.tsx";
import styles from "./KitchenBar.module.css";
import { LaneTabs } from "./LaneTabs.tsx";
import type { Lane } from "./lanes.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { SoundButton } from "./SoundButton.tsx";
import type { Sound } from "./sound.ts";

/** Sheets that the bar opens. */
export type BarSheet = "soldOut" | "done" | "options";

/** The board's head: whose kitchen, what is shown, and what else there is. */
export function KitchenBar(props: {
  readonly restaurant: string;
  readonly lane: Lane;
  readonly counts: Readonly<Record<Lane, number>>;
  readonly sound: Sound;
  readonly onLane: (lane: Lane) => void;
  readonly onSheet: (sheet: BarSheet) => void;
}) {
  const { t } = kitchenMessages;
  return (
    <header class={styles.bar}>
      <h1 class={styles.name}>
        <bdi>{props.restaurant}</bdi>
      </h1>
      <LaneTabs lane={props.lane} counts={props.counts} onChange={props.onLane} />
      <div class={styles.tools}>
        <SoundButton sound={props.sound} />
        <BigButton onClick={() => props.onSheet("soldOut")}>{t("soldOut")}</BigButton>
        <BigButton onClick={() => props.onSheet("done")}>{t("done")}</BigButton>
        <BigButton icon="menu" aria-label={t("options")} onClick={() => props.onSheet("options")} />
      </div>
    </header>
  );
}
