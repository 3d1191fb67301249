// Values for tests.
import type { Ticket } from "../api/client";

export function ticket(part: Partial<Ticket> & { id: string }): Ticket {
  return {
    number: 1,
    subject: "Subject",
    status: "open",
    allowed_statuses: ["pending", "in_progress", "waiting_on_customer", "resolved"],
    priority: "medium",
    contact: "con_1",
    customer_email: "ann@example.com",
    tags: [],
    source: "email",
    preview: "",
    message_count: 1,
    public_count: 1,
    automatic: false,
    ai_resolved: false,
    created_at: "2026-11-20T10:00:00Z",
    updated_at: "2026-11-20T10:00:00Z",
    version: 1,
    ...part,
  };
}
