import { Show } from "solid-js";
import { Checkbox } from "../platform/ui/Checkbox.tsx";
import { SegmentedChoice } from "../platform/ui/SegmentedChoice.tsx";
import { BigButton } from "./BigButton.tsx";
import { CHIMES, type ChimeName } from "./chime.ts";
import type { FullScreen } from "./full-screen.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./ScreenOptions.module.css";
import { DENSITIES, type KeptSettings } from "./screen-settings.ts";
import type { Sound } from "./sound.ts";

/** How this device shows the kitchen, and how it sounds. */
export function ScreenOptions(props: {
  readonly settings: KeptSettings;
  readonly fullScreen: FullScreen;
  /** The sound of what the screen shows, a station's or everybody's. */
  readonly chime: ChimeName;
  readonly onChime: (chime: ChimeName) => void;
  readonly sound: Sound;
}) {
  const { t } = kitchenMessages;
  const now = () => props.settings.now();
  return (
    <>
      <SegmentedChoice
        label={t("size")}
        value={now().density}
        options={DENSITIES.map((value) => ({ value, label: t(`size.${value}`) }))}
        onChange={(density) => props.settings.change({ density })}
      />
      <Checkbox checked={now().merges} onChange={(merges) => props.settings.change({ merges })}>
        {t("merges")}
      </Checkbox>
      <Show
        when={props.fullScreen.possible}
        fallback={<p class={styles.hint}>{t("fullScreenMissing")}</p>}
      >
        <BigButton onClick={() => void props.fullScreen.toggle()}>
          {t(props.fullScreen.on() ? "fullScreenEnd" : "fullScreen")}
        </BigButton>
      </Show>
      <SegmentedChoice
        label={t("chimeOf")}
        value={props.chime}
        options={CHIMES.map((value) => ({ value, label: t(`chime.${value}`) }))}
        onChange={(chime) => {
          props.onChime(chime);
          props.sound.test();
        }}
      />
      <div class={styles.volume}>
        <label class={styles.label}>
          {t("volume")}
          <input
            class={styles.range}
            type="range"
            min="0"
            max="100"
            step="5"
            value={Math.round(now().volume * 100)}
            onChange={(event) =>
              props.settings.change({ volume: Number(event.currentTarget.value) / 100 })
            }
          />
        </label>
        <BigButton icon="soundOn" data-sound onClick={() => props.sound.test()}>
          {t("tryChime")}
        </BigButton>
      </div>
    </>
  );
}
