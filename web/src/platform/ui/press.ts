type ClickHandler = (
  event: MouseEvent & { currentTarget: HTMLButtonElement; target: Element },
) => void;

/**
 * What a click on a button does: nothing while it is busy (a form is not sent either), and what it is
 * for only once in a turn of the event loop. No hand clicks twice within one; scripts and some
 * assistive tools do.
 */
export function createPress(isBusy: () => boolean, act: ClickHandler): ClickHandler {
  let pressed = false;
  return (event) => {
    if (isBusy() || pressed) {
      event.preventDefault();
      return;
    }
    pressed = true;
    queueMicrotask(() => {
      pressed = false;
    });
    act(event);
  };
}
