// How the app is built and, while developing, where its API is found.
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

export default defineConfig({
  plugins: [react(), policyFile],
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { proxy },
  preview: { proxy, headers: { "Content-Security-Policy": policy("http://127.0.0.1:*") } },
  test: { include: ["src/**/*.test.ts"] },
});
