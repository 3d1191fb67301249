//! Which canned response answers a ticket best.
//!
//! Invariant: one that is not enabled, has another category or language, or names what is not known is never chosen.

use super::CannedResponse;
use super::variables::{Values, fill};
use crate::knowledge::engine::{Document, Engine};

/// Weight of a word of the name: it says what the answer is about.
const NAME: f32 = 2.0;
/// Share of the question's telling words that one of several must hold.
const ENOUGH: f32 = 0.2;

/// What is answered.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Key of the ticket's category.
    pub category: &'a str,
    /// The customer's language, BCP 47.
    pub language: &'a str,
    /// The team's language, BCP 47.
    pub team_language: &'a str,
    /// The customer's words.
    pub question: &'a str,
    /// What the variables stand for.
    pub values: Values<'a>,
}

/// What was chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Chosen<'a> {
    /// For the customer, in their language.
    pub customer: Option<&'a CannedResponse>,
    /// For the team, in its language, when that is another one: the same answer where there is one, else the best.
    pub team: Option<&'a CannedResponse>,
}

/// Chooses. The only one of its category and language answers all of it; of several it is the one that shares most telling
/// words with the question, and none when none shares enough: a wrong answer is worse than a general one.
#[must_use]
pub fn choose<'a>(responses: &'a [CannedResponse], wanted: &Wanted<'_>) -> Chosen<'a> {
    let fit = |language: &str| -> Vec<&'a CannedResponse> {
        let fit = responses.iter().filter(|response| {
            let content = &response.content;
            content.enabled
                && content.category.as_deref() == Some(wanted.category)
                && same(&content.language, language)
                && fill(&content.body, &wanted.values).missing.is_empty()
        });
        fit.collect()
    };
    let customer = best(&fit(wanted.language), wanted);
    if same(wanted.language, wanted.team_language) {
        return Chosen {
            customer,
            team: None,
        };
    }
    let for_team = fit(wanted.team_language);
    let variant = customer.and_then(|customer| {
        let shortcut = &customer.content.shortcut;
        let mut variants = for_team.iter().copied();
        variants.find(|response| response.content.shortcut == *shortcut)
    });
    Chosen {
        customer,
        team: match customer {
            Some(_) => variant,
            None => best(&for_team, wanted),
        },
    }
}

/// Canned responses for a model to keep to, best first, at most `most`: of the customer's or the team's language, with nothing
/// in them that is not known; the only one of the category, and those that share enough telling words with the question,
/// whatever their category, since nobody has judged the ticket yet.
#[must_use]
pub fn offered<'a>(
    responses: &'a [CannedResponse],
    wanted: &Wanted<'_>,
    most: usize,
) -> Vec<&'a CannedResponse> {
    let fit: Vec<&CannedResponse> = responses
        .iter()
        .filter(|response| {
            let content = &response.content;
            let spoken = [wanted.language, wanted.team_language];
            content.enabled
                && spoken
                    .iter()
                    .any(|language| same(&content.language, language))
                && fill(&content.body, &wanted.values).missing.is_empty()
        })
        .collect();
    let chosen = choose(responses, wanted);
    let mut offered: Vec<&CannedResponse> = chosen.customer.or(chosen.team).into_iter().collect();
    for language in [wanted.language, wanted.team_language] {
        let of_language: Vec<&CannedResponse> = fit
            .iter()
            .copied()
            .filter(|response| same(&response.content.language, language))
            .collect();
        for response in ranked(&of_language, wanted) {
            if !offered.iter().any(|known| known.id == response.id) {
                offered.push(response);
            }
        }
    }
    offered.truncate(most);
    offered
}

fn best<'a>(fit: &[&'a CannedResponse], wanted: &Wanted<'_>) -> Option<&'a CannedResponse> {
    if let [only] = fit {
        return Some(only);
    }
    ranked(fit, wanted).into_iter().next()
}

/// Those that share enough telling words with the question, best first.
fn ranked<'a>(fit: &[&'a CannedResponse], wanted: &Wanted<'_>) -> Vec<&'a CannedResponse> {
    let fields: Vec<[(&str, f32); 2]> = fit
        .iter()
        .map(|r| {
            [
                (r.content.body.as_str(), 1.0),
                (r.content.name.as_str(), NAME),
            ]
        })
        .collect();
    let documents: Vec<Document<'_>> = fit
        .iter()
        .zip(&fields)
        .map(|(response, fields)| Document {
            language: &response.content.language,
            fields,
        })
        .collect();
    let found = Engine::build(&documents).search(wanted.question, wanted.language);
    let enough = found.iter().filter(|one| one.coverage >= ENOUGH);
    enough
        .filter_map(|one| fit.get(one.document).copied())
        .collect()
}

