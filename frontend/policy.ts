// The content security policy the app is served with. The build writes it to dist/policy.txt, with `{files}` where the
// origin of the bucket goes: attachments are read from and written to it by signed addresses.
//
// A framed mail inherits this policy, so what a mail may need is here and the frame's own policy narrows it
// (src/ticket/mail-document.ts): style attributes, the one style sheet of the frame, and images as data. No other server is
// a source of anything: images of other servers are fetched by the desk when an agent asks for them.
import { createHash } from "node:crypto";
import { STYLE } from "./src/ticket/mail-document.ts";

export function policy(files: string): string {
  const frameStyle = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `style-src-elem 'self' ${frameStyle}`,
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' data: ${files}`,
    `connect-src 'self' ${files}`,
    "font-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lambdesk-mail",
  ].join("; ");
}
