//! Writes a draft: what a model drafted, checked, or what the knowledge base and the rules say.
//!
//! Invariant: whatever wrote it, every link and address in it is allowed, and every sentence says what supports it.

use lambdesk_domain::canned::CannedResponse;
use lambdesk_domain::canned::choose::{Wanted, choose};
use lambdesk_domain::canned::variables::fill;
use lambdesk_domain::draft::clean::{self, Allowed, Removal};
use lambdesk_domain::draft::compose::{self, Canned, Composed, Past, Request};
use lambdesk_domain::draft::sentence::{Sentence, cut};
use lambdesk_domain::draft::state::{
    Draft, FromCanned, ModelCall, Moment, Quoted, Source, State, Version,
};
use lambdesk_domain::draft::support::{self, Evidence};
use lambdesk_domain::knowledge::index::{Hit, Question};
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::people::Actor;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::triage::record::TriageRecord;
use lambdesk_domain::triage::verdict::Verdict;

use super::own::{self, Occasion, allowed};
use super::{Case, MAX_TEXT, ModelDraft};
use crate::canned;
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
    canned: Option<FromCanned>,
    model: Option<ModelCall>,
    /// How the passages were ranked.
    ranked: Option<Ranked>,
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

/// A model's draft, cleaned and looked up sentence by sentence. What the model says it rests on is not believed: each
/// sentence is looked for in what was given to it.
fn from_model(case: &Case<'_>, model: &ModelDraft<'_>) -> Option<Written> {
    let answer = model.answer;
    let passages: Vec<&Passage> = model.passages.iter().filter(|p| p.public).collect();
    let allowed = allowed(case.directory, case.ticket).with_passages(passages.iter().copied());
    let mut texts = model.own.iter().map(|own| own.text.as_str());
    let allowed = texts.by_ref().fold(allowed, Allowed::with_own);
    let ticket = format!("{}\n{}", case.ticket.subject, model.conversation);
    let evidence = Evidence {
        passages: &passages,
        own: model.own,
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
        canned: None,
        model: Some(ModelCall {
            model: model.model.to_owned(),
        }),
        ranked: model.ranked.cloned(),
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

/// A draft without a model, from what the knowledge base says and else from other words of the organisation.
async fn composed(world: &World, case: &Case<'_>, record: &TriageRecord) -> Option<Written> {
    let language = language(case, record.decided());
    let organisation = &case.directory.organisation;
    let question = format!("{}\n{}", case.ticket.subject, clip(case.text, MAX_TEXT));
    let place = MessageRef {
        organisation: organisation.id.clone(),
        ticket: case.ticket.id.clone(),
        message: case.message.id.clone(),
    };
    let shelf = case.stamps.shelf.clone();
    let asked = knowledge::ask_of(world, &organisation.id, shelf, &question, Some(&place));
    let asked = knowledge::or_nothing(Box::pin(asked).await);
    let hits = asked
        .as_ref()
        .map(|asked| asked.search(&Question::new(&question, language)));
    let hits = hits.unwrap_or_default();
    let written = from_hits(world, case, record.decided(), &question, &hits).await?;
    Some(Written {
        ranked: asked.as_ref().map(|asked| asked.ranked.clone()),
        ..written
    })
}

/// A passage that is near enough, else a canned response, else the template of the rules.
async fn from_hits(
    world: &World,
    case: &Case<'_>,
    verdict: &Verdict,
    question: &str,
    hits: &[Hit<'_>],
) -> Option<Written> {
    let organisation = &case.directory.organisation;
    // Where the organisation has a signature, it stands under every reply anyway.
    let signed = !organisation.settings.signature.trim().is_empty();
    let request = Request {
        question,
        language: language(case, verdict),
        team_language: case.team_language,
        customer_name: case.ticket.contact_name.as_deref(),
        hits,
        canned: None,
        canned_team: None,
        past: None,
        template: verdict.suggested_reply.as_deref(),
        signature: if signed { "" } else { &organisation.name },
    };
    let quoted = compose::compose(&request);
    // Canned responses are read only where the knowledge base has no answer.
    if let Some(quoted) = quoted.as_ref().filter(|c| c.engine == Source::Knowledge) {
        return Some(written(case, quoted.clone(), hits, &[]));
    }
    let category = &verdict.category;
    let by_hand = from_canned(world, case, &request, category).await;
    if let Some(canned) = by_hand.as_ref().filter(|w| w.engine == Source::Canned) {
        return Some(canned.clone());
    }
    match from_past(world, case, &request, category).await {
        Some(past) => Some(past),
        None if by_hand.is_some() => by_hand,
        None => Some(written(case, quoted?, hits, &[])),
    }
}

/// A draft from what a past ticket like this one was answered.
async fn from_past(
    world: &World,
    case: &Case<'_>,
    request: &Request<'_>,
    category: &str,
) -> Option<Written> {
    let occasion = Occasion {
        directory: case.directory,
        // The ticket as triage leaves it knows its language.
        ticket: case.judged,
        text: case.text,
        category,
        language: request.language,
    };
    let (ticket, sentences) = own::said_before(world, &occasion).await?;
    let composed = compose::compose(&Request {
        past: Some(Past {
            ticket: &ticket,
            sentences: &sentences,
        }),
        ..*request
    })?;
    Some(written(case, composed, request.hits, &[]))
}

/// The language a customer is answered in.
fn language<'a>(case: &Case<'a>, verdict: &'a Verdict) -> &'a str {
    match verdict.language.as_str() {
        "und" => case
            .ticket
            .language
            .as_deref()
            .unwrap_or(case.team_language),
        told => told,
    }
}

/// A draft from the canned response that fits best, if one does. Where one fits the team's language only, it stands beside
/// the template.
async fn from_canned(
    world: &World,
    case: &Case<'_>,
    request: &Request<'_>,
    category: &str,
) -> Option<Written> {
    let organisation = &case.directory.organisation;
    let all = canned::all_of(world, &organisation.id, case.stamps.canned.clone()).await;
    let all = canned::or_none(all);
    let values = own::values(case.directory, case.ticket);
    let wanted = Wanted {
        category,
        language: request.language,
        team_language: request.team_language,
        question: request.question,
        values,
    };
    let chosen = choose(&all, &wanted);
    let fill = |response: &CannedResponse| fill(&response.content.body, &values).text;
    let texts = [chosen.customer, chosen.team].map(|one| one.map(fill));
    let [customer, team] = &texts;
    let composed = compose::compose(&Request {
        canned: given(chosen.customer, customer.as_deref()),
        canned_team: given(chosen.team, team.as_deref()),
        ..*request
    })?;
    let own: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
    let from = chosen.customer.map(|response| FromCanned {
        id: response.id.clone(),
        name: response.content.name.clone(),
        shortcut: response.content.shortcut.clone(),
    });
    let written = written(case, composed, request.hits, &own);
    (!own.is_empty()).then_some(Written {
        canned: from,
        ..written
    })
}

fn given<'a>(chosen: Option<&'a CannedResponse>, text: Option<&'a str>) -> Option<Canned<'a>> {
    let id = &chosen?.id;
    text.map(|text| Canned { id, text })
}

/// What was composed, made safe. What `own` texts name, the organisation allows.
fn written(case: &Case<'_>, composed: Composed, hits: &[Hit<'_>], own: &[&str]) -> Written {
    let passages: Vec<Passage> = hits.iter().map(|hit| hit.passage.clone()).collect();
    let allowed = allowed(case.directory, case.ticket).with_passages(&passages);
    let allowed = own
        .iter()
        .fold(allowed, |allowed, text| allowed.with_own(text));
    let (customer, removed) = safe(composed.customer, &allowed);
    Written {
        engine: composed.engine,
        customer,
        team: composed.team.map(|team| safe(team, &allowed).0),
        removed,
        passages,
        canned: None,
        model: None,
        ranked: None,
        margin: composed.margin,
    }
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
        canned: written.canned,
        customer: written.customer,
        team: written.team,
        removed: written.removed,
        model: written.model,
        ranked: written.ranked,
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
