/** Folders whose files are one thing from outside: only `index.ts` is imported by others. */
const ROOMS: readonly string[] = ["persistence/src/platform/wire"];

/**
 * One sentence for every import that enters a room by another file than its index. `imports` are the files
 * that a source file names, as paths in the checkout.
 */
export function checkRooms(path: string, imports: readonly string[]): string[] {
  return imports.flatMap((target) => {
    const room = ROOMS.find((folder) => target.startsWith(`${folder}/`));
    if (room === undefined || path.startsWith(`${room}/`) || target === `${room}/index.ts`)
      return [];
    return [`${path}: imports ${target}, which is for ${room}/index.ts alone (rooms.ts)`];
  });
}
