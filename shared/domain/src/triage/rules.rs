//! The rule engine: reads a message and says what it is about, with reasons.
//!
//! Invariant: pure and bounded; the same message has the same answer, and every point of it comes from a named rule.

use super::language;
use super::lexicon::Topic;
use super::pattern::Index;
use super::priority;
use super::reply::{self, Kind};
use super::taxonomy::{Category, Taxonomy};
use super::text::{self, Words};
use super::verdict::{Reason, Verdict};
use super::weights::{BESIDE, Role};
use topics::{quote, topics};

mod topics;
pub(crate) use topics::{Found, speaks_of};

/// Most reasons an answer carries.
const MOST_REASONS: usize = 12;
/// Points below which nothing can be said.
const LEAST_POINTS: f32 = 1.3;
/// Highest confidence in the category for what fits none.
const FALLBACK_CONFIDENCE: f32 = 0.5;
/// What is left of a question that names nothing a product or an account has; it may be about anything.
const UNANCHORED: f32 = 0.25;
/// What a question about a product or an account names.
const ANCHORS: &[Topic] = &[
    Topic::Product,
    Topic::Change,
    Topic::Account,
    Topic::Subscription,
    Topic::Payment,
    Topic::Invoice,
    Topic::Cancel,
    Topic::Price,
    Topic::Sales,
    Topic::Login,
    Topic::Password,
    Topic::Feature,
    Topic::Lost,
    Topic::Refund,
    Topic::Fault,
    Topic::Missing,
    Topic::Cannot,
    Topic::Delivery,
];
/// How many different words a message has that only tells something.
const STATEMENT_WORDS: std::ops::RangeInclusive<usize> = 4..=40;
/// What people also put a question mark behind, and mean it.
const EXPLAIN_A_QUESTION: &[Topic] = &[
    Topic::Fault,
    Topic::Missing,
    Topic::Access,
    Topic::Refund,
    Topic::Charge,
    Topic::Homework,
    Topic::Advert,
    Topic::Approach,
];
/// What is left of a question that names only what anybody may speak of.
const LOOSELY_ANCHORED: f32 = 0.75;
/// What also people name who want to sell something.
const LOOSE_ANCHORS: &[Topic] = &[Topic::Product, Topic::Sales, Topic::Price];
/// What a message is about that does not only tell something.
const NOT_STATEMENT: &[Topic] = &[
    Topic::How,
    Topic::Ask,
    Topic::Want,
    Topic::Lost,
    Topic::Cancel,
    Topic::Refund,
    Topic::Charge,
    Topic::Withdrawal,
    Topic::Mistake,
    Topic::Invoice,
    Topic::Feature,
    Topic::Price,
    Topic::Sales,
    Topic::Delivery,
    Topic::Thanks,
    Topic::Positive,
    Topic::NotWanted,
    Topic::Advert,
    Topic::Approach,
    Topic::Homework,
];

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Subject of the message.
    pub subject: &'a str,
    /// What the customer wrote now, without history; a leftover of HTML or `>` quotes does no harm.
    pub text: &'a str,
    /// The customer's tier, such as `free`, `standard`, `premium`, `enterprise`.
    pub customer_tier: Option<&'a str>,
    /// Name to greet with in the suggested reply.
    pub customer_name: Option<&'a str>,
    /// The organisation's categories.
    pub taxonomy: &'a Taxonomy,
    /// What other systems know.
    pub facts: Facts,
}

/// What is known beside the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// An error tracker saw an error of this customer in the last hour.
    pub error_in_last_hour: bool,
    /// Pictures came with the message; screenshots show faults.
    pub pictures: usize,
}

struct Score<'a> {
    category: &'a Category,
    points: f32,
    reasons: Vec<(Topic, Reason)>,
}

