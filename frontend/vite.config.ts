// How the app is built and, while developing, where its API is found.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { policy } from "./policy.ts";

const api = process.env["LAMBDESK_API"] ?? "http://127.0.0.1:8025";
const proxy = Object.fromEntries(
  ["/api", "/auth", "/docs", "/health", "/openapi.json"].map((path) => [path, { target: api }]),
);

/** Whoever serves the app reads its policy from beside it. */
const policyFile: Plugin = {
  name: "policy-file",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "policy.txt", source: policy("{files}") });
  },
};

/** Written once here, so that whoever serves the app compresses nothing per request. Below a packet it gains nothing. */
const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  writeBundle: {
    order: "post",
    async handler({ dir }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css|html|svg|json)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const file = join(dir ?? "dist", name);
          const bytes = await readFile(file);
          if (bytes.length < 1_400) return;
          await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
          await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        }),
      );
    },
  },
};

export default defineConfig({
  plugins: [react(), policyFile, compressed],
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy },
  preview: { proxy, headers: { "Content-Security-Policy": policy("http://127.0.0.1:*") } },
  // A machine that builds beside it is slow; only what hangs is late.
  test: { include: ["src/**/*.test.ts"], testTimeout: 30_000 },
});
