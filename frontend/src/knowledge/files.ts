// Files of help pages that are taken in: which ones can be, and under which name.

/** Bytes of a file at most; the API says the same. */
const LARGEST = 256 * 1024;
const KINDS = /\.(md|mdx|markdown|txt)$/i;

/** What the file dialog offers. */
export const ACCEPT = ".md,.mdx,.markdown,.txt";

interface Named {
  name: string;
  size: number;
  webkitRelativePath?: string;
}

/** The path within the chosen folder, without the folder's own name; the name of a single file. */
export function pathOf(file: Named): string {
  const path = file.webkitRelativePath ?? "";
  return path.includes("/") ? path.slice(path.indexOf("/") + 1) : file.name;
}

/** Why a file is not sent at all; null when it is. */
export function unfit(file: Named): "kind" | "empty" | "large" | null {
  if (!KINDS.test(file.name)) return "kind";
  if (file.size === 0) return "empty";
  return file.size > LARGEST ? "large" : null;
}

/** The files of a folder that can be articles; what else lies there is passed over. */
export function pages<T extends Named>(files: readonly T[]): T[] {
  const hidden = (file: T) => pathOf(file).split("/").some((part) => part.startsWith("."));
  return files.filter((file) => KINDS.test(file.name) && !hidden(file));
}
