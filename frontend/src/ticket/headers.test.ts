import { expect, test } from "vitest";
import { readHeader } from "./headers";

const bytes = (text: string) => new TextEncoder().encode(text);
const fields = (text: string) => readHeader(bytes(text)).map(({ name, value }) => `${name}: ${value}`);

test("fields stand in their order, folded lines are joined, the body is left out", () => {
  expect(fields("Received: from a\r\n by b;\r\n\tFri\r\nSubject: Hello\r\n\r\nNot: a header\r\n")).toEqual([
    "Received: from a by b; Fri",
    "Subject: Hello",
  ]);
});

test("encoded words are read in both ways and joined", () => {
  expect(fields("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus?= =?UTF-8?B?IFdpZW4=?= heute\n\n")).toEqual(["Subject: Grüße aus Wien heute"]);
  expect(fields("From: =?iso-8859-1?Q?Ren=E9?= <r@example.com>\n\n")).toEqual(["From: René <r@example.com>"]);
});

test("what is broken is shown as it stands", () => {
  expect(fields("Subject: =?nonsense?q?=41?= x\nno colon here\nX: =?utf-8?b?!!!?=\n")).toEqual([
    "Subject: =?nonsense?q?=41?= x",
    "X: =?utf-8?b?!!!?=",
  ]);
});

test("raw UTF-8 is read, and other bytes stay visible", () => {
  expect(fields("Subject: Grüße\n\n")).toEqual(["Subject: Grüße"]);
  expect(readHeader(Uint8Array.from([88, 58, 32, 0xe9, 10, 10]))).toEqual([{ name: "X", value: "é" }]);
});