/// Whether two tags name one language, whatever the region.
fn same(one: &str, other: &str) -> bool {
    let primary = |tag: &str| {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        primary.to_ascii_lowercase()
    };
    primary(one) == primary(other) && primary(one) != "und"
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::tests::content;
    use super::super::variables::tests::VALUES;
    use super::*;
    use crate::ids::{CannedResponseId, OrganisationId};

    fn response(
        n: u8,
        shortcut: &str,
        language: &str,
        category: &str,
        body: &str,
    ) -> CannedResponse {
        CannedResponse {
            id: CannedResponseId::new(i64::from(n), [n; 10]),
            organisation: OrganisationId::new(1, [1; 10]),
            content: content(shortcut, language, category, body),
            version: 1,
            updated_at: Timestamp::UNIX_EPOCH,
            updated_by: None,
        }
    }

    fn wanted<'a>(category: &'a str, language: &'a str, question: &'a str) -> Wanted<'a> {
        Wanted {
            category,
            language,
            team_language: "en",
            question,
            values: VALUES,
        }
    }

    fn shortcut(response: Option<&CannedResponse>) -> Option<(&str, &str)> {
        response.map(|r| (r.content.shortcut.as_str(), r.content.language.as_str()))
    }

    #[test]
    fn category_and_language_come_first_and_the_words_decide_between_the_rest() {
        let responses = [
            response(
                1,
                "refund",
                "en",
                "refund-request",
                "We check your payment.",
            ),
            response(
                2,
                "refund",
                "de",
                "refund-request",
                "Wir prüfen Ihre Zahlung.",
            ),
            response(
                3,
                "export",
                "en",
                "product-question",
                "You export your cards as a file.",
            ),
            response(
                4,
                "price",
                "en",
                "product-question",
                "Prices are on our page.",
            ),
            response(5, "agent", "nl", "refund-request", "Groet, {{agent.name}}"),
            response(6, "any", "en", "", "For hands only."),
        ];
        let cases = [
            (
                wanted("refund-request", "en", "zzz"),
                Some(("refund", "en")),
                None,
            ),
            (
                wanted("refund-request", "de-CH", "zzz"),
                Some(("refund", "de")),
                Some(("refund", "en")),
            ),
            (
                wanted("refund-request", "fr", "zzz"),
                None,
                Some(("refund", "en")),
            ),
            (
                wanted("refund-request", "nl", "zzz"),
                None,
                Some(("refund", "en")),
            ),
            (
                wanted("product-question", "en", "How do I export cards?"),
                Some(("export", "en")),
                None,
            ),
            (
                wanted("product-question", "en", "What is the price?"),
                Some(("price", "en")),
                None,
            ),
            (wanted("product-question", "en", "zzz"), None, None),
            (wanted("other", "en", "refund"), None, None),
            (
                wanted("refund-request", "und", "refund"),
                None,
                Some(("refund", "en")),
            ),
        ];
        for (wanted, customer, team) in cases {
            let chosen = choose(&responses, &wanted);
            let found = (shortcut(chosen.customer), shortcut(chosen.team));
            assert_eq!(found, (customer, team), "{wanted:?}");
        }
    }

    #[test]
    fn a_model_is_offered_those_of_both_languages_that_fit_the_question_or_the_category() {
        let text = "You export your cards as a file.";
        let responses = [
            response(1, "export", "en", "product-question", text),
            response(
                2,
                "refund",
                "de",
                "refund-request",
                "Wir prüfen die Zahlung.",
            ),
            response(3, "refund", "en", "refund-request", "We check the payment."),
            response(4, "refund", "nl", "refund-request", "Wij kijken het na."),
            response(
                5,
                "agent",
                "en",
                "refund-request",
                "Refund by {{agent.name}}",
            ),
        ];
        let ids = |wanted: Wanted<'_>, most| -> Vec<(String, String)> {
            let offered = offered(&responses, &wanted, most).into_iter();
            let id = |r: &CannedResponse| (r.content.shortcut.clone(), r.content.language.clone());
            offered.map(id).collect()
        };
        let pair = |s: &str, l: &str| (s.to_owned(), l.to_owned());
        let german = wanted(
            "refund-request",
            "de",
            "How to export cards? And a payment check?",
        );
        let found = ids(german, 5);
        assert_eq!(found[0], pair("refund", "de"));
        assert!(found.contains(&pair("export", "en")), "{found:?}");
        assert!(!found.contains(&pair("refund", "nl")), "{found:?}");
        assert!(!found.contains(&pair("agent", "en")), "{found:?}");
        assert_eq!(ids(german, 1).len(), 1);
        assert!(ids(wanted("other", "fr", "zzz"), 5).is_empty());
    }

    #[test]
    fn one_that_is_switched_off_is_not_chosen() {
        let mut off = response(1, "refund", "en", "refund-request", "Yes.");
        off.content.enabled = false;
        let chosen = choose(
            std::slice::from_ref(&off),
            &wanted("refund-request", "en", "x"),
        );
        assert_eq!(chosen, Chosen::default());
    }
}
