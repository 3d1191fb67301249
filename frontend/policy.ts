// The content security policy the app is served with.
//
// `files` are the origins of the bucket: attachments are read from and written to it by signed addresses. Remote images of
// a mail need `https:` here, because a framed document inherits this policy; the frame's own policy keeps them off until
// an agent asks for them (src/ticket/mail-document.ts).
export function policy(files: string[]): string {
  const bucket = files.join(" ");
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: https: ${bucket}`,
    `connect-src 'self' ${bucket}`,
    "font-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lambdesk-mail",
  ].join("; ");
}
