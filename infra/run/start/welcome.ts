import type { Place, Staff } from "./prepare-database.ts";

/** What the operator needs to know once everything runs. */
export type Welcome = {
  /** The address in QR codes. */
  publicUrl: string;
  /** Other addresses of the same web app. */
  otherUrls: string[];
  places: Place[];
  notes: string[];
};

/** The text that `npm start` ends with. */
export function welcomeText({ publicUrl, otherUrls, places, notes }: Welcome): string {
  const lines = ["", "Tureen is running.", ""];
  for (const { restaurant, tables } of places) {
    lines.push(`  ${restaurant}`);
    for (const { label, code } of tables) lines.push(`    Table ${label}:  ${publicUrl}/t/${code}`);
  }
  if (places.length === 0) lines.push(`  No restaurant yet. Load one: npm run menu:import -- FILE`);
  lines.push("", `  Staff:    ${publicUrl}/staff`, `  Kitchen:  ${publicUrl}/kitchen`);
  if (otherUrls.length > 0) lines.push("", `  Also at:  ${otherUrls.join("  ")}`);
  return [...lines, "", ...notes.map((note) => `  ${note}`), "  Stop with Ctrl-C.", ""].join("\n");
}

/** The demo restaurant's accounts, for the one moment when their passwords are known. */
export function staffText(staff: readonly Staff[]): string {
  const accounts = staff.map(
    ({ role, login, password }) => `    ${role.padEnd(8)}  ${login}  ${password}`,
  );
  const heading =
    "  Staff accounts of the demo restaurant. Note them down: this is shown only once.";
  return ["", heading, ...accounts, ""].join("\n");
}
