/**
 * The web app of another release: the same code under other names. What a page of the release before
 * has not fetched yet is no longer there, and its service worker finds something new.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CheckedOut } from "../../upgrades/check-out.ts";

const TEXT = /\.(html|js|css|json|webmanifest)$/;
const COMPRESSED = /\.(gz|br)$/;
/** `name-hash.js`: eight signs that Vite makes from the content. */
const HASHED = /^(.+-)[\w-]{8}(\.\w+)$/;

/** Copies a build under new names of its assets. */
export async function renameAssets(build: string): Promise<CheckedOut> {
  const folder = await mkdtemp(join(tmpdir(), "tureen-next-web-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const files = (await readdir(build, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !COMPRESSED.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(build.length + 1));
    const names = new Map<string, string>();
    for (const file of files) {
      const [, name, end] = HASHED.exec(file) ?? [];
      const old = file.slice(file.lastIndexOf("/") + 1);
      const next = `${name}${newHash(old)}${end}`;
      if (file.startsWith("assets/") && name) names.set(old, next.slice(next.lastIndexOf("/") + 1));
    }
    if (names.size === 0) throw new Error(`${build} holds no assets with a hash`);
    const renamed = (text: string) =>
      // The service worker's own list: the page has changed with the names in it.
      text
        .replace(/[\w.-]+\.(?:js|css)/g, (name) => names.get(name) ?? name)
        .replace(/(url:"index\.html",revision:")\w{4}/, "$1next");
    for (const file of files) {
      const old = file.slice(file.lastIndexOf("/") + 1);
      const path = join(folder, dirname(file), names.get(old) ?? old);
      await mkdir(dirname(path), { recursive: true });
      const content = await readFile(join(build, file));
      await writeFile(path, TEXT.test(file) ? renamed(content.toString()) : content);
    }
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Another hash of the same form: the old one backwards, with a sign that no palindrome keeps. */
function newHash(name: string): string {
  const [, hash = ""] = /-([\w-]{8})\.\w+$/.exec(name) ?? [];
  return `N${[...hash].reverse().join("").slice(0, 7)}`;
}
