// Names of languages in the language of the reader.

/** `nl` as "Dutch"; what no browser knows stays as it is. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
