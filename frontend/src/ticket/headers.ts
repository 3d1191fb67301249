// The header of a raw mail, for people to read. Only for display: what a mail means is decided by the server.

export interface HeaderField {
  name: string;
  value: string;
}

/** So many bytes at most are a header; the reader of mails has the same limit. */
export const HEADER_BYTES = 256 * 1024;

/** The fields of a header in their order: folded lines joined, encoded words read (RFC 5322, RFC 2047). */
export function readHeader(raw: Uint8Array): HeaderField[] {
  // Every byte keeps its value, so that a field can be read as UTF-8 afterwards.
  const text = Array.from(raw.subarray(0, HEADER_BYTES), (byte) => String.fromCharCode(byte)).join("");
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const lines = text.slice(0, end).split(/\r?\n/);
  const fields: HeaderField[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`;
    else {
      const at = line.indexOf(":");
      if (at > 0) fields.push({ name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() });
    }
  }
  return fields.map(({ name, value }) => ({ name, value: words(utf8(value)) }));
}

function utf8(value: string): string {
  return decode(Uint8Array.from(value, (letter) => letter.charCodeAt(0)), "utf-8") ?? value;
}

const ENCODED = /=\?([^?\s]+)\?([bqBQ])\?([^?\s]*)\?=/g;

/** Reads encoded words; blanks between two of them are not part of the text. */
function words(value: string): string {
  const joined = value.replace(/(\?=)\s+(?==\?[^?\s]+\?[bqBQ]\?)/g, "$1");
  return joined.replace(ENCODED, (whole, charset: string, way: string, body: string) => {
    const bytes = way.toLowerCase() === "b" ? base64(body) : quoted(body);
    return (bytes && decode(bytes, charset.replace(/\*.*$/, ""))) ?? whole;
  });
}

function base64(body: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function quoted(body: string): Uint8Array<ArrayBuffer> {
  const plain = body
    .replace(/_/g, " ")
    .replace(/=([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0) & 0xff);
}

function decode(bytes: Uint8Array<ArrayBuffer>, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
