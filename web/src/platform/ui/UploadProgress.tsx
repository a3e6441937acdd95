import { numberFormat } from "@tureen/shared/platform/intl";
import { locale } from "../i18n/locale.ts";
import styles from "./UploadProgress.module.css";

/** How far an upload is; without a value while the server works on it: nobody knows how long. */
export function UploadProgress(props: {
  readonly label: string;
  /** From 0 to 1 while it is sent; undefined once it is. */
  readonly part: number | undefined;
  /** What is said while it is sent, with how much of it is. */
  readonly sent: (percent: string) => string;
  /** What is said after that. */
  readonly working: string;
}) {
  const percent = (part: number) => numberFormat(locale(), { style: "percent" }).format(part);
  return (
    <div class={styles.progress}>
      <progress
        class={styles.bar}
        aria-label={props.label}
        {...(props.part === undefined ? {} : { value: props.part, max: 1 })}
      />
      <p role="status">
        {props.part === undefined ? props.working : props.sent(percent(props.part))}
      </p>
    </div>
  );
}
