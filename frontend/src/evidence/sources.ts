// The systems that may know a customer, by the names they call themselves.

export const SOURCES = { sentry: "Sentry", posthog: "PostHog", postgres: "Postgres" } as const;