/// Judges a message.
#[must_use]
pub fn judge(input: &Input<'_>) -> Verdict {
    let subject = text::clean(input.subject);
    let body = text::clean(input.text);
    let mut words = Words::default();
    words.add(&subject);
    words.add(&body);
    let (language, _) = language::detect_in(&words, &format!("{subject} {body}"));
    let found = topics(&words, language);
    let mut scores: Vec<Score<'_>> = input
        .taxonomy
        .categories
        .iter()
        .map(|category| score(category, &found, &words, language, input.facts))
        .collect();
    scores.sort_by(|a, b| b.points.total_cmp(&a.points));
    let (winner, confidence) = decide(&scores, input.taxonomy, &words);
    let kind = winner.map_or(Kind::General, |score| Kind::of(&score.reasons));
    let kind = if speaks_of(&found, Topic::Advert) && kind == Kind::General {
        Kind::Advert
    } else {
        kind
    };
    let urgency = priority::judge(&found, &words, input.customer_tier, input.facts);
    let sentiment = urgency.sentiment;
    let category = winner.map_or(input.taxonomy.fallback.as_str(), |score| {
        score.category.key.as_str()
    });
    let team = input
        .taxonomy
        .category(category)
        .map(|category| category.team.clone());
    let mut why: Vec<Reason> = winner
        .into_iter()
        .flat_map(|score| score.reasons.iter().map(|(_, reason)| reason.clone()))
        .collect();
    if winner.is_none() {
        why.push(Reason {
            rule: format!("{category}.fallback"),
            points: 0.0,
            text: "too little to go by for any other category".to_owned(),
        });
    }
    why.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    why.truncate(MOST_REASONS / 2);
    why.extend(urgency.reasons.into_iter().take(MOST_REASONS / 2));
    Verdict {
        category: category.to_owned(),
        confidence,
        priority: urgency.priority,
        priority_score: urgency.score,
        sentiment,
        language: language.to_owned(),
        team: team.unwrap_or_default(),
        next_action: reply::next_action(kind, urgency.priority).to_owned(),
        why,
        suggested_reply: reply::suggest(kind, sentiment, language, input.customer_name),
    }
}

fn score<'a>(
    category: &'a Category,
    found: &[Found],
    words: &Words,
    language: &str,
    facts: Facts,
) -> Score<'a> {
    let role = Role::of(&category.key);
    let mut reasons: Vec<(Topic, Reason)> = Vec::new();
    for (topic, weight) in role.weights() {
        let Some(found) = found.iter().find(|found| found.topic == *topic) else {
            continue;
        };
        reasons.push((
            *topic,
            topic_reason(category, found, *weight * repeats(found)),
        ));
    }
    for (topic, reason) in &mut reasons {
        for (_, _, share) in BESIDE
            .iter()
            .filter(|(one, other, _)| one == topic && speaks_of(found, *other))
        {
            reason.points *= share;
        }
    }
    let anchored = ANCHORS.iter().any(|topic| speaks_of(found, *topic));
    for (topic, reason) in reasons
        .iter_mut()
        .filter(|(topic, _)| matches!(topic, Topic::How | Topic::Ask))
    {
        reason.points *= anchoring(*topic, found);
    }
    reasons.extend(own_terms(category, words, language));
    let is_bug = matches!(role, Role::Bug | Role::Technical);
    if is_bug && facts.error_in_last_hour {
        reasons.push(fact(
            category,
            "error-in-last-hour",
            1.5,
            "an error of this customer was recorded in the last hour",
        ));
    }
    if is_bug && facts.pictures > 0 && speaks_of(found, Topic::Cannot) {
        reasons.push(fact(category, "picture", 0.4, "a picture came with it"));
    }
    if is_bug && is_statement(found, words) {
        reasons.push(fact(
            category,
            "statement",
            1.7,
            "tells something about a part of the product and asks for nothing",
        ));
    }
    if role == Role::Question && words.questions > 0 && anchored {
        let explained = EXPLAIN_A_QUESTION
            .iter()
            .any(|topic| speaks_of(found, *topic));
        let points = if explained { 0.4 } else { 1.0 };
        reasons.push(fact(category, "question-mark", points, "asks a question"));
    }
    let points = reasons.iter().map(|(_, reason)| reason.points).sum();
    Score {
        category,
        points,
        reasons,
    }
}

