import { expect, test } from "vitest";
import { contentIds, guessHeight, mailDocument, remoteImages, SANDBOX } from "./mail-document";

const HTML = '<p>Hi<img data-remote-src="https://t.test/p.gif"><img src="/api/x" data-cid="logo@x" alt="l"></p>';
const OFF = { remote: false, inline: {} };

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

test("asked for, remote images are shown", () => {
  const page = mailDocument(HTML, { remote: true, inline: {} });
  expect(page).toContain('<img src="https://t.test/p.gif">');
  expect(page).toContain("img-src data: https:;");
});

test("images of the mail itself are shown from their signed address", () => {
  expect(contentIds(HTML)).toEqual(["logo@x"]);
  const page = mailDocument(HTML, { remote: false, inline: { "logo@x": 'https://files.test/a?x=1&y="2"' } });
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
