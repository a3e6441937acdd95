/** What to say of a PUBLIC_URL that is more than a name; the variable goes in front. */
export const PUBLIC_URL_PROBLEM =
  "has a path or a query, but Tureen needs a name of its own: pages, cookies and live connections begin at /. " +
  "Give it one, such as https://order.example.com, in the proxy in front of it";

/** Whether an address is that of a whole site, as Tureen needs it. What is no address is for others to refuse. */
export function isWholeSite(address: string): boolean {
  const url = URL.parse(address);
  return url === null || (url.pathname === "/" && url.search === "" && url.hash === "");
}
