import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

test("the types are those of openapi.json; `npm run generate` renews them", async () => {
  const document = new URL("../../../functions/openapi.json", import.meta.url);
  const fresh = COMMENT_HEADER + astToString(await openapiTS(document));
  expect(readFileSync(new URL("./schema.d.ts", import.meta.url), "utf8")).toBe(fresh);
});
