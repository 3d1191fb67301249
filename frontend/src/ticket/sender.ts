// Which mails have a sender that can be corrected, what a correction says, and when it meets another one.
import type { Address, Message, Schemas } from "../api/client";

/** A mail that came in, from a customer or from a colleague; what was written here has a delivery. */
export function isCorrectable(message: Message): boolean {
  return message.visibility === "public" && !message.delivery && ["customer", "agent"].includes(message.author);
}

/** The mail the palette corrects: the one that decides whose ticket it is. */
export function opening(messages: readonly Message[]): Message | null {
  const first = messages.find((message) => message.visibility === "public");
  return first && isCorrectable(first) ? first : null;
}

/** What is sent for what was typed. Without a name the contact keeps its own. */
export function correction(email: string, name: string): Schemas["CorrectSender"] {
  const called = name.trim();
  return { email: email.trim(), ...(called ? { name: called } : {}) };
}

/** What somebody else made of the sender meanwhile; null when it is as it was, or already as wanted. */
export function otherSender(before: Message, now: Message | undefined, wanted: string): Address | null {
  const theirs = now?.from ?? null;
  if (!theirs || theirs.email === before.from?.email) return null;
  return theirs.email === wanted.trim().toLowerCase() ? null : theirs;
}
