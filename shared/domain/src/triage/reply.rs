//! What to do next, and a reply to start from, in the customer's language.
//!
//! Invariant: a template promises nothing and invents nothing; it only says what was understood and asks for what is needed.

mod north;
mod south;

use super::lexicon::Topic;
use super::verdict::Reason;
use crate::status::{Priority, Sentiment};

/// Longest name to greet with.
const LONGEST_NAME: usize = 40;

/// What a reply is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Refund,
    Cancel,
    Fault,
    Question,
    Price,
    Account,
    Billing,
    Thanks,
    General,
    Advert,
}

/// The sentences of a language.
pub(super) struct Phrases {
    pub(super) language: &'static str,
    /// With `{name}` where the name goes, blank before it included.
    pub(super) hello: &'static str,
    pub(super) neutral: &'static str,
    pub(super) positive: &'static str,
    pub(super) negative: &'static str,
    pub(super) frustrated: &'static str,
    pub(super) refund: &'static str,
    pub(super) cancel: &'static str,
    pub(super) fault: &'static str,
    pub(super) question: &'static str,
    pub(super) price: &'static str,
    pub(super) account: &'static str,
    pub(super) billing: &'static str,
    pub(super) thanks: &'static str,
    pub(super) general: &'static str,
    pub(super) regards: &'static str,
}

impl Kind {
    /// The kind that the strongest reason speaks for.
    pub(crate) fn of(reasons: &[(Topic, Reason)]) -> Self {
        let strongest = reasons
            .iter()
            .max_by(|a, b| a.1.points.total_cmp(&b.1.points));
        strongest.map_or(Self::General, |(topic, _)| Self::of_topic(*topic))
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "topics that say nothing about the reply get the general one"
    )]
    fn of_topic(topic: Topic) -> Self {
        match topic {
            Topic::Refund | Topic::Charge | Topic::Withdrawal | Topic::Mistake => Self::Refund,
            Topic::Cancel => Self::Cancel,
            Topic::Fault
            | Topic::Cannot
            | Topic::Missing
            | Topic::Odd
            | Topic::Tried
            | Topic::Access
            | Topic::Blocked
            | Topic::Login => Self::Fault,
            Topic::How
            | Topic::Lost
            | Topic::Change
            | Topic::Product
            | Topic::Feature
            | Topic::Want => Self::Question,
            Topic::Price | Topic::Sales => Self::Price,
            Topic::Account | Topic::Password => Self::Account,
            Topic::Invoice | Topic::Payment | Topic::Subscription => Self::Billing,
            Topic::Thanks => Self::Thanks,
            Topic::Advert => Self::Advert,
            _ => Self::General,
        }
    }
}

/// What an agent does next.
pub(crate) fn next_action(kind: Kind, priority: Priority) -> &'static str {
    let now = priority == Priority::Urgent;
    match kind {
        Kind::Fault if now => "Investigate immediately and provide a status update.",
        Kind::Fault if priority == Priority::High => {
            "Investigate first among today's tickets and tell the customer what was found."
        }
        Kind::Fault => {
            "Reproduce the fault; ask for device, version and steps if they are missing."
        }
        Kind::Refund | Kind::Billing if now => {
            "Check the payment records immediately and answer the customer."
        }
        Kind::Refund => {
            "Find the payment, check it against the refund policy and answer with the decision."
        }
        Kind::Billing => "Check the payment records and answer, or send the document asked for.",
        Kind::Cancel => {
            "Check where the subscription was bought, then cancel it or explain how to."
        }
        Kind::Question => {
            "Answer the question, with a link to the matching article if there is one."
        }
        Kind::Price => "Answer with the current prices, or hand over to whoever makes offers.",
        Kind::Account if now => {
            "Verify the customer's identity immediately, then restore access or make the change."
        }
        Kind::Account => "Verify the customer's identity, then make the change or explain how to.",
        Kind::Thanks => "No answer needed; close it, or thank the customer.",
        Kind::Advert => "Looks like advertising; close it if it is.",
        Kind::General if now => "Read it now and sort it by hand.",
        Kind::General => "Read it and sort it by hand.",
    }
}

/// A reply to start from; none for advertising.
pub(crate) fn suggest(
    kind: Kind,
    sentiment: Sentiment,
    language: &str,
    name: Option<&str>,
) -> Option<String> {
    let mut all = north::PHRASES.iter().chain(south::PHRASES);
    let phrases = all
        .clone()
        .find(|one| one.language == language)
        .or_else(|| all.next())?;
    let body = match kind {
        Kind::Refund => phrases.refund,
        Kind::Cancel => phrases.cancel,
        Kind::Fault => phrases.fault,
        Kind::Question => phrases.question,
        Kind::Price => phrases.price,
        Kind::Account => phrases.account,
        Kind::Billing => phrases.billing,
        Kind::Thanks => phrases.thanks,
        Kind::General => phrases.general,
        Kind::Advert => return None,
    };
    let opening = match sentiment {
        Sentiment::Neutral => phrases.neutral,
        Sentiment::Positive => phrases.positive,
        Sentiment::Negative => phrases.negative,
        Sentiment::Frustrated => phrases.frustrated,
    };
    let opening = if kind == Kind::Thanks { "" } else { opening };
    let name = name
        .and_then(usable_name)
        .map(|name| format!(" {name}"))
        .unwrap_or_default();
    let hello = phrases.hello.replace("{name}", &name);
    let middle = [opening, body]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Some(format!("{hello}\n\n{middle}\n\n{}", phrases.regards))
}

/// A name that reads like one: no addresses, no digits, nothing long.
fn usable_name(name: &str) -> Option<&str> {
    let name = name.trim();
    let fits = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    let usable = !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits);
    usable.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_sentence_and_greets_by_name() {
        for language in ["en", "de", "nl", "fr", "it", "es", "pt", "sv"] {
            for kind in [
                Kind::Refund,
                Kind::Cancel,
                Kind::Fault,
                Kind::Question,
                Kind::Price,
                Kind::Account,
                Kind::Billing,
                Kind::Thanks,
                Kind::General,
            ] {
                for sentiment in Sentiment::ALL {
                    let reply =
                        suggest(kind, *sentiment, language, Some("Ana Souza")).unwrap_or_default();
                    assert!(reply.contains(" Ana Souza"), "{language} {reply}");
                    assert!(!reply.contains('{'), "{reply}");
                    assert_ne!(
                        reply,
                        suggest(kind, *sentiment, "xx", Some("Ana Souza"))
                            .unwrap_or_default()
                            .replace("Hello", if language == "en" { "" } else { "Hello" })
                    );
                }
            }
        }
    }

    #[test]
    fn odd_names_are_left_out_and_advertising_gets_no_reply() {
        for name in ["<b>x</b>", "https://example.com", "A9", "", &"x".repeat(60)] {
            let reply =
                suggest(Kind::Fault, Sentiment::Neutral, "en", Some(name)).unwrap_or_default();
            assert!(reply.starts_with("Hello,\n"), "{reply}");
        }
        assert_eq!(suggest(Kind::Advert, Sentiment::Neutral, "en", None), None);
    }
}
