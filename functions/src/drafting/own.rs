//! The organisation's own words for a ticket: canned responses, and what people wrote to other customers.
//!
//! Invariant: what is told holds nothing that is not known, and of past answers only sentences that people wrote to several
//! circles of customers and that name nothing the organisation does not allow. Where the stores do not answer there is less to
//! say, and nothing waits.

use lambdesk_cloud::error::chain;
use lambdesk_cloud::store::CannedStamp;
use lambdesk_domain::canned::CannedResponse;
use lambdesk_domain::canned::choose::{Wanted, offered};
use lambdesk_domain::canned::variables::{Values, fill};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::draft::clean::{self, Allowed};
use lambdesk_domain::draft::sentence::{Cited, Sentence};
use lambdesk_domain::draft::support::OwnText;
use lambdesk_domain::ids::TicketId;
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::ticket::Ticket;

use super::MAX_TEXT;
use crate::canned;
use crate::past::{self, Effort};
use crate::world::World;

/// Share of the telling words that a past ticket must hold before its answer is said again.
const LIKE_ENOUGH: f32 = 0.5;
/// Most canned responses a model is given.
const CANNED: usize = 3;

/// What is answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'a> {
    /// The organisation with its settings and addresses.
    pub(crate) directory: &'a Directory,
    /// The ticket, with its language where that is known.
    pub(crate) ticket: &'a Ticket,
    /// The new part of the customer's message.
    pub(crate) text: &'a str,
    /// Key of the category.
    pub(crate) category: &'a str,
    /// The customer's language, BCP 47.
    pub(crate) language: &'a str,
}

/// What may be named in a draft of a ticket: the organisation's domains and mailboxes, the customer's own address.
pub(super) fn allowed(directory: &Directory, ticket: &Ticket) -> Allowed {
    let mailboxes = directory.mailboxes.iter().map(|m| m.address.clone());
    Allowed {
        domains: directory.organisation.settings.own_domains.clone(),
        links: Vec::new(),
        addresses: mailboxes.chain([ticket.contact_email.clone()]).collect(),
    }
}

/// What the variables of canned responses stand for in a ticket.
pub(super) fn values<'a>(directory: &'a Directory, ticket: &'a Ticket) -> Values<'a> {
    let organisation = &directory.organisation;
    Values {
        contact_name: ticket.contact_name.as_deref(),
        contact_email: &ticket.contact_email,
        ticket_number: ticket.number,
        // Nobody has taken the ticket yet: the organisation signs, as under every draft.
        agent_name: Some(&organisation.name),
        organisation_name: &organisation.name,
    }
}

/// Sentences of the answer to a past ticket like this one, where the organisation wants them said again.
pub(super) async fn said_before(
    world: &World,
    occasion: &Occasion<'_>,
) -> Option<(TicketId, Vec<Sentence>)> {
    if !occasion.directory.organisation.settings.past_answers {
        return None;
    }
    let text = clip(occasion.text, MAX_TEXT);
    let like = past::like(
        world,
        occasion.ticket,
        text,
        (LIKE_ENOUGH, 3),
        Effort::BESIDE,
    );
    let (found, list) = match like.await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(error = chain(&error), "past answers cannot be read now");
            return None;
        }
    };
    let allowed = allowed(occasion.directory, occasion.ticket);
    let clean = |sentence: &Sentence| clean::is_clean(&sentence.text, &allowed);
    let mut usable = found.iter().filter_map(|found| {
        let fits = found.answer.ticket.language == occasion.language
            && found.ticket.category.as_deref() == Some(occasion.category);
        let sentences = list.answers.reusable(&found.answer).filter(|_| fits)?;
        let all_clean = sentences.iter().all(clean);
        all_clean.then(|| (found.ticket.id.clone(), sentences))
    });
    usable.next()
}

/// What the organisation answers to such questions, best first, for a model to keep to.
pub(crate) async fn for_model(
    world: &World,
    occasion: &Occasion<'_>,
    stamp: Option<CannedStamp>,
) -> Vec<OwnText> {
    let directory = occasion.directory;
    let all = canned::all_of(world, &directory.organisation.id, stamp).await;
    let all = canned::or_none(all);
    let question = format!(
        "{}\n{}",
        occasion.ticket.subject,
        clip(occasion.text, MAX_TEXT)
    );
    let wanted = Wanted {
        category: occasion.category,
        language: occasion.language,
        team_language: &directory.organisation.settings.ai.team_language,
        question: &question,
        values: values(directory, occasion.ticket),
    };
    let own = |response: &CannedResponse| OwnText {
        cited: Cited::Canned(response.id.clone()),
        title: response.content.name.clone(),
        text: fill(&response.content.body, &wanted.values).text,
    };
    let offered = offered(&all, &wanted, CANNED).into_iter();
    let mut told: Vec<OwnText> = offered.map(own).collect();
    if let Some((ticket, sentences)) = said_before(world, occasion).await {
        let texts: Vec<&str> = sentences.iter().map(|s| s.text.as_str()).collect();
        told.push(OwnText {
            cited: Cited::Past(ticket),
            title: "What such a question was answered before".to_owned(),
            text: texts.join(" "),
        });
    }
    told
}
