import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";

/** Whether an element can be seen, scrolled as its surroundings are; true until that is known. */
export function createInSight(element: () => Element | undefined): Accessor<boolean> {
  const [inSight, setInSight] = createSignal(true);
  onMount(() => {
    const observer = new IntersectionObserver((entries) => {
      setInSight(entries.at(-1)?.isIntersecting ?? true);
    });
    const found = element();
    if (found) observer.observe(found);
    onCleanup(() => observer.disconnect());
  });
  return inSight;
}
