import { BigButton } from "./BigButton.tsx";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./SoundButton.module.css";
import type { Sound } from "./sound.ts";

/** Shows whether new tickets can be heard, and changes it. */
export function SoundButton(props: { readonly sound: Sound }) {
  const state = () => props.sound.state();
  return (
    <BigButton
      icon={state() === "on" ? "soundOn" : "soundOff"}
      class={state() === "blocked" ? styles.blocked : ""}
      data-sound
      onClick={() => props.sound.toggle()}
    >
      {kitchenMessages.t(`sound.${state()}`)}
    </BigButton>
  );
}
