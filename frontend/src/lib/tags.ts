// Tags of a ticket with one more or one less. Invariant: tags that others gave stay.

/** The same tags when it is there already. */
export function tagged(tags: readonly string[], tag: string): string[] {
  return tags.includes(tag) ? [...tags] : [...tags, tag];
}

export function untagged(tags: readonly string[], tag: string): string[] {
  return tags.filter((one) => one !== tag);
}
