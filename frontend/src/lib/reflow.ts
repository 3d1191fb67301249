// Lines that a mail program broke at a fixed width, joined for a narrow column.
//
// Invariant: only line breaks are touched, and only where the next word would not have fitted; the text as written is a key away.

const NARROWEST = 60;
const WIDEST = 80;

/** Whether columns or drawings in a text need letters of one width. */
export function isTabular(text: string): boolean {
  return /\S {3,}\S.*\n.*\S {3,}\S/.test(text) || /^[ \t]*[+|].*[+|][ \t]*$/m.test(text);
}

/**
 * The text with its soft line breaks joined. A break is soft when the first word of the next line would have made the line
 * longer than the longest of the text, and both lines are plain sentences: not indented, not quoted, no list, no columns.
 */
export function reflow(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const width = Math.max(...lines.map((line) => line.trimEnd().length));
  if (width < NARROWEST || width > WIDEST || isTabular(text)) return text;
  const joined: string[] = [];
  let last = "";
  for (const line of lines) {
    const before = joined.at(-1);
    if (before !== undefined && isSoft(last, line, width)) joined[joined.length - 1] = `${before.trimEnd()} ${line}`;
    else joined.push(line);
    last = line;
  }
  return joined.join("\n");
}

const PLAIN = /^(?!\s|>|[-*•+]\s|\d+[.)]\s|--\s?$|https?:)\S/u;

function isSoft(line: string, next: string, width: number): boolean {
  if (!PLAIN.test(next) || line.trim() === "" || /^[\s>]/.test(line)) return false;
  const word = next.split(/\s/, 1)[0] ?? "";
  return line.trimEnd().length >= NARROWEST - 15 && line.trimEnd().length + 1 + word.length > width;
}
