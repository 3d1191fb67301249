// Which part of a mail is new. Invariant: fresh + folded is the whole text; nothing is lost.

export interface Folded {
  fresh: string;
  folded: string;
}

/**
 * Splits a text into what is new and what is quoted history or signature. The reader of mails says what is new
 * (`reply_text`); when that is not how the text begins, all of it is shown.
 */
export function fold(text: string, replyText: string | null | undefined): Folded {
  const fresh = replyText?.trim();
  if (!fresh) return { fresh: text, folded: "" };
  const at = text.indexOf(fresh);
  if (at < 0 || text.slice(0, at).trim() !== "") return { fresh: text, folded: "" };
  const end = at + fresh.length;
  return text.slice(end).trim() === "" ? { fresh: text, folded: "" } : { fresh: text.slice(0, end), folded: text.slice(end) };
}
