//! How soon a message wants an answer, and in what tone it is written.
//!
//! Invariant: the score is the sum of its reasons, held between 0 and 100.

use super::lexicon::Topic;
use super::rules::{Facts, Found, speaks_of};
use super::text::Words;
use super::verdict::Reason;
use crate::status::{Priority, Sentiment};

/// Where every message begins.
const BASE: i32 = 30;
/// Score from which a message is urgent, high, medium.
const URGENT: i32 = 80;
const HIGH: i32 = 60;
const MEDIUM: i32 = 25;

/// Words add up once each, whatever the language.
const ADDENDS: &[(Topic, i32, &str)] = &[
    (Topic::Urgent, 30, "urgent wording"),
    (
        Topic::Blocked,
        25,
        "work stands still, or data or safety is at risk",
    ),
    (Topic::Deadline, 10, "names a day or deadline that is near"),
    (
        Topic::Threat,
        20,
        "names lawyers, authorities or public reviews",
    ),
    (Topic::NoHurry, -20, "says it can wait"),
];

/// Tiers by name.
const TIERS: &[(&[&str], i32)] = &[
    (&["enterprise", "vip", "platinum", "strategic"], 20),
    (&["premium", "business", "pro", "gold", "priority"], 10),
    (&["free", "trial", "basic"], -5),
];

/// How urgent, in what tone, and why.
#[derive(Debug)]
pub(crate) struct Urgency {
    pub(crate) priority: Priority,
    pub(crate) score: u8,
    pub(crate) sentiment: Sentiment,
    pub(crate) reasons: Vec<Reason>,
}

/// Judges urgency and tone.
pub(crate) fn judge(found: &[Found], words: &Words, tier: Option<&str>, facts: Facts) -> Urgency {
    let sentiment = sentiment(found, words);
    let mut reasons = Vec::new();
    let mut add = |rule: &str, points: i32, text: String| {
        reasons.push(Reason {
            rule: format!("priority.{rule}"),
            points: points as f32,
            text,
        });
        points
    };
    let mut sum = BASE;
    for (topic, points, text) in ADDENDS {
        // "Not urgent" also says "urgent".
        let taken_back = *topic == Topic::Urgent && speaks_of(found, Topic::NoHurry);
        if let Some(found) = found
            .iter()
            .find(|found| found.topic == *topic && !taken_back)
        {
            sum += add(
                topic.word(),
                *points,
                format!("{text}: \u{201c}{}\u{201d}", found.quote),
            );
        }
    }
    match sentiment {
        Sentiment::Negative => sum += add("negative", 10, "displeased wording".to_owned()),
        Sentiment::Frustrated => {
            sum += add(
                "frustrated",
                20,
                "displeased, and not for the first time".to_owned(),
            )
        }
        Sentiment::Positive => sum += add("positive", -10, "pleased wording".to_owned()),
        Sentiment::Neutral => {}
    }
    if let Some((name, points)) = tier.and_then(tier_points) {
        sum += add("tier", points, format!("customer tier {name}"));
    }
    if speaks_of(found, Topic::Advert) && !speaks_of(found, Topic::Fault) {
        sum += add("advert", -20, "reads like advertising".to_owned());
    }
    if facts.error_in_last_hour {
        sum += add(
            "error-in-last-hour",
            10,
            "an error of this customer was recorded in the last hour".to_owned(),
        );
    }
    let score = sum.clamp(0, 100);
    reasons.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    Urgency {
        priority: level(score),
        score: u8::try_from(score).unwrap_or(100),
        sentiment,
        reasons,
    }
}

fn level(score: i32) -> Priority {
    match score {
        URGENT.. => Priority::Urgent,
        HIGH.. => Priority::High,
        MEDIUM.. => Priority::Medium,
        _ => Priority::Low,
    }
}

fn tier_points(tier: &str) -> Option<(&'static str, i32)> {
    let tier = tier.trim().to_lowercase();
    TIERS.iter().find_map(|(names, points)| {
        names
            .iter()
            .find(|name| **name == tier)
            .map(|name| (*name, *points))
    })
}

/// Tone by words first, by shouting second.
fn sentiment(found: &[Found], words: &Words) -> Sentiment {
    let times = |topic| {
        found
            .iter()
            .find(|found| found.topic == topic)
            .map_or(0, |found| found.times)
    };
    let shouting = words.shouts >= 3 || (words.capitals >= 4 && words.capitals * 2 > words.count());
    let anger =
        times(Topic::Negative) + usize::from(shouting) + usize::from(times(Topic::Threat) > 0);
    let again = times(Topic::Frustrated);
    let trouble = [Topic::Fault, Topic::Missing, Topic::Charge, Topic::Refund]
        .iter()
        .any(|topic| speaks_of(found, *topic));
    if again >= 2 || (again == 1 && (anger > 0 || trouble)) {
        return Sentiment::Frustrated;
    }
    let joy = times(Topic::Positive) + times(Topic::Thanks);
    if anger > joy || (anger > 0 && trouble) || again > joy {
        return Sentiment::Negative;
    }
    if joy > 0 && !trouble && !speaks_of(found, Topic::Cancel) {
        return Sentiment::Positive;
    }
    Sentiment::Neutral
}
