import type { KeptPhoto } from "@tureen/shared/menu/photo";
import { MAX_PHOTO_BYTES } from "@tureen/shared/platform/limits";
import { createSignal, onCleanup } from "solid-js";
import { ApiError, codeOf } from "../../platform/live/api.ts";
import { upload } from "../../platform/live/upload.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";
import { shrinkPhoto } from "./shrink-photo.ts";

/** Where an upload stands: nothing is under way, a part of it is sent, the server works on it, or it failed. */
export type UploadState =
  | { readonly kind: "idle" }
  | { readonly kind: "sending"; readonly part: number }
  | { readonly kind: "working" }
  | { readonly kind: "failed"; readonly code: ClientErrorCode; readonly file: File };

/** Uploads one photo at a time; another one, a cancel or the end of its owner calls the one before off. */
export function createUpload(onDone: (photo: KeptPhoto) => void) {
  const [state, setState] = createSignal<UploadState>({ kind: "idle" });
  let running: AbortController | undefined;

  function cancel() {
    running?.abort();
    running = undefined;
    setState({ kind: "idle" });
  }

  async function send(file: File): Promise<void> {
    cancel();
    const own = new AbortController();
    running = own;
    setState({ kind: "sending", part: 0 });
    try {
      const smaller = await shrinkPhoto(file);
      if (smaller.size > MAX_PHOTO_BYTES) throw new ApiError("photo-too-large");
      if (running !== own) return;
      const photo = await upload("addPhoto", smaller, {
        signal: own.signal,
        onProgress(part) {
          if (running === own) setState(part < 1 ? { kind: "sending", part } : { kind: "working" });
        },
      });
      if (running !== own) return;
      setState({ kind: "idle" });
      onDone(photo);
    } catch (error) {
      if (running === own) setState({ kind: "failed", code: codeOf(error), file });
    }
  }

  onCleanup(() => running?.abort());
  return { state, send, cancel };
}
