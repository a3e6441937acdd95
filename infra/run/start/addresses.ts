import { networkInterfaces } from "node:os";

/** This machine's IPv4 addresses that other devices on the network may reach. */
export function lanAddresses(interfaces = networkInterfaces()): string[] {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal, address }) => {
      return family === "IPv4" && !internal && !address.startsWith("169.254.");
    })
    .map(({ address }) => address);
}

/** The address that goes into QR codes: as set, else where phones in the same network find us. */
export function publicUrl(configured: string | undefined, webPort: number, lan: string[]): string {
  return (configured ?? `http://${lan[0] ?? "localhost"}:${webPort}`).replace(/\/+$/, "");
}
