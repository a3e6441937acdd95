import { onCleanup } from "solid-js";

/** Dark while its owner is mounted, sheets and toasts (which live outside the page) included. */
export function createKitchenTheme(): void {
  const root = document.documentElement;
  root.dataset.theme = "kitchen";
  onCleanup(() => {
    delete root.dataset.theme;
  });
}
