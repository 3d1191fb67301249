//! What past tickets were answered, and which of those words may be said to somebody else.
//!
//! A sentence may be said again when people wrote it to customers of at least three circles, word for word: then it is nobody's
//! own. A circle is a domain; at the large providers of mailboxes it is an address.
//!
//! Invariant: no sentence that fewer circles were told ever comes out of [`PastAnswers::reusable`], whatever it holds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::similar::{PastTicket, PastTickets, Similar};
use super::words::{fold, split};
use crate::draft::sentence::{Sentence, cut};
use crate::ids::ContactId;

/// Circles that must have been told a sentence before it is said to another customer.
pub const CIRCLES: usize = 3;
/// Words from which a sentence says something; greetings and closings are shorter.
const TELLING: usize = 5;

/// Providers whose customers have nothing in common but their mailbox.
const PROVIDERS: &str = "gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.fr live.com msn.com yahoo.com yahoo.fr yahoo.de \
icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net \
libero.it virgilio.it ziggo.nl kpnmail.nl telia.com proton.me protonmail.com hey.com fastmail.com zoho.com mail.com bluewin.ch sapo.pt";

/// A past ticket with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PastAnswer {
    /// What is compared.
    #[serde(flatten)]
    pub ticket: PastTicket,
    /// Its number.
    pub number: u64,
    /// Its category.
    #[serde(default)]
    pub category: Option<String>,
    /// Its customer.
    pub contact: ContactId,
    /// Who counts as one with its customer; see [`circle`].
    pub circle: String,
    /// The last public answer.
    pub reply: String,
    /// Whether a person wrote it.
    pub by_person: bool,
    /// When it was written.
    pub replied_at: Timestamp,
    /// When the ticket was resolved.
    #[serde(default)]
    pub resolved_at: Option<Timestamp>,
}

/// The circle of an address.
#[must_use]
pub fn circle(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    if domain.is_empty() || PROVIDERS.split_whitespace().any(|p| p == domain) {
        email
    } else {
        domain.to_owned()
    }
}

/// Past answers, ready to be searched.
#[derive(Debug, Clone, Default)]
pub struct PastAnswers {
    answers: Vec<PastAnswer>,
    index: PastTickets,
    common: BTreeSet<String>,
}

impl PastAnswers {
    /// Indexes answers.
    #[must_use]
    pub fn build(answers: Vec<PastAnswer>) -> Self {
        let tickets: Vec<PastTicket> = answers.iter().map(|one| one.ticket.clone()).collect();
        let mut told: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for answer in answers.iter().filter(|answer| answer.by_person) {
            for sentence in cut(&answer.reply) {
                let circles = told.entry(plain(&sentence.text)).or_default();
                circles.insert(&answer.circle);
            }
        }
        let common = told.into_iter().filter(|(_, to)| to.len() >= CIRCLES);
        let common = common.map(|(sentence, _)| sentence).collect();
        Self {
            index: PastTickets::build(&tickets),
            answers,
            common,
        }
    }

    /// The past tickets most like one, best first, each holding at least `floor` of its telling words.
    #[must_use]
    pub fn like(
        &self,
        ticket: &PastTicket,
        floor: f32,
        limit: usize,
    ) -> Vec<(Similar, &PastAnswer)> {
        let found = self.index.like(ticket, floor, limit).into_iter();
        let answer = |similar: Similar| {
            let mut answers = self.answers.iter();
            let answer = answers.find(|answer| answer.ticket.id == similar.id)?;
            Some((similar, answer))
        };
        found.filter_map(answer).collect()
    }

    /// The sentences of an answer that may be said to another customer; `None` when they are less than half of what it says, so
    /// that no answer loses its point.
    #[must_use]
    pub fn reusable(&self, answer: &PastAnswer) -> Option<Vec<Sentence>> {
        if !answer.by_person {
            return None;
        }
        let telling = |sentence: &Sentence| split(&fold(&sentence.text)).len() >= TELLING;
        let all: Vec<Sentence> = cut(&answer.reply).into_iter().filter(telling).collect();
        let whole = all.len();
        let common = |sentence: &Sentence| self.common.contains(&plain(&sentence.text));
        let kept: Vec<Sentence> = all.into_iter().filter(common).collect();
        (!kept.is_empty() && kept.len() * 2 >= whole).then_some(kept)
    }
}

/// A sentence as it is compared: its exact words, whatever the case and the blanks.
fn plain(sentence: &str) -> String {
    let lower = sentence.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::TicketId;

    fn answer(number: u8, email: &str, reply: &str) -> PastAnswer {
        PastAnswer {
            ticket: PastTicket {
                id: TicketId::new(i64::from(number), [number; 10]),
                subject: "Export".to_owned(),
                text: "How do I export my cards?".to_owned(),
                language: "en".to_owned(),
            },
            number: number.into(),
            category: None,
            contact: ContactId::new(i64::from(number), [number; 10]),
            circle: circle(email),
            reply: reply.to_owned(),
            by_person: true,
            replied_at: Timestamp::UNIX_EPOCH,
            resolved_at: None,
        }
    }

    const COMMON: &str = "Open the deck and choose Export in its menu.";

    #[test]
    fn only_what_three_circles_were_told_is_said_again() {
        let reply =
            |name: &str, own: &str| format!("Hello {name},\n\n{COMMON} {own}\n\nBest\nMira");
        let answers = vec![
            answer(
                1,
                "ann@school.test",
                &reply("Ann", "Your licence is ABC-1."),
            ),
            answer(2, "bob@gmail.com", &reply("Bob", "")),
            answer(
                3,
                "cat@gmail.com",
                &reply("Cat", "We wrote to your bank about 40 euros."),
            ),
        ];
        let past = PastAnswers::build(answers.clone());
        for one in &answers {
            let kept = past.reusable(one).unwrap();
            let texts: Vec<&str> = kept.iter().map(|s| s.text.as_str()).collect();
            assert_eq!(texts, [COMMON], "{one:?}");
        }
        let two = PastAnswers::build(answers[..2].to_vec());
        assert_eq!(two.reusable(&answers[1]), None, "two are not three");
    }

    #[test]
    fn colleagues_of_one_company_are_one_circle_and_machines_are_none() {
        let mut answers: Vec<PastAnswer> = (1..=4)
            .map(|n| answer(n, &format!("person{n}@school.test"), COMMON))
            .collect();
        assert_eq!(
            PastAnswers::build(answers.clone()).reusable(&answers[0]),
            None
        );
        for (n, answer) in answers.iter_mut().enumerate() {
            answer.circle = format!("school{n}.test");
            answer.by_person = false;
        }
        assert_eq!(
            PastAnswers::build(answers.clone()).reusable(&answers[0]),
            None
        );
        assert_eq!(circle("Ann@GMAIL.com"), "ann@gmail.com");
        assert_eq!(circle("ann@School.test"), "school.test");
    }

    #[test]
    fn an_answer_that_would_lose_its_point_is_not_said() {
        let own = "Your order leaves on Monday morning at nine. The parcel has the number forty two. Please do pay the rest by Friday.";
        let mut answers: Vec<PastAnswer> = (1..=3)
            .map(|n| answer(n, &format!("a@school{n}.test"), COMMON))
            .collect();
        answers.push(answer(4, "d@school4.test", &format!("{COMMON} {own}")));
        let past = PastAnswers::build(answers.clone());
        assert_eq!(past.reusable(&answers[3]), None);
        assert!(past.reusable(&answers[0]).is_some());
        let found = past.like(&answers[0].ticket, 0.3, 5);
        assert_eq!(found.len(), 3, "a ticket is never like itself");
    }
}
