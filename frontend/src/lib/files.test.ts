import { expect, test } from "vitest";
import { fileSize } from "./files";

test("sizes are short and in the reader's language", () => {
  expect(fileSize(370, "en")).toBe("370 bytes");
  expect(fileSize(1_500, "en")).toBe("1.5 kB");
  expect(fileSize(2_340_000, "de")).toBe("2,3 MB");
});
