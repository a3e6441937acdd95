/** Where anybody reads a restaurant's menu without a table. */
export function publicMenuPath(slug: string): string {
  return `/menu/${slug}`;
}
