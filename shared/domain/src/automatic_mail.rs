//! Whether a machine may write to somebody.
//!
//! Invariant: every loop ends. Whatever the headers of the other side say or hide, the counters stop it: one automatic
//! answer to an address on a ticket, and a few automatic mails to an address in an hour.
//!
//! Sources: RFC 3834 section 2; `X-Auto-Response-Suppress` (MS-OXCMAIL 2.1.3.2.20). RFC 3834 answers the
//! envelope sender, but behind a forward that is a rewritten address, so the customer's own is used and must be
//! authenticated: otherwise a forged sender would be flooded in our name.

use crate::address::{Address, is_deliverable};
use crate::mail::{AutomaticKind, Evidence, Mail};
use crate::people::Settings;
use crate::reply_address::looks_like_reply_address;

/// Automatic answers to one address on one ticket.
const PER_TICKET: u32 = 1;

/// Automatic mail that went out before; the store counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// To this address in the current hour, over all tickets.
    pub in_hour: u32,
    /// Answers to this address on this ticket.
    pub on_ticket: u32,
}

/// Why no automatic mail is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Silence {
    /// A machine wrote.
    #[error("the mail was written by a machine")]
    Machine(AutomaticKind),
    /// The mail has no envelope sender, as reports have (RFC 5321 section 4.5.5).
    #[error("the mail has an empty envelope sender, as reports have")]
    NullSender,
    /// The sender asked for it.
    #[error("the sender asks for no automatic answer")]
    Asked,
    /// Spam or virus.
    #[error("the receiving server takes the mail for spam or found a virus")]
    Unsafe,
    /// Nobody to answer.
    #[error("the mail names no usable sender")]
    NoSender,
    /// A colleague wrote, or the mail is our own.
    #[error("the address belongs to the organisation")]
    Own,
    /// The address was taken from text.
    #[error("the customer's address was taken from forwarded text")]
    FromText,
    /// The address may be forged.
    #[error("the sender's address is not authenticated")]
    Unauthenticated,
    /// Nobody reads there.
    #[error("nobody reads mail to this address")]
    NoReply,
    /// The ticket had its answer.
    #[error("this address has had its automatic answer on this ticket")]
    Answered,
    /// The hour had its mails.
    #[error(
        "this address has had its automatic mails of this hour; settings: automatic_mail_per_hour"
    )]
    TooMany,
}

/// Decides whether a mail may be answered by a machine, and names the address to answer.
///
/// # Errors
/// The reason to be silent, for the audit trail.
pub fn may_answer<'a>(
    mail: &'a Mail,
    own: &dyn Fn(&str) -> bool,
    sent: Counters,
    settings: &Settings,
) -> Result<&'a Address, Silence> {
    let failed = |verdict: &Option<String>| {
        verdict
            .as_deref()
            .is_some_and(|v| v.eq_ignore_ascii_case("FAIL"))
    };
    if let Some(automatic) = &mail.automatic {
        return Err(Silence::Machine(automatic.kind));
    }
    if mail.bounce.is_some() {
        return Err(Silence::Machine(AutomaticKind::Bounce));
    }
    if mail.envelope.return_path.as_deref() == Some("") {
        return Err(Silence::NullSender);
    }
    if mail.suppress_auto_reply {
        return Err(Silence::Asked);
    }
    if failed(&mail.verdicts.spam) || failed(&mail.verdicts.virus) {
        return Err(Silence::Unsafe);
    }
    let customer = mail.customer.as_ref().ok_or(Silence::NoSender)?;
    match customer.evidence {
        Evidence::AttachedMessage | Evidence::ForwardedBlock => return Err(Silence::FromText),
        Evidence::ColleagueRecipient => return Err(Silence::Own),
        Evidence::HeaderFrom
        | Evidence::Redirected
        | Evidence::FormReplyTo
        | Evidence::OriginalHeader => {}
    }
    may_write(&customer.address.email, own, sent, settings)?;
    if mail.colleague {
        return Err(Silence::Own);
    }
    if !customer.trusted {
        return Err(Silence::Unauthenticated);
    }
    if sent.on_ticket >= PER_TICKET {
        return Err(Silence::Answered);
    }
    Ok(&customer.address)
}

/// Decides whether a notice that answers no mail may go to an address.
///
/// # Errors
/// The reason to be silent, for the audit trail.
pub fn may_write(
    email: &str,
    own: &dyn Fn(&str) -> bool,
    sent: Counters,
    settings: &Settings,
) -> Result<(), Silence> {
    if !is_deliverable(email) || !email.is_ascii() {
        return Err(Silence::NoSender);
    }
    if own(&email.to_lowercase()) || looks_like_reply_address(email) {
        return Err(Silence::Own);
    }
    if nobody_reads(email) {
        return Err(Silence::NoReply);
    }
    if sent.in_hour >= settings.automatic_mail_per_hour {
        return Err(Silence::TooMany);
    }
    Ok(())
}

/// Local parts that machines send from, alone or before a separator, as in `bounces+123`.
const MACHINES: [&str; 11] = [
    "noreply",
    "no-reply",
    "no_reply",
    "no.reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "mailer-daemon",
    "postmaster",
    "bounce",
    "bounces",
];

