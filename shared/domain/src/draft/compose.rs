//! Writes a reply without a model: sentences of the knowledge base, else a canned response, else what past tickets were
//! answered, else the template.
//!
//! Invariant: between greeting and closing stands nothing that was not given; no sentence is made up.

use super::phrases;
use super::sentence::{Cited, Sentence, Support, cut};
use super::state::{Source, Version};
use super::support::{self, Evidence};
use crate::ids::{CannedResponseId, TicketId};
use crate::knowledge::index::{Hit, margin};
use crate::knowledge::language::Language;
use crate::knowledge::passage::Passage;
use crate::knowledge::sentences::sentences;
use crate::knowledge::words::Analyser;

/// Share of the question's telling words that a passage must hold before we quote it to a customer.
const ENOUGH: f32 = 0.35;
/// Words of the question that must have found it.
const MIN_MATCHES: usize = 2;
/// Most sentences of the best passage.
const MAX_SENTENCES: usize = 7;
/// Longest name in a greeting.
const MAX_NAME: usize = 40;

/// What a reply is made from.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The customer's words.
    pub question: &'a str,
    /// The customer's language, BCP 47.
    pub language: &'a str,
    /// The team's language, BCP 47.
    pub team_language: &'a str,
    /// The customer's name, as they gave it.
    pub customer_name: Option<&'a str>,
    /// What the search found, best first.
    pub hits: &'a [Hit<'a>],
    /// The best canned response, in the customer's language.
    pub canned: Option<Canned<'a>>,
    /// The same or the best one in the team's language, when that is another one.
    pub canned_team: Option<Canned<'a>>,
    /// What a past ticket was answered, as far as it may be said again, in the customer's language.
    pub past: Option<Past<'a>>,
    /// The template of the rules, in the customer's language.
    pub template: Option<&'a str>,
    /// Who signs, such as the name of the organisation's support.
    pub signature: &'a str,
}

/// A canned response with its variables filled in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Canned<'a> {
    /// Which one.
    pub id: &'a CannedResponseId,
    /// What it says for this ticket.
    pub text: &'a str,
}

/// Sentences that a past ticket was answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Past<'a> {
    /// The ticket.
    pub ticket: &'a TicketId,
    /// The sentences; see [`PastAnswers::reusable`](crate::knowledge::past::PastAnswers::reusable).
    pub sentences: &'a [Sentence],
}

/// A reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// What it was made from.
    pub engine: Source,
    /// In the customer's language, checked.
    pub customer: Version,
    /// What the knowledge base or a canned response says in the team's language, when that is another one.
    pub team: Option<Version>,
    /// How far the quoted passage is ahead of other articles, see [`margin`]; 0 when none is quoted.
    pub margin: f32,
}

/// Writes a reply; `None` when nothing was given to write it from.
#[must_use]
pub fn compose(request: &Request<'_>) -> Option<Composed> {
    let own_language = best(request, request.language);
    if let Some(hit) = own_language {
        let version = from_passage(request, hit.passage, request.language);
        return Some(Composed {
            engine: Source::Knowledge,
            customer: version,
            team: None,
            margin: margin(request.hits, hit),
        });
    }
    let passage = best(request, request.team_language)
        .filter(|_| request.team_language != request.language)
        .map(|hit| from_passage(request, hit.passage, request.team_language));
    let variant = || {
        Some(from_canned(
            request,
            request.canned_team?,
            request.team_language,
        ))
    };
    let (engine, customer, team) = match (request.canned, request.past, request.template) {
        // The same answer in the other language says more than a passage about the question.
        (Some(canned), ..) => {
            let customer = from_canned(request, canned, request.language);
            (Source::Canned, customer, variant().or(passage))
        }
        (None, Some(past), _) => (
            Source::Past,
            from_past(request, past),
            passage.or_else(variant),
        ),
        (None, None, Some(template)) if !template.trim().is_empty() => {
            let customer = from_text(request, template, request.language, &Cited::Own);
            (Source::Rules, customer, passage.or_else(variant))
        }
        (None, None, _) => return None,
    };
    Some(Composed {
        engine,
        customer,
        team,
        margin: 0.0,
    })
}

/// The same reply with the last paragraph saying that no person wrote it, and how to reach one.
#[must_use]
pub fn announced(mut version: Version) -> Version {
    let phrases = phrases::of(Language::of(&version.language));
    version.sentences.push(courteous(phrases.automatic, 2));
    version
}

/// The first passage that is near enough to be quoted.
fn best<'a>(request: &Request<'a>, language: &str) -> Option<&'a Hit<'a>> {
    let spoken = Language::of(language)?;
    let near = request
        .hits
        .iter()
        .filter(|hit| hit.passage.public && Language::of(&hit.passage.language) == Some(spoken));
    let mut near = near.filter(|hit| hit.coverage >= ENOUGH && hit.matched.len() >= MIN_MATCHES);
    near.next()
}

