// The document in which the HTML of a mail is shown.
//
// Invariant: whatever the mail holds, the frame runs no script (its sandbox), and loads nothing but the mail's own images
// (its own policy). Images of other servers are in the document itself, fetched by the desk. The HTML was sanitised by the
// server; this is the second wall.

interface Policy {
  createHTML: (html: string) => string;
}
declare global {
  interface Window {
    trustedTypes?: { createPolicy: (name: string, rules: Policy) => Policy };
  }
}

export const SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

export type Fetched = ReadonlyMap<string, string | null>;

export interface Images {
  /** Images of other servers as data, by address; null is one that could not be had. Empty until the agent asks for them. */
  remote: Fetched;
  /** Signed addresses of the mail's own images by content id. */
  inline: Readonly<Record<string, string>>;
}

/** The only style sheet of the frame; the policy of the app names its hash. */
export const STYLE = `
  :root { color-scheme: light; }
  body { margin: 0; padding: 12px 14px; background: #fff; color: #1d1b18; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  img:not([src]) { display: none; }
  .missing { color: #57524a; font-style: italic; }
  table { max-width: 100%; border-collapse: collapse; }
  pre { white-space: pre-wrap; }
  blockquote { margin: 0.5em 0; padding-left: 0.8em; border-left: 3px solid #d9d4ca; color: #57524a; }
  a { color: #0b5d54; }
`;

/** Number of images on other servers that are kept off. */
export function remoteImages(html: string): number {
  return html.match(/\sdata-remote-src="/g)?.length ?? 0;
}

/** Their addresses, each once. */
export function remoteAddresses(html: string): string[] {
  const found = [...html.matchAll(/<img\b[^>]*>/g)].flatMap(([tag]) => attribute(tag, "data-remote-src") ?? []);
  return [...new Set(found)];
}

/** Content ids the mail shows within its text. */
export function contentIds(html: string): string[] {
  return [...new Set([...html.matchAll(/\sdata-cid="([^"]*)"/g)].map((match) => match[1] ?? ""))];
}

/** The whole document for `srcdoc`. */
export function mailDocument(html: string, images: Images): string {
  const sources = ["data:", ...new Set(Object.values(images.inline).map((url) => new URL(url).origin))];
  const policy = `default-src 'none'; img-src ${sources.join(" ")}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'`;
  return (
    `<!doctype html><html><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<meta name="referrer" content="no-referrer"><base target="_blank"><style>${STYLE}</style></head>` +
    `<body>${place(html, images)}</body></html>`
  );
}

/** Puts image addresses where the sanitiser left marks. Only `src` of images whose attributes it wrote are touched. */
function place(html: string, images: Images): string {
  return html.replace(/<img\b[^>]*>/g, (tag) => {
    const cid = /\sdata-cid="([^"]*)"/.exec(tag)?.[1];
    const bare = tag.replace(/\ssrc="[^"]*"/, (source) => (source.startsWith(' src="data:') ? source : ""));
    if (cid !== undefined) {
      const url = images.inline[cid];
      return url ? bare.replace("<img", `<img src="${escape(url)}"`) : bare;
    }
    const address = attribute(tag, "data-remote-src");
    const data = address === undefined ? undefined : images.remote.get(address);
    if (data === null) return missing(attribute(tag, "alt"));
    return data === undefined ? bare : bare.replace("<img", `<img src="${escape(data)}"`);
  });
}

/** Stands for an image that could not be had: what its sender says it shows. */
function missing(alt: string | undefined): string {
  return alt?.trim() ? `<span class="missing">${escape(alt)}</span>` : "";
}

/** The value of an attribute, as the sanitiser wrote it. */
function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}

/**
 * About how high the document is, in pixels. A frame that keeps its origin to itself cannot be measured from outside, so
 * this is a guess from the text; the frame scrolls, and can be made taller by hand.
 */
export function guessHeight(html: string, width: number, remote: Fetched = new Map()): number {
  const images = [...html.matchAll(/<img\b[^>]*>/g)].map(([tag]) =>
    /\sdata-remote-src=/.test(tag) && !remote.get(attribute(tag, "data-remote-src") ?? "") ? 0 : Math.min(400, Number(/\sheight="(\d+)"/.exec(tag)?.[1] ?? 160)),
  );
  const lines = html
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d|\/blockquote)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/\n{3,}/g, "\n\n")
    .split("\n");
  const perLine = Math.max(20, width / 7.2);
  const text = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.trim().length / perLine)) * 21, 0);
  const total = text + images.reduce((sum, height) => sum + height + 12, 0) + 36;
  return Math.round(Math.min(900, Math.max(96, total)));
}

const trusted = typeof window === "undefined" ? undefined : window.trustedTypes?.createPolicy("lambdesk-mail", { createHTML: (html) => html });

/** Reads HTML into a document that is shown nowhere: no script of it runs and nothing of it is loaded. */
export function inert(html: string): Document {
  return new DOMParser().parseFromString(trusted ? trusted.createHTML(html) : html, "text/html");
}

/** Fills a frame. This is the only place of the app that shows HTML it did not make. */
export function fill(frame: HTMLIFrameElement, html: string): void {
  frame.srcdoc = trusted ? trusted.createHTML(html) : html;
}
