//! Looks for the patterns in a text.
//!
//! Invariant: order and nearness count, not single words: customers forget passwords, follow instructions and ask for links.

use super::Kind;
use super::patterns::{
    ANSWER, DECISIONS, DROP, DROP_PHRASES, FIELDS, FRAME_MARKS, FRAMES, HAND_OUT, IF_YOU_ARE, List,
    MACHINE, MACHINE_PHRASES, Marks, NAMES, ORDERS, PERSONAS, PUT, ROLE_MARKS, RULES, SECRETS, SET,
    SPEAKERS, VALUES,
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
    let phrases = Phrases::anywhere(&seen);
    for line in seen.lines() {
        for sentence in sentences(line) {
            for kind in in_sentence(sentence, &phrases) {
                note(kind, true, sentence);
            }
        }
    }
    found
}

/// Lists of phrases of which one stands anywhere in a text. Most mails hold none, and then no sentence is searched.
struct Phrases(Vec<&'static [&'static str]>);

impl Phrases {
    fn anywhere(text: &str) -> Self {
        let all = [
            DROP_PHRASES,
            MACHINE_PHRASES,
            SECRETS,
            DECISIONS,
            PERSONAS,
            IF_YOU_ARE,
            VALUES,
            NAMES,
        ];
        Self(
            all.into_iter()
                .filter(|list| contains(text, list))
                .collect(),
        )
    }

    /// Whether a sentence of the text holds a phrase of a list.
    fn within(&self, sentence: &str, list: &'static [&'static str]) -> bool {
        // Each list is one static, so its place tells it.
        let is_there = self.0.iter().any(|there| std::ptr::eq(*there, list));
        is_there && contains(sentence, list)
    }
}

fn in_sentence(sentence: &str, phrases: &Phrases) -> Vec<Kind> {
    let words = sentence.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let words: Vec<(&str, Marks)> = words
        .filter(|word| !word.is_empty())
        .map(|word| (word, Marks::of(word)))
        .collect();
    let any = |list: &List| words.iter().any(|(_, marks)| marks.has(list));
    let machine = any(&MACHINE) || phrases.within(sentence, MACHINE_PHRASES);
    let kinds = [
        (
            Kind::Override,
            follows(&words, &DROP, &RULES, NEAR) || phrases.within(sentence, DROP_PHRASES),
        ),
        (
            Kind::Exfiltration,
            any(&HAND_OUT) && phrases.within(sentence, SECRETS),
        ),
        (
            Kind::Link,
            any(&PUT) && any(&ANSWER) && (has_phone(sentence) || !links::find(sentence).is_empty()),
        ),
        (
            Kind::Decision,
            phrases.within(sentence, DECISIONS) || sets_a_field(&words, sentence, phrases),
        ),
        (Kind::Persona, phrases.within(sentence, PERSONAS)),
        (
            Kind::Machine,
            machine && (any(&ORDERS) || phrases.within(sentence, IF_YOU_ARE)),
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
    let orders = |word| Marks::of(word).has(&MACHINE) || Marks::of(word).has(&DROP);
    money || words().any(orders) || has_phone(&seen) || !links::find(text).is_empty()
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
fn follows(words: &[(&str, Marks)], verbs: &List, objects: &List, near: usize) -> bool {
    let mut after = words;
    while let [(_, marks), rest @ ..] = after {
        if marks.has(verbs) && rest.iter().take(near).any(|(_, m)| m.has(objects)) {
            return true;
        }
        after = rest;
    }
    false
}

/// `System:` and the like at the head of a line, also of a quoted one.
fn speaks(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ', '\t', '*', '#', '[', '"']);
    let Some((head, _)) = line.split_once(':') else {
        return false;
    };
    let head = head.trim();
    head.split(' ').count() == 1 && Marks::of(head).has(&SPEAKERS)
}

fn closes_frame(text: &str) -> bool {
    text.split("</").skip(1).any(|rest| {
        let name = rest.split('>').next().unwrap_or_default();
        Marks::of(name.trim()).has(&FRAMES)
    })
}

fn sets_a_field(words: &[(&str, Marks)], sentence: &str, phrases: &Phrases) -> bool {
    let fields = words.iter().filter(|(_, m)| m.has(&FIELDS)).count();
    let sets = words.iter().any(|(_, m)| m.has(&SET));
    let numbered = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_digit());
    let ticket = || {
        words.iter().any(|(word, _)| *word == "ticket")
            && words.iter().any(|(word, _)| numbered(word))
    };
    (sets && (fields > 1 || ticket()))
        || (sets && fields > 0 && phrases.within(sentence, VALUES))
        || phrases.within(sentence, NAMES)
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
