//! Writes a draft: what a model drafted, checked, or what the knowledge base and the rules say.
//!
//! Invariant: whatever wrote it, every link and address in it is allowed, and every sentence says what supports it.

use lambdesk_domain::draft::clean::{self, Allowed, Removal};
use lambdesk_domain::draft::compose::{self, Request};
use lambdesk_domain::draft::sentence::{Sentence, cut};
use lambdesk_domain::draft::state::{Draft, ModelCall, Moment, Quoted, Source, State, Version};
use lambdesk_domain::draft::support::{self, Evidence};
use lambdesk_domain::knowledge::index::Question;
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::people::Actor;
use lambdesk_domain::triage::record::TriageRecord;

use super::{Case, MAX_TEXT, ModelDraft};
use crate::knowledge;
use crate::world::World;

/// A text with what is known about it.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) engine: Source,
    pub(super) customer: Version,
    pub(super) team: Option<Version>,
    pub(super) removed: Vec<Removal>,
    /// The passages it may cite.
    passages: Vec<Passage>,
    model: Option<ModelCall>,
    /// How far the quoted passage is ahead of other articles; 0 when none is quoted.
    pub(super) margin: f32,
}

/// Writes a text; `None` when there is nothing to write it from.
pub(super) async fn write(
    world: &World,
    case: &Case<'_>,
    record: &TriageRecord,
) -> Option<Written> {
    let drafted = |model: &&ModelDraft<'_>| !model.answer.draft_sentences.is_empty();
    let by_model = case
        .model
        .filter(drafted)
        .and_then(|model| from_model(case, model));
    match by_model {
        Some(written) => Some(written),
        None => composed(world, case, record).await,
    }
}

/// What may be named in a draft of this ticket: the organisation's domains and mailboxes, the customer's own address.
fn allowed(case: &Case<'_>) -> Allowed {
    let mailboxes = case.directory.mailboxes.iter().map(|m| m.address.clone());
    Allowed {
        domains: case.directory.organisation.settings.own_domains.clone(),
        links: Vec::new(),
        addresses: mailboxes
            .chain([case.ticket.contact_email.clone()])
            .collect(),
    }
}

/// A model's draft, cleaned and looked up sentence by sentence. What the model says it rests on is not believed: each
/// sentence is looked for in the passages that were given to it.
fn from_model(case: &Case<'_>, model: &ModelDraft<'_>) -> Option<Written> {
    let answer = model.answer;
    let passages: Vec<&Passage> = model.passages.iter().filter(|p| p.public).collect();
    let allowed = allowed(case).with_passages(passages.iter().copied());
    let ticket = format!("{}\n{}", case.ticket.subject, model.conversation);
    let evidence = Evidence {
        passages: &passages,
        own: &[],
        ticket: &ticket,
    };
    let text = lines(answer.draft_sentences.iter().map(|s| s.text.as_str()));
    let cleaned = clean::clean(&text, &allowed);
    let checked = support::check(letter(&cleaned.text), &answer.draft_language, &evidence);
    let translated = answer
        .draft_sentences
        .iter()
        .map(|s| s.text_team_language.as_deref().unwrap_or(&s.text));
    let team = clean::clean(&lines(translated), &allowed);
    let other = answer
        .draft_sentences
        .iter()
        .any(|s| s.text_team_language.is_some());
    let team = other.then(|| Version {
        language: case.team_language.to_owned(),
        sentences: support::check_translation(&checked, letter(&team.text)),
    });
    let customer = Version {
        language: answer.draft_language.clone(),
        sentences: checked,
    };
    clean::is_clean(&customer.text(), &allowed).then(|| Written {
        engine: Source::Model,
        customer,
        team,
        removed: cleaned.removed,
        passages: passages.into_iter().cloned().collect(),
        model: Some(ModelCall {
            model: model.model.to_owned(),
            ledger: model.ledger.clone(),
        }),
        margin: 0.0,
    })
}

/// Every entry on a line of its own, so that none can hide behind another.
fn lines<'a>(entries: impl Iterator<Item = &'a str>) -> String {
    let entries = entries.map(|entry| entry.split_whitespace().collect::<Vec<_>>().join(" "));
    entries.collect::<Vec<_>>().join("\n")
}