/// What is left of a question by what it names of a product or an account; who asks "do you" may want to sell something.
fn anchoring(topic: Topic, found: &[Found]) -> f32 {
    let named = |topics: &[Topic]| topics.iter().any(|topic| speaks_of(found, *topic));
    if !named(ANCHORS) {
        return UNANCHORED;
    }
    let firm = ANCHORS
        .iter()
        .any(|topic| !LOOSE_ANCHORS.contains(topic) && speaks_of(found, *topic));
    if topic == Topic::Ask && !firm {
        return LOOSELY_ANCHORED;
    }
    1.0
}

/// Whether a short message only tells something about a part of the product: people write such a thing when it is wrong.
fn is_statement(found: &[Found], words: &Words) -> bool {
    speaks_of(found, Topic::Product)
        && words.questions == 0
        && STATEMENT_WORDS.contains(&words.different())
        && !NOT_STATEMENT.iter().any(|topic| speaks_of(found, *topic))
}

/// Repeats count a little; the first mention is what matters.
fn repeats(found: &Found) -> f32 {
    1.0 + 0.2 * (found.times.clamp(1, 4) - 1) as f32
}

fn topic_reason(category: &Category, found: &Found, points: f32) -> Reason {
    Reason {
        rule: format!("{}.{}", category.key, found.topic.word()),
        points,
        text: format!("says \u{201c}{}\u{201d}", found.quote),
    }
}

fn fact(category: &Category, rule: &str, points: f32, text: &str) -> (Topic, Reason) {
    (
        Topic::Odd,
        Reason {
            rule: format!("{}.{rule}", category.key),
            points,
            text: text.to_owned(),
        },
    )
}

/// Terms that the organisation itself gave the category.
fn own_terms(category: &Category, words: &Words, language: &str) -> Vec<(Topic, Reason)> {
    let fits = |code: &str| code == "*" || code == language || language == language::UNDETERMINED;
    let terms = category
        .terms
        .iter()
        .filter(|(code, _)| fits(code))
        .flat_map(|(_, terms)| terms);
    let rows: Vec<(Topic, &str)> = terms.map(|term| (Topic::Own, term.as_str())).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let hits = Index::new(&[], &rows).find(words, &|word| language::is_small(language, word));
    hits.first()
        .map(|hit| {
            let reason = Reason {
                rule: format!("{}.{}", category.key, Topic::Own.word()),
                points: 3.0 + 0.5 * hits.len().min(4) as f32,
                text: format!(
                    "says \u{201c}{}\u{201d}, a term of this category",
                    quote(words, hit)
                ),
            };
            (Topic::Own, reason)
        })
        .into_iter()
        .collect()
}

/// The best category, if there is one, and how sure that is.
fn decide<'a, 'b>(
    scores: &'b [Score<'a>],
    taxonomy: &Taxonomy,
    words: &Words,
) -> (Option<&'b Score<'a>>, f32) {
    let best = scores.first().filter(|score| score.points >= LEAST_POINTS);
    let Some(best) = best else {
        let weak = scores.first().map_or(0.0, |score| score.points.max(0.0));
        let spoken = (words.count() as f32 / 10.0).min(1.0);
        return (
            None,
            0.05 + 0.35 * spoken * (1.0 - weak / (2.0 * LEAST_POINTS)),
        );
    };
    let second = scores.get(1).map_or(0.0, |score| score.points.max(0.0));
    let mut confidence = calibrate(best.points, best.points - second);
    if best.category.key == taxonomy.fallback {
        confidence = confidence.min(FALLBACK_CONFIDENCE);
    }
    if words.count() < 2 {
        confidence = confidence.min(0.45);
    }
    (Some(best), confidence)
}

/// Turns points and their lead into a share of right answers; the figures were set by hand, on our own samples.
fn calibrate(points: f32, lead: f32) -> f32 {
    let z = -1.65 + 0.7 * lead + 0.3 * points.min(5.0);
    (1.0 / (1.0 + (-z).exp())).min(0.97)
}

#[cfg(test)]
mod tests;