fn nobody_reads(email: &str) -> bool {
    let email = email.to_lowercase();
    let local = email.rsplit_once('@').map_or("", |(local, _)| local);
    MACHINES.iter().any(|name| {
        local
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['+', '-', '_', '.', '=']))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mail::{Automatic, Bounce, Envelope, Sender, Verdicts};

    fn own(email: &str) -> bool {
        email == "support@demo.test"
    }

    fn person() -> Mail {
        let address = Address::new(Some("Ann"), "ann@example.com");
        let customer = Sender {
            address,
            evidence: Evidence::HeaderFrom,
            confidence: 0.9,
            trusted: true,
        };
        Mail {
            customer: Some(customer),
            ..Mail::default()
        }
    }

    fn from(email: &str) -> Mail {
        let mut mail = person();
        mail.customer.as_mut().unwrap().address.email = email.to_owned();
        mail
    }

    fn by(evidence: Evidence) -> Mail {
        let mut mail = person();
        mail.customer.as_mut().unwrap().evidence = evidence;
        mail
    }

    fn decide(mail: &Mail) -> Result<&str, Silence> {
        may_answer(mail, &own, Counters::default(), &Settings::default()).map(|a| a.email.as_str())
    }

    #[test]
    fn a_person_is_answered() {
        assert_eq!(decide(&person()), Ok("ann@example.com"));
        assert_eq!(decide(&by(Evidence::FormReplyTo)), Ok("ann@example.com"));
        assert_eq!(
            decide(&from("bounceland@example.com")),
            Ok("bounceland@example.com")
        );
    }

    #[test]
    fn every_reason_to_be_silent_counts() {
        let machine = |kind| Mail {
            automatic: Some(Automatic {
                kind,
                evidence: String::new(),
            }),
            ..person()
        };
        let mut forged = person();
        forged.customer.as_mut().unwrap().trusted = false;
        let spam = Verdicts {
            spam: Some("FAIL".into()),
            ..Verdicts::default()
        };
        let virus = Verdicts {
            virus: Some("fail".into()),
            ..Verdicts::default()
        };
        let null = Envelope {
            return_path: Some(String::new()),
            ..Envelope::default()
        };
        let cases = [
            (
                machine(AutomaticKind::OutOfOffice),
                Silence::Machine(AutomaticKind::OutOfOffice),
            ),
            (
                machine(AutomaticKind::List),
                Silence::Machine(AutomaticKind::List),
            ),
            (
                Mail {
                    bounce: Some(Bounce::default()),
                    ..person()
                },
                Silence::Machine(AutomaticKind::Bounce),
            ),
            (
                Mail {
                    envelope: null,
                    ..person()
                },
                Silence::NullSender,
            ),
            (
                Mail {
                    suppress_auto_reply: true,
                    ..person()
                },
                Silence::Asked,
            ),
            (
                Mail {
                    verdicts: spam,
                    ..person()
                },
                Silence::Unsafe,
            ),
            (
                Mail {
                    verdicts: virus,
                    ..person()
                },
                Silence::Unsafe,
            ),
            (
                Mail {
                    customer: None,
                    ..person()
                },
                Silence::NoSender,
            ),
            (from("not an address"), Silence::NoSender),
            (from("support@demo.test"), Silence::Own),
            (
                Mail {
                    colleague: true,
                    ..person()
                },
                Silence::Own,
            ),
            (by(Evidence::ColleagueRecipient), Silence::Own),
            (by(Evidence::ForwardedBlock), Silence::FromText),
            (by(Evidence::AttachedMessage), Silence::FromText),
            (forged, Silence::Unauthenticated),
            (from("No-Reply@example.com"), Silence::NoReply),
            (from("bounces+a=b@example.com"), Silence::NoReply),
            (from("mailer-daemon@example.com"), Silence::NoReply),
        ];
        for (mail, reason) in cases {
            assert_eq!(decide(&mail), Err(reason), "{reason}");
        }
    }

    #[test]
    fn reply_addresses_are_never_written_to() {
        let token = format!("reply+{}@other.example.com", "0".repeat(48));
        assert_eq!(
            may_write(&token, &own, Counters::default(), &Settings::default()),
            Err(Silence::Own)
        );
    }

    #[test]
    fn counters_stop_what_headers_do_not() {
        let settings = Settings::default();
        let answer = |in_hour, on_ticket| {
            may_answer(&person(), &own, Counters { in_hour, on_ticket }, &settings).map(|_| ())
        };
        assert_eq!(answer(3, 0), Ok(()));
        assert_eq!(answer(4, 0), Err(Silence::TooMany));
        assert_eq!(answer(0, 1), Err(Silence::Answered));
        let sent = Counters {
            in_hour: 0,
            on_ticket: 1,
        };
        assert_eq!(
            may_write("ann@example.com", &own, sent, &settings),
            Ok(()),
            "notices go on"
        );
    }

    proptest! {
        #[test]
        fn two_helpdesks_that_answer_each_other_stop(limit in 0_u32..10, tries in 0_u32..50) {
            let settings = Settings { automatic_mail_per_hour: limit, ..Settings::default() };
            let mut sent = Counters::default();
            for _ in 0..tries {
                // Each answer opens a ticket of its own over there: only the hour counts.
                if may_answer(&person(), &own, sent, &settings).is_ok() {
                    sent.in_hour += 1;
                }
            }
            prop_assert!(sent.in_hour <= limit);
        }
    }
}
