import { BigButton } from "./BigButton.tsx";
import styles from "./KitchenBar.module.css";
import { LaneTabs } from "./LaneTabs.tsx";
import type { Lane } from "./lanes.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { ScreenHead } from "./ScreenHead.tsx";
import { SoundButton } from "./SoundButton.tsx";
import type { ScreenView } from "./screen-view.ts";
import type { Sound } from "./sound.ts";

/** Sheets of the screen; the keys' is opened by its key, or from the options. */
export type BarSheet = "allDay" | "soldOut" | "done" | "options" | "keys";

/** The board's head: whose kitchen, what is shown, and what else there is. */
export function KitchenBar(props: {
  readonly restaurant: string;
  readonly view: ScreenView;
  readonly lane: Lane;
  readonly counts: Readonly<Record<Lane, number>>;
  readonly sound: Sound;
  readonly onLane: (lane: Lane) => void;
  readonly onSheet: (sheet: BarSheet) => void;
}) {
  const { t } = kitchenMessages;
  return (
    <header class={styles.bar}>
      <ScreenHead view={props.view} restaurant={props.restaurant} />
      <LaneTabs lane={props.lane} counts={props.counts} onChange={props.onLane} />
      <div class={styles.tools}>
        <SoundButton sound={props.sound} />
        <BigButton onClick={() => props.onSheet("allDay")}>{t("allDay")}</BigButton>
        <BigButton onClick={() => props.onSheet("soldOut")}>{t("soldOut")}</BigButton>
        <BigButton onClick={() => props.onSheet("done")}>{t("done")}</BigButton>
        <BigButton icon="menu" aria-label={t("options")} onClick={() => props.onSheet("options")} />
      </div>
    </header>
  );
}
