import { lazy, Suspense } from "solid-js";

const PrinterNotice = lazy(async () => {
  const { PrinterNotice, prepare } = await import("./notice.ts");
  await prepare();
  return { default: PrinterNotice };
});

/** Printers that somebody has to look after, once what tells of them is loaded. */
export function Troubles(props: { readonly endedBy: (error: unknown) => boolean }) {
  return (
    <Suspense>
      <PrinterNotice endedBy={(error) => props.endedBy(error)} />
    </Suspense>
  );
}
