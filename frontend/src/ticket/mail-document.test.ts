import { expect, test } from "vitest";
import { contentIds, guessHeight, mailDocument, remoteAddresses, remoteImages, SANDBOX } from "./mail-document";

const HTML = '<p>Hi<img data-remote-src="https://t.test/p.gif"><img src="/api/x" data-cid="logo@x" alt="l"></p>';
const OFF = { remote: new Map<string, string | null>(), inline: {} };

test("the frame may neither run scripts nor share the origin of the app", () => {
  expect(SANDBOX).not.toMatch(/script|same-origin|forms|top-navigation/);
});

test("without being asked for, nothing of another server is named as a source", () => {
  const page = mailDocument(HTML, OFF);
  expect(page).toContain("default-src 'none'; img-src data:; ");
  expect(page).not.toContain(' src="https://t.test');
  expect(page).not.toContain('src="/api');
  expect(remoteImages(HTML)).toBe(1);
});

test("asked for, images of other servers are in the document, and no server is named as a source", () => {
  const page = mailDocument(HTML, { remote: new Map([["https://t.test/p.gif", "data:image/gif;base64,R0lGODlhAQABAAAAACw="]]), inline: {} });
  expect(page).toContain('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="');
  expect(page).toContain("img-src data:;");
  expect(page).not.toContain(' src="https:');
});

test("an image that could not be had leaves what its sender says it shows", () => {
  const html = '<img data-remote-src="https://t.test/a.png?x=1&amp;y=2" alt="Our &lt;offer&gt;"><img data-remote-src="https://t.test/b.png">';
  expect(remoteAddresses(html)).toEqual(["https://t.test/a.png?x=1&y=2", "https://t.test/b.png"]);
  const page = mailDocument(html, { remote: new Map(remoteAddresses(html).map((address) => [address, null])), inline: {} });
  expect(page).toContain('<body><span class="missing">Our &lt;offer></span></body>');
});

test("an address that is there twice is asked for once", () => {
  expect(remoteAddresses(HTML + HTML)).toEqual(["https://t.test/p.gif"]);
  expect(remoteImages(HTML + HTML)).toBe(2);
});

test("images of the mail itself are shown from their signed address", () => {
  expect(contentIds(HTML)).toEqual(["logo@x"]);
  const page = mailDocument(HTML, { ...OFF, inline: { "logo@x": 'https://files.test/a?x=1&y="2"' } });
  expect(page).toContain("img-src data: https://files.test;");
  expect(page).toContain('<img src="https://files.test/a?x=1&amp;y=&quot;2&quot;" data-cid');
});

test("an image with a source the sanitiser did not mark loses it", () => {
  expect(mailDocument('<img src="https://evil.test/x">', OFF)).not.toContain("evil.test");
});

test("the guessed height grows with the text and stays within bounds", () => {
  expect(guessHeight("<p>Hi</p>", 600)).toBeLessThan(guessHeight("<p>Hi</p>".repeat(20), 600));
  expect(guessHeight("x".repeat(1e6), 600)).toBe(900);
});
