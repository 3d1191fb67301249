//! The events of a mail, as SES publishes them to `EventBridge` (event data page of its developer guide).
//!
//! Invariant: the first event is Send, and each recipient is in exactly one further event, a complainer in two.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Taken;
use super::behaviour::Outcome;
use crate::mail::headers::{self, Parts};
use crate::queues::ids::uuid;

/// SES leaves out headers beyond this many bytes and says so.
const MAX_HEADERS: usize = 10 * 1024;

/// A mail with the account it was sent from.
pub(super) struct Envelope<'a> {
    pub(super) taken: &'a Taken,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
}

impl Envelope<'_> {
    /// All events in the order they happen.
    pub(super) fn events(&self) -> Vec<Value> {
        let mut all = vec![self.event("Email Sent", "Send", "send", json!({}))];
        if self.taken.rejected {
            let reason = json!({ "reason": "Bad content" });
            all.push(self.event("Email Rejected", "Reject", "reject", reason));
            return all;
        }
        let delivered = [
            Outcome::Delivered,
            Outcome::Complained,
            Outcome::OutOfOffice,
        ];
        all.extend(self.to(&delivered, |to| {
            self.event("Email Delivered", "Delivery", "delivery", self.delivery(to))
        }));
        for outcome in [
            Outcome::HardBounce,
            Outcome::Suppressed,
            Outcome::SoftBounce,
        ] {
            all.extend(self.to(&[outcome], |to| {
                self.event(
                    "Email Bounced",
                    "Bounce",
                    "bounce",
                    self.bounce(outcome, to),
                )
            }));
        }
        all.extend(self.to(&[Outcome::Complained], |to| {
            let detail = self.complaint(to);
            self.event("Email Complaint Received", "Complaint", "complaint", detail)
        }));
        all.extend(self.to(&[Outcome::Delayed], |to| {
            let detail = self.delay(to);
            self.event(
                "Email Delivery Delayed",
                "DeliveryDelay",
                "deliveryDelay",
                detail,
            )
        }));
        all
    }

    /// The event about the recipients with one of these outcomes, if there are any.
    fn to(&self, wanted: &[Outcome], event: impl FnOnce(&[&str]) -> Value) -> Option<Value> {
        let matching = self
            .taken
            .outcomes
            .iter()
            .filter(|(_, outcome)| wanted.contains(outcome));
        let recipients: Vec<&str> = matching.map(|(address, _)| address.as_str()).collect();
        (!recipients.is_empty()).then(|| event(&recipients))
    }

    fn event(&self, title: &str, kind: &str, member: &str, detail: Value) -> Value {
        let mut body = Map::new();
        body.insert("eventType".to_owned(), json!(kind));
        body.insert("mail".to_owned(), self.mail());
        body.insert(member.to_owned(), detail);
        let set = self
            .taken
            .submission
            .configuration_set
            .as_deref()
            .unwrap_or_default();
        json!({
            "version": "0",
            "id": uuid(),
            "detail-type": title,
            "source": "aws.ses",
            "account": self.account,
            "time": self.taken.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "region": self.region,
            "resources": [
                format!("arn:aws:ses:{}:{}:configuration-set/{set}", self.region, self.account)
            ],
            "detail": body,
        })
    }

    fn mail(&self) -> Value {
        let submission = &self.taken.submission;
        let parts = headers::split(&submission.raw);
        let (listed, truncated) = listed(&parts);
        let domain = submission.source.rsplit('@').next().unwrap_or_default();
        json!({
            "timestamp": iso(self.taken.at),
            "source": submission.source,
            "sourceArn": format!("arn:aws:ses:{}:{}:identity/{domain}", self.region, self.account),
            "sendingAccountId": self.account,
            "messageId": self.taken.id,
            "destination": submission.destinations,
            "headersTruncated": truncated,
            "headers": listed,
            "commonHeaders": self.common_headers(&parts),
            "tags": self.tags(domain),
        })
    }

    fn common_headers(&self, parts: &Parts<'_>) -> Value {
        let mut common = Map::new();
        for (name, member) in [
            ("From", "from"),
            ("To", "to"),
            ("Cc", "cc"),
            ("Reply-To", "replyTo"),
        ] {
            if let Some(value) = parts.first(name) {
                common.insert(member.to_owned(), json!(headers::mailboxes(&value)));
            }
        }
        for (name, member) in [("Date", "date"), ("Subject", "subject")] {
            if let Some(value) = parts.first(name) {
                common.insert(member.to_owned(), json!(value));
            }
        }
        common.insert("messageId".to_owned(), json!(self.taken.id));
        Value::Object(common)
    }

    fn tags(&self, domain: &str) -> Value {
        let submission = &self.taken.submission;
        let mut tags = Map::new();
        for (name, value) in &submission.tags {
            tags.insert(name.clone(), json!([value]));
        }
        let set = submission.configuration_set.as_deref().unwrap_or_default();
        let own = [
            ("ses:operation", "SendRawEmail"),
            ("ses:configuration-set", set),
            ("ses:source-ip", "127.0.0.1"),
            ("ses:from-domain", domain),
            ("ses:caller-identity", "local"),
        ];
        for (name, value) in own {
            tags.insert(name.to_owned(), json!([value]));
        }
        Value::Object(tags)
    }

    fn delivery(&self, recipients: &[&str]) -> Value {
        json!({
            "timestamp": iso(self.taken.at),
            "processingTimeMillis": 1,
            "recipients": recipients,
            "smtpResponse": "250 2.0.0 OK",
            "reportingMTA": self.mta(),
        })
    }

    fn bounce(&self, outcome: Outcome, recipients: &[&str]) -> Value {
        let (kind, sub, status, said) = diagnosis(outcome);
        let recipients: Vec<Value> = recipients
            .iter()
            .map(|address| {
                json!({
                    "emailAddress": address, "action": "failed", "status": status,
                    "diagnosticCode": said,
                })
            })
            .collect();
        json!({
            "feedbackId": self.feedback_id(),
            "bounceType": kind,
            "bounceSubType": sub,
            "bouncedRecipients": recipients,
            "timestamp": iso(self.taken.at),
            "reportingMTA": format!("dsn; {}", self.mta()),
        })
    }

    fn complaint(&self, recipients: &[&str]) -> Value {
        let recipients: Vec<Value> = recipients
            .iter()
            .map(|address| json!({ "emailAddress": address }))
            .collect();
        json!({
            "feedbackId": self.feedback_id(),
            "complaintSubType": null,
            "complainedRecipients": recipients,
            "timestamp": iso(self.taken.at),
            "userAgent": "Amazon SES Mailbox Simulator",
            "complaintFeedbackType": "abuse",
            "arrivalDate": iso(self.taken.at),
        })
    }

    fn delay(&self, recipients: &[&str]) -> Value {
        let recipients: Vec<Value> = recipients
            .iter()
            .map(|address| {
                json!({
                    "emailAddress": address, "status": "4.4.1",
                    "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
                })
            })
            .collect();
        let hours = jiff::SignedDuration::from_hours(14);
        let expires = self.taken.at.checked_add(hours).unwrap_or(self.taken.at);
        json!({
            "delayType": "TransientCommunicationFailure",
            "expirationTime": iso(expires),
            "delayedRecipients": recipients,
            "timestamp": iso(self.taken.at),
            "reportingMTA": self.mta(),
        })
    }

    fn feedback_id(&self) -> String {
        super::rewrite::message_id(self.region, self.taken.at)
    }

    fn mta(&self) -> String {
        format!("a0-1.smtp-out.{}.amazonses.com", self.region)
    }
}

/// Bounce type, subtype, status and diagnosis of a bounce.
fn diagnosis(outcome: Outcome) -> (&'static str, &'static str, &'static str, &'static str) {
    if outcome == Outcome::SoftBounce {
        (
            "Transient",
            "MailboxFull",
            "4.2.2",
            "smtp; 452 4.2.2 mailbox full",
        )
    } else if outcome == Outcome::Suppressed {
        let said = "Amazon SES did not send the message to this address because it is on the suppression list for your account.";
        ("Permanent", "OnAccountSuppressionList", "5.1.1", said)
    } else {
        (
            "Permanent",
            "General",
            "5.1.1",
            "smtp; 550 5.1.1 user unknown",
        )
    }
}

fn listed(parts: &Parts<'_>) -> (Vec<Value>, bool) {
    let mut bytes = 0;
    let mut all = Vec::new();
    for field in &parts.fields {
        bytes += field.raw.len();
        if bytes > MAX_HEADERS {
            return (all, true);
        }
        all.push(json!({ "name": field.name, "value": field.value() }));
    }
    (all, false)
}

fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
