//! What a model is asked about a message, and what it is given to rest on.
//!
//! Invariant: nothing of it holds the question up; what cannot be read is left out.

use lambdesk_cloud::error::chain;
use lambdesk_cloud::models::ModelSettings;
use lambdesk_domain::draft::support::OwnText;
use lambdesk_domain::facts::told::{self, Told};
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::model::Step;
use lambdesk_domain::model::prompt::{self, Known, Prompt, Source, Turn};
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::taxonomy::Taxonomy;

use super::ask::Subject;
use super::conversation::{self, Said};
use super::decide;
use crate::drafting::own::{self, Occasion};
use crate::world::World;
use crate::{knowledge, lookup};

/// Most passages of the knowledge base in a question.
const PASSAGES: usize = 6;

/// What a question is made of.
pub(super) struct Material {
    said: Vec<Said>,
    pub(super) passages: Vec<Passage>,
    pub(super) ranked: Option<Ranked>,
    pub(super) own: Vec<OwnText>,
    facts: Vec<Told>,
}

/// Gathers what a question is made of; `payer` has the search on its bill.
pub(super) async fn material(
    world: &World,
    subject: Subject<'_>,
    said: Vec<Said>,
    payer: Option<&MessageRef>,
) -> Material {
    let organisation = &subject.directory.organisation;
    let query = conversation::query(&subject.ticket.subject, &said);
    let known = lookup::of_ticket(world, organisation, subject.ticket).await;
    let found = knowledge::retrieve(world, &organisation.id, &query, PASSAGES, payer);
    let (passages, ranked) = Box::pin(found).await;
    Material {
        passages,
        ranked,
        own: Box::pin(own_words(world, subject)).await,
        facts: known
            .map(|known| told::by_source(&known))
            .unwrap_or_default(),
        said,
    }
}

/// What the organisation answers to such questions. What the rules say is enough to look for it; the model judges anew.
async fn own_words(world: &World, subject: Subject<'_>) -> Vec<OwnText> {
    let Subject {
        directory,
        ticket,
        message,
        ..
    } = subject;
    let organisation = &directory.organisation;
    let stamp = match world.store.canned_stamp(&organisation.id).await {
        Ok(stamp) => stamp,
        Err(error) => {
            tracing::warn!(error = chain(&error), "canned responses cannot be read now");
            None
        }
    };
    let text = conversation::new_text(world, message).await;
    let taxonomy = organisation.settings.triage.taxonomy();
    let verdict = decide::by_rules(&taxonomy, ticket, message, &text, false);
    let known = ticket
        .language
        .as_deref()
        .filter(|_| verdict.language == "und");
    let language = known.unwrap_or(&verdict.language).to_owned();
    let ticket = Ticket {
        language: Some(language.clone()),
        ..ticket.clone()
    };
    let occasion = Occasion {
        directory,
        ticket: &ticket,
        text: &text,
        category: &verdict.category,
        language: &language,
    };
    own::for_model(world, &occasion, stamp).await
}

pub(super) async fn question(
    world: &World,
    subject: Subject<'_>,
    model: &ModelSettings,
    taxonomy: &Taxonomy,
    material: &Material,
) -> Prompt {
    let Subject {
        directory,
        ticket,
        message,
        ..
    } = subject;
    let ai = &directory.organisation.settings.ai;
    let step = subject.step();
    let turns: Vec<Turn<'_>> = material.said.iter().map(Said::turn).collect();
    let passages = &material.passages;
    let ids: Vec<String> = passages.iter().map(|p| p.id.to_string()).collect();
    let sources = passages.iter().zip(&ids).map(source);
    let sources: Vec<Source<'_>> = sources.collect();
    let cited: Vec<String> = material
        .own
        .iter()
        .map(|own| own.cited.to_string())
        .collect();
    let answers = material.own.iter().zip(&cited).map(|(own, id)| Source {
        id,
        title: &own.title,
        text: &own.text,
    });
    let answers: Vec<Source<'_>> = answers.collect();
    let facts: Vec<Source<'_>> = material.facts.iter().map(fact).collect();
    let sees = ai.vision && model.capability().vision;
    let images = if sees {
        conversation::pictures(world, message).await
    } else {
        Vec::new()
    };
    let category = ticket.category.as_deref().unwrap_or(&taxonomy.fallback);
    let known = Known {
        category,
        priority: ticket.priority.word(),
    };
    prompt::build(&prompt::Input {
        step,
        organisation: &directory.organisation.name,
        taxonomy,
        team_language: &ai.team_language,
        subject: &ticket.subject,
        turns: &turns,
        passages: &sources,
        answers: &answers,
        facts: &facts,
        known: (step == Step::FollowUp).then_some(known),
        images: &images,
        nonce: world.entropy.bytes(),
        budget_tokens: model.question_room(),
    })
}

fn source<'a>((passage, id): (&'a Passage, &'a String)) -> Source<'a> {
    Source {
        id,
        title: &passage.title,
        text: &passage.text,
    }
}

fn fact(told: &Told) -> Source<'_> {
    Source {
        id: told.source.word(),
        title: told.source.name(),
        text: &told.text,
    }
}