fn from_passage(request: &Request<'_>, passage: &Passage, language: &str) -> Version {
    let phrases = phrases::of(Language::of(language));
    let mut body = vec![courteous(phrases.lead, 2)];
    body.extend(quoted(request, passage, language));
    if let Some(url) = &passage.url {
        body.push(courteous(&format!("{} {url}", phrases.more), 2));
    }
    let drafted = framed(request, body, language);
    let evidence = Evidence {
        passages: &[passage],
        own: &[],
        ticket: "",
    };
    let checked = support::check(drafted.clone(), language, &evidence);
    // The frame is ours; the check has the last word on everything else.
    let merged = drafted.into_iter().zip(checked).map(|(ours, checked)| {
        if ours.support == Support::Courtesy {
            ours
        } else {
            checked
        }
    });
    Version {
        language: language.to_owned(),
        sentences: merged.collect(),
    }
}

/// The sentences of a passage; of a long one those around the best.
fn quoted(request: &Request<'_>, passage: &Passage, language: &str) -> Vec<Sentence> {
    let lines = passage
        .text
        .lines()
        .flat_map(|line| sentences(line).into_iter().enumerate());
    let all: Vec<(bool, &str)> = lines.map(|(at, sentence)| (at == 0, sentence)).collect();
    let analyser = Analyser::new(Language::of(language));
    let question: Vec<String> = analyser
        .terms(request.question)
        .into_iter()
        .map(|t| t.stem)
        .collect();
    let last_start = all.len().saturating_sub(MAX_SENTENCES);
    let weight = |start: usize| -> usize {
        let window = all.iter().skip(start).take(MAX_SENTENCES);
        window
            .map(|(_, s)| support::shared(&analyser, &question, s))
            .sum()
    };
    // The earliest of the best: a passage read from its beginning makes most sense.
    let start = (0..=last_start)
        .rev()
        .max_by_key(|start| weight(*start))
        .unwrap_or_default();
    let window = all.into_iter().skip(start).take(MAX_SENTENCES).enumerate();
    window
        .map(|(number, (first, text))| {
            let mut sentence = Sentence::plain(text);
            sentence.breaks = if number == 0 { 2 } else { u8::from(first) };
            sentence
        })
        .collect()
}

fn from_canned(request: &Request<'_>, canned: Canned<'_>, language: &str) -> Version {
    let source = Cited::Canned(canned.id.clone());
    from_text(request, canned.text, language, &source)
}

fn from_past(request: &Request<'_>, past: Past<'_>) -> Version {
    let cited = |sentence: &Sentence| Sentence {
        support: Support::Supported,
        sources: vec![Cited::Past(past.ticket.clone())],
        ..sentence.clone()
    };
    let mut body: Vec<Sentence> = past.sentences.iter().map(cited).collect();
    if let Some(first) = body.first_mut() {
        first.breaks = 2;
    }
    Version {
        language: request.language.to_owned(),
        sentences: framed(request, body, request.language),
    }
}

/// A text of our own, word for word, in a greeting and a closing unless it has its own.
fn from_text(request: &Request<'_>, text: &str, language: &str, source: &Cited) -> Version {
    let own = |mut sentence: Sentence| {
        sentence.support = Support::Supported;
        sentence.sources = vec![source.clone()];
        sentence
    };
    let mut body: Vec<Sentence> = cut(text.trim()).into_iter().map(own).collect();
    let framed = if support::greets(language, text) {
        body
    } else {
        if let Some(first) = body.first_mut() {
            first.breaks = 2;
        }
        framed(request, body, language)
    };
    Version {
        language: language.to_owned(),
        sentences: framed,
    }
}

/// Greeting, body, closing.
fn framed(request: &Request<'_>, body: Vec<Sentence>, language: &str) -> Vec<Sentence> {
    let phrases = phrases::of(Language::of(language));
    let name = request.customer_name.and_then(presentable);
    let greeting = match name {
        Some(name) => phrases.greeting.replace("{}", &name),
        None => phrases.hello.to_owned(),
    };
    let mut framed = vec![courteous(&greeting, 0)];
    framed.extend(body);
    framed.push(courteous(phrases.closing, 2));
    if !request.signature.trim().is_empty() {
        framed.push(courteous(request.signature.trim(), 1));
    }
    framed
}

fn courteous(text: &str, breaks: u8) -> Sentence {
    Sentence {
        support: Support::Courtesy,
        breaks,
        ..Sentence::plain(text)
    }
}

/// A name as it may stand in a greeting. Customers choose their name freely; one that is no name is left out.
pub(crate) fn presentable(name: &str) -> Option<String> {
    let name = super::unicode::plain(name);
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = match name.split_once(", ") {
        Some((last, first)) => format!("{first} {last}"),
        None => name,
    };
    let letters = name
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
    let short = name.chars().count() <= MAX_NAME && name.split(' ').count() <= 4;
    let capital = name
        .split(' ')
        .any(|w| w.starts_with(|c: char| !c.is_lowercase()));
    (letters && short && capital && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests;
