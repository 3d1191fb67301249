//! How a send turns out: as told for the next sends, or as the recipient's address asks.
//!
//! Invariant: without a plan and without a simulator address every mail is delivered.

use serde::{Deserialize, Serialize};

/// What the endpoint does with a send.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behaviour {
    /// Accepts, reports Send and Delivery.
    #[default]
    Deliver,
    /// Accepts, reports Send and a permanent Bounce.
    HardBounce,
    /// Accepts, reports Send and a transient Bounce.
    SoftBounce,
    /// Accepts, reports Send, Delivery and Complaint.
    Complain,
    /// Accepts, reports Send and `DeliveryDelay`.
    Delay,
    /// Accepts, reports Send and Reject, as for a virus.
    Reject,
    /// Refuses with `MessageRejected`.
    Refuse,
    /// Refuses with `MailFromDomainNotVerifiedException`.
    Unverified,
    /// Refuses with `AccountSendingPausedException`.
    Paused,
    /// Refuses with `Throttling`, "Maximum sending rate exceeded."
    Throttle,
    /// Refuses with `Throttling`, "Daily message quota exceeded."
    Quota,
    /// Hangs, then drops the connection; the mail is not taken.
    TimeoutBefore,
    /// Takes the mail, hangs, then drops the connection.
    TimeoutAfter,
    /// Answers 500; the mail is not taken.
    ErrorBefore,
    /// Takes the mail, then answers 500.
    ErrorAfter,
    /// Accepts and reports nothing.
    DropEvents,
}

/// A behaviour and for how many sends it holds; until the next change when `times` is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What to do.
    pub behaviour: Behaviour,
    /// For how many sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

/// The plan that holds until changed, and one that holds for a number of sends before it.
#[derive(Debug, Default)]
pub(super) struct Plans {
    lasting: Behaviour,
    next: Option<(Behaviour, u32)>,
}

impl Plans {
    pub(super) fn set(&mut self, plan: Plan) {
        match plan.times {
            None => {
                self.lasting = plan.behaviour;
                self.next = None;
            }
            Some(0) => self.next = None,
            Some(times) => self.next = Some((plan.behaviour, times)),
        }
    }

    pub(super) fn current(&self) -> Plan {
        match self.next {
            Some((behaviour, times)) => Plan {
                behaviour,
                times: Some(times),
            },
            None => Plan {
                behaviour: self.lasting,
                times: None,
            },
        }
    }

    /// The behaviour of the send at hand; uses one up.
    pub(super) fn next(&mut self) -> Behaviour {
        let Some((behaviour, times)) = self.next else {
            return self.lasting;
        };
        self.next = (times > 1).then(|| (behaviour, times - 1));
        behaviour
    }
}

/// What happens to one recipient of an accepted mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Delivered,
    HardBounce,
    SoftBounce,
    Suppressed,
    Complained,
    Delayed,
    OutOfOffice,
}

/// What the address asks of the whole send, if it is one of the simulator's.
pub(super) fn simulated(destinations: &[String]) -> Option<Behaviour> {
    destinations
        .iter()
        .find_map(|address| match simulator(address)?.as_str() {
            "reject" => Some(Behaviour::Reject),
            "refuse" => Some(Behaviour::Refuse),
            "throttle" => Some(Behaviour::Throttle),
            "timeout-before" => Some(Behaviour::TimeoutBefore),
            "timeout-after" => Some(Behaviour::TimeoutAfter),
            "error-before" => Some(Behaviour::ErrorBefore),
            "error-after" => Some(Behaviour::ErrorAfter),
            "drop-events" => Some(Behaviour::DropEvents),
            _ => None,
        })
}

/// What happens to this recipient under this behaviour; a simulator address has the last word.
pub(super) fn outcome(behaviour: Behaviour, address: &str) -> Outcome {
    match simulator(address).as_deref() {
        Some("bounce") => return Outcome::HardBounce,
        Some("softbounce") => return Outcome::SoftBounce,
        Some("suppressionlist") => return Outcome::Suppressed,
        Some("complaint") => return Outcome::Complained,
        Some("delay") => return Outcome::Delayed,
        Some("ooto") => return Outcome::OutOfOffice,
        Some("success") => return Outcome::Delivered,
        _ => {}
    }
    match behaviour {
        Behaviour::HardBounce => Outcome::HardBounce,
        Behaviour::SoftBounce => Outcome::SoftBounce,
        Behaviour::Complain => Outcome::Complained,
        Behaviour::Delay => Outcome::Delayed,
        Behaviour::Deliver
        | Behaviour::Reject
        | Behaviour::Refuse
        | Behaviour::Unverified
        | Behaviour::Paused
        | Behaviour::Throttle
        | Behaviour::Quota
        | Behaviour::TimeoutBefore
        | Behaviour::TimeoutAfter
        | Behaviour::ErrorBefore
        | Behaviour::ErrorAfter
        | Behaviour::DropEvents => Outcome::Delivered,
    }
}

/// The local part of a simulator address without its label: `bounce+7@simulator.test` is `bounce`.
fn simulator(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let known = ["simulator.test", "simulator.amazonses.com"];
    let ours = known.iter().any(|known| domain.eq_ignore_ascii_case(known));
    ours.then(|| local.split('+').next().unwrap_or_default().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_plan_ends_and_the_lasting_one_returns() {
        let mut plans = Plans::default();
        plans.set(Plan {
            behaviour: Behaviour::Delay,
            times: None,
        });
        plans.set(Plan {
            behaviour: Behaviour::Throttle,
            times: Some(2),
        });
        let seen = [plans.next(), plans.next(), plans.next(), plans.next()];
        assert_eq!(
            seen,
            [
                Behaviour::Throttle,
                Behaviour::Throttle,
                Behaviour::Delay,
                Behaviour::Delay
            ]
        );
    }

    #[test]
    fn the_names_on_the_control_route_are_kebab_case() {
        let plan: Plan =
            serde_json::from_str(r#"{"behaviour":"timeout-after","times":1}"#).unwrap();
        assert_eq!(
            plan,
            Plan {
                behaviour: Behaviour::TimeoutAfter,
                times: Some(1)
            }
        );
        assert!(serde_json::from_str::<Plan>(r#"{"behaviour":"deliver","for":1}"#).is_err());
    }

    #[test]
    fn simulator_addresses_decide_and_others_follow_the_plan() {
        assert_eq!(
            outcome(Behaviour::Deliver, "Bounce+a@Simulator.test"),
            Outcome::HardBounce
        );
        assert_eq!(
            outcome(Behaviour::HardBounce, "success@simulator.test"),
            Outcome::Delivered
        );
        assert_eq!(
            outcome(Behaviour::HardBounce, "bounce@example.com"),
            Outcome::HardBounce
        );
        assert_eq!(
            outcome(Behaviour::Deliver, "bounce@example.com"),
            Outcome::Delivered
        );
        let throttled = [
            "a@example.com".to_owned(),
            "throttle@simulator.test".to_owned(),
        ];
        assert_eq!(simulated(&throttled), Some(Behaviour::Throttle));
        assert_eq!(simulated(&throttled[..1]), None);
    }
}
