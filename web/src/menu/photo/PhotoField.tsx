import { type DishPhoto, PHOTO_CENTRE } from "@tureen/shared/menu/photo";
import { createUniqueId, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { DropArea } from "../../platform/ui/DropArea.tsx";
import { FieldError } from "../../platform/ui/Field.tsx";
import { createMediaQuery } from "../../platform/ui/media-query.ts";
import { UploadProgress } from "../../platform/ui/UploadProgress.tsx";
import { createUpload } from "./create-upload.ts";
import { FocusPicker } from "./FocusPicker.tsx";
import { photoMessages } from "./messages/messages.ts";
import styles from "./PhotoField.module.css";
import { PhotoPreviews } from "./PhotoPreviews.tsx";
import { mayRetry, photoErrorText } from "./photo-errors.ts";
import { HEIC_TYPES, PHOTO_TYPES } from "./shrink-photo.ts";

/**
 * The photo of a dish, in a form: chosen, taken with the camera, dropped or pasted, uploaded at once, and
 * then only named by `value`. Nothing of the menu changes until its owner saves what `onChange` was given.
 */
export function PhotoField(props: {
  readonly restaurantId: string;
  /** The dish's name, for those who hear what the buttons are for. */
  readonly dish: string;
  readonly value: DishPhoto | undefined;
  readonly onChange: (photo: DishPhoto | undefined) => void;
}) {
  const { t } = photoMessages;
  const id = createUniqueId();
  const isTouch = createMediaQuery("(pointer: coarse)");
  const { state, send, cancel } = createUpload((photo) =>
    props.onChange({ ...photo, focus: PHOTO_CENTRE }),
  );
  const sending = () => {
    const now = state();
    return now.kind === "sending" ? now : undefined;
  };
  const failure = () => {
    const now = state();
    return now.kind === "failed" ? now : undefined;
  };
  const isBusy = () => state().kind === "sending" || state().kind === "working";
  let picker: HTMLInputElement | undefined;
  let camera: HTMLInputElement | undefined;

  function take(files: Iterable<File> | null | undefined): boolean {
    const [file] = [...(files ?? [])].filter(
      ({ type }) => type === "" || type.startsWith("image/"),
    );
    if (file) void send(file);
    return file !== undefined;
  }

  function fromInput(event: Event & { currentTarget: HTMLInputElement }) {
    take(event.currentTarget.files);
    // The same file again is a change too.
    event.currentTarget.value = "";
  }

  return (
    <DropArea
      label={t("photoOf", { dish: props.dish })}
      accepts={(data) => data?.types.includes("Files") ?? false}
      take={(data) => take(data?.files)}
      onPaste={(event) => {
        if (take(event.clipboardData?.files)) event.preventDefault();
      }}
    >
      <Show when={props.value} fallback={<p class={styles.empty}>{t("none")}</p>}>
        {(photo) => (
          <>
            <FocusPicker
              restaurantId={props.restaurantId}
              photo={photo()}
              onChange={(focus) => props.onChange({ ...photo(), focus })}
            />
            <PhotoPreviews restaurantId={props.restaurantId} photo={photo()} />
          </>
        )}
      </Show>
      <Show when={isBusy()}>
        <UploadProgress
          label={t("uploading")}
          part={sending()?.part}
          sent={(percent) => t("sent", { percent })}
          working={t("working")}
        />
      </Show>
      <FieldError
        id={`${id}-error`}
        error={failure() && photoErrorText(failure()?.code ?? "internal")}
      />
      <div class={styles.actions}>
        <Show when={!isBusy()} fallback={<Button onClick={cancel}>{t("cancel")}</Button>}>
          <Show when={failure()}>
            {(failed) => (
              <Show when={mayRetry(failed().code)}>
                <Button icon="refresh" variant="primary" onClick={() => void send(failed().file)}>
                  {t("again")}
                </Button>
              </Show>
            )}
          </Show>
          <Button icon="plus" aria-describedby={`${id}-error`} onClick={() => picker?.click()}>
            {props.value ? t("replace") : t("choose")}
          </Button>
          <Show when={isTouch()}>
            <Button onClick={() => camera?.click()}>{t("camera")}</Button>
          </Show>
          <Show when={props.value}>
            <Button icon="trash" variant="quiet" onClick={() => props.onChange(undefined)}>
              {t("remove")}
            </Button>
          </Show>
        </Show>
      </div>
      <p class={styles.hint}>{t("hint")}</p>
      <input
        ref={(element) => {
          picker = element;
        }}
        type="file"
        hidden
        accept={[...PHOTO_TYPES, ...HEIC_TYPES].join(",")}
        aria-label={t("choose")}
        onChange={fromInput}
      />
      <input
        ref={(element) => {
          camera = element;
        }}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        aria-label={t("camera")}
        onChange={fromInput}
      />
    </DropArea>
  );
}
