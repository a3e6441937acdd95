import { useNavigate } from "@solidjs/router";
import type { Station } from "@tureen/shared/menu/stations";
import { Show } from "solid-js";
import { codeOf } from "../platform/live/api.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import { layersSettled } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import type { StaffSession } from "../staff/staff-session.ts";
import { BigButton } from "./BigButton.tsx";
import type { ChimeName } from "./chime.ts";
import type { FullScreen } from "./full-screen.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { NoticeBoard } from "./notice.ts";
import styles from "./OptionsSheet.module.css";
import { ScreenOptions } from "./ScreenOptions.tsx";
import { ScreenPicker } from "./ScreenPicker.tsx";
import type { KeptSettings } from "./screen-settings.ts";
import type { Sound } from "./sound.ts";

/** What is seldom needed: whose screen this is, its size and sound, language, the way to the tables, signing out. */
export function OptionsSheet(props: {
  readonly open: boolean;
  readonly name: string;
  readonly waiter: boolean;
  readonly session: StaffSession;
  readonly stations: readonly Station[];
  /** What the screen shows of the kitchen. */
  readonly chosen: string;
  readonly onChoose: (shown: string) => Promise<void>;
  readonly settings: KeptSettings;
  readonly fullScreen: FullScreen;
  readonly chime: ChimeName;
  readonly onChime: (chime: ChimeName) => void;
  readonly sound: Sound;
  readonly onKeys: () => void;
  readonly notices: NoticeBoard;
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const navigate = useNavigate();

  async function toFloor(): Promise<void> {
    props.onClose();
    await layersSettled();
    navigate("/staff");
  }

  function choose(shown: string): void {
    props.onClose();
    void props.onChoose(shown);
  }

  async function signOut(): Promise<void> {
    try {
      await props.session.signOut();
    } catch (error) {
      props.onClose();
      props.notices.say({ text: errorSentence(codeOf(error)), tone: "bad" });
    }
  }

  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("options")} description={props.name}>
      <div class={styles.options}>
        <Show when={props.stations.length > 0}>
          <ScreenPicker stations={props.stations} chosen={props.chosen} onChoose={choose} />
        </Show>
        <ScreenOptions
          settings={props.settings}
          fullScreen={props.fullScreen}
          chime={props.chime}
          onChime={props.onChime}
          sound={props.sound}
        />
        <BigButton onClick={() => props.onKeys()}>{t("keysShow")}</BigButton>
        <p class={styles.hint}>{t("keys")}</p>
        <div>
          <LanguageSwitcher />
        </div>
        {props.waiter && (
          <BigButton icon="people" onClick={() => void toFloor()}>
            {t("toFloor")}
          </BigButton>
        )}
        <BigButton icon="leave" onClick={() => void signOut()}>
          {t("signOut")}
        </BigButton>
      </div>
    </Sheet>
  );
}
