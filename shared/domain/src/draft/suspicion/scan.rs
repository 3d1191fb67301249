//! Looks for the patterns in a text.
//!
//! Invariant: order and nearness count, not single words: customers forget passwords, follow instructions and ask for links.

use super::Kind;
use super::patterns::{
    ANSWER, DECISIONS, DROP, DROP_PHRASES, FIELDS, FRAME_MARKS, FRAMES, HAND_OUT, IF_YOU_ARE, List,
    MACHINE, MACHINE_PHRASES, ORDERS, PERSONAS, PUT, ROLE_MARKS, RULES, SECRETS, SET, SPEAKERS,
    VALUES,
};
use crate::draft::links;
use crate::draft::unicode::skeleton;
use crate::knowledge::sentences::sentences;

/// The words within which verb and object belong together.
const NEAR: usize = 6;

/// Patterns in a text, each with the words around it.
pub(super) fn find(text: &str) -> Vec<(Kind, String)> {
    let seen = skeleton(text);
    let mut found = Vec::new();
    let mut note = |kind: Kind, hit: bool, excerpt: &str| {
        if hit {
            found.push((kind, excerpt.to_owned()));
        }
    };
    let line_start = |line: &str| speaks(line);
    note(
        Kind::Role,
        contains(&seen, ROLE_MARKS) || seen.lines().any(line_start),
        text,
    );
    note(
        Kind::Delimiter,
        contains(&seen, FRAME_MARKS) || closes_frame(&seen),
        text,
    );
    note(Kind::Override, squeezed(&seen), text);
    for line in seen.lines() {
        for sentence in sentences(line) {
            for kind in in_sentence(sentence) {
                note(kind, true, sentence);
            }
        }
    }
    found
}

fn in_sentence(sentence: &str) -> Vec<Kind> {
    let words: Vec<&str> = sentence
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    let machine = words.iter().any(|w| MACHINE.has(w)) || contains(sentence, MACHINE_PHRASES);
    let linked = !links::find(sentence).is_empty() || has_phone(sentence);
    let kinds = [
        (
            Kind::Override,
            follows(&words, &DROP, &RULES, NEAR) || contains(sentence, DROP_PHRASES),
        ),
        (
            Kind::Exfiltration,
            contains(sentence, SECRETS) && words.iter().any(|w| HAND_OUT.has(w)),
        ),
        (
            Kind::Link,
            linked && words.iter().any(|w| PUT.has(w)) && words.iter().any(|w| ANSWER.has(w)),
        ),
        (
            Kind::Decision,
            contains(sentence, DECISIONS) || sets_a_field(&words, sentence),
        ),
        (Kind::Persona, contains(sentence, PERSONAS)),
        (
            Kind::Machine,
            machine && (words.iter().any(|w| ORDERS.has(w)) || contains(sentence, IF_YOU_ARE)),
        ),
    ];
    kinds
        .into_iter()
        .filter_map(|(kind, hit)| hit.then_some(kind))
        .collect()
}

/// Whether a text that nobody sees asks for something.
pub(super) fn asks(text: &str) -> bool {
    let seen = skeleton(text);
    let words = || {
        seen.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    let money = seen.contains(['€', '$', '£'])
        || words().any(|w| matches!(w, "usd" | "eur" | "euro" | "dollars"));
    let machine = words().any(|w| MACHINE.has(w));
    let drops = words().any(|w| DROP.has(w));
    money || machine || drops || has_phone(&seen) || !links::find(text).is_empty()
}

/// The contents of HTML comments, without the conditions that Word writes.
pub(super) fn comments(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<!--") {
        let (comment, next) = after.split_once("-->").unwrap_or((after, ""));
        if !comment.trim_start().starts_with("[if") && !comment.trim_start().starts_with("<![") {
            found.push(comment);
        }
        rest = next;
        if found.len() >= 50 {
            break;
        }
    }
    found
}

fn contains(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|p| text.contains(p))
}

/// Whether an object follows a verb within a few words.
fn follows(words: &[&str], verbs: &List, objects: &List, near: usize) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        verbs.has(word) && words.iter().skip(at + 1).take(near).any(|w| objects.has(w))
    })
}

/// `System:` and the like at the head of a line, also of a quoted one.
fn speaks(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t', '*', '#', '[', '"']);
    let Some((head, _)) = line.split_once(':') else {
        return false;
    };
    let head = head.trim();
    head.split(' ').count() == 1 && SPEAKERS.has(head)
}

fn closes_frame(text: &str) -> bool {
    text.split("</").skip(1).any(|rest| {
        let name = rest.split('>').next().unwrap_or_default();
        FRAMES.has(name.trim())
    })
}

fn sets_a_field(words: &[&str], sentence: &str) -> bool {
    let fields = words.iter().filter(|w| FIELDS.has(w)).count();
    let sets = words.iter().any(|w| SET.has(w));
    let ticket = words.contains(&"ticket")
        && words
            .iter()
            .any(|w| w.len() > 2 && w.bytes().all(|b| b.is_ascii_digit()));
    (sets && (fields > 1 || ticket))
        || (sets && fields > 0 && contains(sentence, VALUES))
        || contains(sentence, &["refund-request", "auto_resolve"])
}

fn has_phone(text: &str) -> bool {
    text.split('+').skip(1).any(|rest| {
        let number = rest
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')'));
        number.filter(char::is_ascii_digit).count() >= 7
    })
}

/// Letters with blanks between them: `I g n o r e  a l l`.
fn squeezed(text: &str) -> bool {
    let mut run = String::new();
    let mut letters = 0usize;
    for word in text.split_whitespace().chain(["--"]) {
        if word.chars().count() == 1 {
            run.push_str(word);
            letters += 1;
            continue;
        }
        if letters >= 10
            && contains(
                &run,
                &[
                    "ignore",
                    "disregard",
                    "instruc",
                    "approve",
                    "ignorier",
                    "system",
                ],
            )
        {
            return true;
        }
        run.clear();
        letters = 0;
    }
    false
}
