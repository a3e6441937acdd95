import { Checkbox } from "../platform/ui/Checkbox.tsx";
import { IconButton } from "../platform/ui/IconButton.tsx";
import { SegmentedChoice } from "../platform/ui/SegmentedChoice.tsx";
import styles from "./Controls.module.css";
import { replayMessages } from "./messages/messages.ts";
import { type Playback, SPEEDS, type Speed } from "./model/playback.ts";

/** The buttons that move a session: under the thumb on a phone. */
export function Controls(props: { readonly playback: Playback }) {
  const { t } = replayMessages;
  const playback = props.playback;
  return (
    <div class={styles.controls}>
      <div class={styles.buttons}>
        <IconButton icon="first" label={t("start")} onClick={() => playback.toStart()} />
        <IconButton icon="skipBack" label={t("previous")} onClick={() => playback.toMark(-1)} />
        <IconButton icon="stepBack" label={t("back")} onClick={() => playback.step(-1)} />
        <IconButton
          class={styles.play}
          icon={playback.playing() ? "pause" : "play"}
          label={t(playback.playing() ? "pause" : "play")}
          onClick={() => playback.toggle()}
        />
        <IconButton icon="stepForward" label={t("forward")} onClick={() => playback.step(1)} />
        <IconButton icon="skipForward" label={t("next")} onClick={() => playback.toMark(1)} />
        <IconButton icon="last" label={t("end")} onClick={() => playback.toEnd()} />
      </div>
      <div class={styles.wishes}>
        <SegmentedChoice
          label={t("speed")}
          hideLabel
          value={String(playback.speed())}
          options={SPEEDS.map((speed) => ({
            value: String(speed),
            label: t("times", { speed }),
          }))}
          onChange={(value) => playback.setSpeed(Number(value) as Speed)}
        />
        <div class={styles.skip}>
          <Checkbox checked={playback.skipQuiet()} onChange={playback.setSkipQuiet}>
            {t("skipQuiet")}
          </Checkbox>
        </div>
      </div>
      <p class={styles.keys}>{t("keys")}</p>
    </div>
  );
}