/// The sentences of a letter: the greeting alone, list items on lines of their own, the rest as one paragraph.
fn letter(text: &str) -> Vec<Sentence> {
    let mut sentences = cut(text);
    for (at, sentence) in sentences.iter_mut().enumerate() {
        let start = sentence.text.trim_start();
        let item = start.starts_with(['-', '*', '•'])
            || (start.starts_with(|c: char| c.is_ascii_digit())
                && start.contains(['.', ')'])
                && start.find(['.', ')']).is_some_and(|dot| dot <= 2));
        sentence.breaks = match at {
            0 => 0,
            1 => 2,
            _ => u8::from(item),
        };
    }
    sentences
}

/// A draft without a model: a passage that is near enough, else the template of the rules.
async fn composed(world: &World, case: &Case<'_>, record: &TriageRecord) -> Option<Written> {
    let verdict = record.decided();
    let language = match verdict.language.as_str() {
        "und" => case
            .ticket
            .language
            .as_deref()
            .unwrap_or(case.team_language),
        told => told,
    };
    let organisation = &case.directory.organisation;
    let indexed = knowledge::indexed_or_nothing(world, &organisation.id).await;
    let question = format!("{}\n{}", case.ticket.subject, clip(case.text, MAX_TEXT));
    let hits = indexed.as_ref().map(|indexed| {
        let question = Question::new(&question, language);
        indexed.index.search(&question)
    });
    let hits = hits.unwrap_or_default();
    // Where the organisation has a signature, it stands under every reply anyway.
    let signed = !organisation.settings.signature.trim().is_empty();
    let composed = compose::compose(&Request {
        question: &question,
        language,
        team_language: case.team_language,
        customer_name: case.ticket.contact_name.as_deref(),
        hits: &hits,
        canned: None,
        template: verdict.suggested_reply.as_deref(),
        signature: if signed { "" } else { &organisation.name },
    })?;
    let passages: Vec<Passage> = hits.iter().map(|hit| hit.passage.clone()).collect();
    let allowed = allowed(case).with_passages(&passages);
    let (customer, removed) = safe(composed.customer, &allowed);
    Some(Written {
        engine: composed.engine,
        customer,
        team: composed.team.map(|team| safe(team, &allowed).0),
        removed,
        passages,
        model: None,
        margin: composed.margin,
    })
}

/// What was composed holds only what the organisation wrote; should anything else be in it, that is taken out and the
/// sentences lose their support.
fn safe(version: Version, allowed: &Allowed) -> (Version, Vec<Removal>) {
    let text = version.text();
    if clean::is_clean(&text, allowed) {
        return (version, Vec::new());
    }
    let cleaned = clean::clean(&text, allowed);
    let sentences = support::check(cut(&cleaned.text), &version.language, &Evidence::default());
    let language = version.language;
    (
        Version {
            language,
            sentences,
        },
        cleaned.removed,
    )
}

/// The draft as it is kept, with the passages that it cites.
pub(super) fn draft(world: &World, case: &Case<'_>, written: Written) -> Draft {
    let cited = |version: &Version| version.cited().into_iter().cloned().collect::<Vec<_>>();
    let mut wanted = cited(&written.customer);
    wanted.extend(written.team.iter().flat_map(cited));
    let passages = written.passages.iter().filter(|p| wanted.contains(&p.id));
    Draft {
        id: world.entropy.draft(case.now),
        organisation: case.ticket.organisation.clone(),
        ticket: case.ticket.id.clone(),
        answers: case.message.id.clone(),
        engine: written.engine,
        passages: passages.map(Quoted::from).collect(),
        customer: written.customer,
        team: written.team,
        removed: written.removed,
        model: written.model,
        automatic: None,
        state: State::Suggested,
        history: vec![Moment {
            became: State::Suggested.word().to_owned(),
            by: Actor::System("triage".to_owned()),
            at: case.now,
        }],
        created_at: case.now,
        changed_at: case.now,
        version: 1,
    }
}
