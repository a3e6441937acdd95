import { createMemo } from "solid-js";
import { encode } from "uqr";
import styles from "./QrCode.module.css";

/** A QR code as one vector path: sharp at any size, black on white whatever the theme. */
export function QrCode(props: { readonly text: string; readonly label: string }) {
  // M survives a thumbprint or a coffee stain; the quiet zone of 4 is what readers ask for.
  const code = createMemo(() => encode(props.text, { ecc: "M", border: 4 }));
  const path = () =>
    code()
      .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("");
  return (
    <svg
      class={styles.code}
      viewBox={`0 0 ${code().size} ${code().size}`}
      role="img"
      aria-label={props.label}
      shape-rendering="crispEdges"
    >
      <path d={path()} />
    </svg>
  );
}

/** The address that a table's QR code leads to, on the origin that guests can reach. */
export function tableAddress(code: string): string {
  return `${location.origin}/t/${code}`;
}
