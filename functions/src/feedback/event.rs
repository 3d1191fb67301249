//! The shape of SES events.
//!
//! Invariant: unknown event types and missing fields are no errors; SES adds to both.

use std::collections::HashMap;

use lambdesk_domain::delivery::Happened;
use serde::Deserialize;

/// An event as EventBridge passes it on.
#[derive(Debug, Deserialize)]
pub(super) struct Wrapped {
    pub(super) detail: Detail,
}

/// The event itself.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Detail {
    event_type: String,
    mail: MailFacts,
    #[serde(default)]
    bounce: Option<Bounce>,
    #[serde(default)]
    delivery_delay: Option<Delay>,
    #[serde(default)]
    reject: Option<Reject>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MailFacts {
    message_id: String,
    #[serde(default)]
    tags: HashMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(default)]
    bounce_type: String,
    #[serde(default)]
    bounce_sub_type: String,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Delay {
    #[serde(default)]
    delay_type: String,
}

#[derive(Debug, Deserialize)]
struct Reject {
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    diagnostic_code: Option<String>,
}

impl Detail {
    /// The value of one of our tags.
    pub(super) fn tag(&self, name: &str) -> Option<&str> {
        self.mail.tags.get(name)?.first().map(String::as_str)
    }

    /// What it means for the message; `None` for opens, clicks and what SES may add.
    pub(super) fn happened(&self) -> Option<Happened> {
        Some(match self.event_type.as_str() {
            "Send" => Happened::SendEvent(self.mail.message_id.clone()),
            "Delivery" => Happened::DeliveryEvent,
            "Complaint" => Happened::ComplaintEvent,
            "DeliveryDelay" => Happened::DelayEvent(
                self.delivery_delay
                    .as_ref()
                    .map_or("delayed", |d| d.delay_type.as_str())
                    .to_owned(),
            ),
            "Reject" => Happened::RejectEvent(
                self.reject
                    .as_ref()
                    .map_or("refused by SES", |r| r.reason.as_str())
                    .to_owned(),
            ),
            "Bounce" => {
                let bounce = self.bounce.as_ref()?;
                Happened::BounceEvent {
                    permanent: bounce.bounce_type == "Permanent",
                    reason: bounce.reason(),
                }
            }
            _ => return None,
        })
    }
}

impl Bounce {
    fn reason(&self) -> String {
        let recipient = self.bounced_recipients.first();
        let status = recipient.and_then(|r| r.status.as_deref());
        let diagnostic = recipient.and_then(|r| r.diagnostic_code.as_deref());
        let parts = [status, diagnostic, Some(self.bounce_sub_type.as_str())];
        parts
            .into_iter()
            .flatten()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happened(json: &str) -> Option<Happened> {
        serde_json::from_str::<Wrapped>(json)
            .unwrap()
            .detail
            .happened()
    }

    #[test]
    fn events_are_understood() {
        let mail = r#""mail":{"messageId":"m-1","tags":{"message":["x"]}}"#;
        let event = |kind: &str, more: &str| {
            format!(r#"{{"detail":{{"eventType":"{kind}",{mail}{more}}}}}"#)
        };
        assert_eq!(
            happened(&event("Send", "")),
            Some(Happened::SendEvent("m-1".into()))
        );
        assert_eq!(
            happened(&event("Delivery", "")),
            Some(Happened::DeliveryEvent)
        );
        assert_eq!(happened(&event("Open", "")), None);
        let bounce = r#","bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":[{"emailAddress":"a@example.com","status":"5.1.1"}]}"#;
        assert_eq!(
            happened(&event("Bounce", bounce)),
            Some(Happened::BounceEvent {
                permanent: true,
                reason: "5.1.1 General".into()
            })
        );
        let soft = r#","bounce":{"bounceType":"Transient"}"#;
        assert_eq!(
            happened(&event("Bounce", soft)),
            Some(Happened::BounceEvent {
                permanent: false,
                reason: String::new()
            })
        );
    }
}
