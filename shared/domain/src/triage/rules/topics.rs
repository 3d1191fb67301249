//! The topics a message speaks of: what the tables find, without what is taken back or means something else.
//!
//! Invariant: a topic is counted once for each place, and at most [`MOST_TIMES`] times.

use crate::triage::language;
use crate::triage::lexicon::{self, Topic};
use crate::triage::pattern::Hit;
use crate::triage::text::{STOP, Words};

/// Mentions of a topic that are counted.
const MOST_TIMES: usize = 8;
/// Words between a "not wanted" and what is not wanted.
const NEGATION_REACH: usize = 6;

/// A topic that the message speaks of.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) topic: Topic,
    pub(crate) times: usize,
    pub(crate) quote: String,
}

/// The topics a text speaks of, what is taken back left out.
pub(super) fn topics(words: &Words, code: &str) -> Vec<Found> {
    let known = code.parse().unwrap_or(language::Known::En);
    let common = |word: &str| language::is_small(known.word(), word);
    let mut hits = lexicon::index(known).find(words, &common);
    hits.sort_by_key(|hit| (hit.topic, hit.start, std::cmp::Reverse(hit.end)));
    hits.dedup_by_key(|hit| (hit.topic, hit.start));
    let denials: Vec<&Hit> = hits
        .iter()
        .filter(|hit| matches!(hit.topic, Topic::No | Topic::NotWanted))
        .collect();
    let cannots: Vec<&Hit> = hits
        .iter()
        .filter(|hit| hit.topic == Topic::Cannot)
        .collect();
    let questions: Vec<&Hit> = hits.iter().filter(|hit| hit.topic == Topic::How).collect();
    let faults: Vec<&Hit> = hits
        .iter()
        .filter(|hit| hit.topic == Topic::Fault)
        .collect();
    let idioms: Vec<&Hit> = hits
        .iter()
        .filter(|hit| hit.topic == Topic::OtherMeaning)
        .collect();
    let mut found: Vec<Found> = Vec::new();
    let mut last: Option<(Topic, usize)> = None;
    for hit in &hits {
        let covered = last.is_some_and(|(topic, end)| topic == hit.topic && hit.start < end);
        let known = found.iter_mut().find(|found| found.topic == hit.topic);
        let enough = known
            .as_ref()
            .is_some_and(|found| found.times >= MOST_TIMES);
        if covered
            || enough
            || is_part(hit, &cannots, &questions)
            || (hit.topic == Topic::Odd
                && faults
                    .iter()
                    .any(|fault| fault.start <= hit.start && hit.end <= fault.end))
            || idioms.iter().any(|idiom| is_inside(hit, idiom))
            || is_taken_back(hit, &denials, words)
            || (hit.topic == Topic::Condition && words.questions == 0)
        {
            continue;
        }
        last = Some((hit.topic, hit.end));
        match known {
            Some(found) => found.times += 1,
            None => found.push(Found {
                topic: hit.topic,
                times: 1,
                quote: quote(words, hit),
            }),
        }
    }
    found
}

/// Whether a hit is only a part of another way to put it: the "can I" of a "cannot I", the "works not" of "know not how it works".
fn is_part(hit: &Hit, cannots: &[&Hit], questions: &[&Hit]) -> bool {
    if hit.topic == Topic::How {
        return cannots
            .iter()
            .any(|other| other.start <= hit.start && hit.end <= other.end);
    }
    hit.topic == Topic::Fault
        && questions
            .iter()
            .any(|other| other.start < hit.start && hit.start < other.end)
}

/// Whether a hit is less than the whole of another.
fn is_inside(hit: &Hit, other: &Hit) -> bool {
    other.start <= hit.start
        && hit.end <= other.end
        && hit.end - hit.start < other.end - other.start
}

/// Whether a negation stands before a hit: "no error", "do not want a refund".
fn is_taken_back(hit: &Hit, denials: &[&Hit], words: &Words) -> bool {
    let far = matches!(
        hit.topic,
        Topic::Refund | Topic::Cancel | Topic::Charge | Topic::Withdrawal
    );
    let near = matches!(
        hit.topic,
        Topic::Fault
            | Topic::Odd
            | Topic::Urgent
            | Topic::Negative
            | Topic::Threat
            | Topic::Blocked
    );
    let nearby = denials
        .iter()
        .filter(|no| no.end <= hit.start && hit.start - no.end <= NEGATION_REACH);
    (far || near)
        && nearby.into_iter().any(|no| {
            let between = words.list.get(no.end..hit.start).unwrap_or_default();
            let unbroken = !between.iter().any(|word| word == STOP)
                && !words
                    .commas
                    .iter()
                    .any(|at| (no.end + 1..=hit.start).contains(at));
            unbroken && (no.topic == Topic::NotWanted || (near && between.len() <= 1))
        })
}

pub(super) fn quote(words: &Words, hit: &Hit) -> String {
    let list = words.list.get(hit.start..hit.end).unwrap_or_default();
    list.iter()
        .take(6)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn speaks_of(found: &[Found], topic: Topic) -> bool {
    found.iter().any(|found| found.topic == topic)
}
