// Plain words as HTML. Apart from the editor, so that a draft can be kept without it.

/** Plain words as HTML of the same look. */
export function asLines(text: string): string {
  return text
    .split("\n")
    .map((line) => `<div>${escape(line) || "<br>"}</div>`)
    .join("");
}

export function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
