//! Asks the knowledge base: by words, and by meaning where the passages have vectors and the question gets one in time.
//!
//! Invariant: a search is never worse off for it. Whatever is missing, slow, spent or refused leaves the ranking by words and
//! a note that says so.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::error::{Error, chain};
use lambdesk_cloud::models::{Embedded, Embedder, EmbedderSettings, Texts};
use lambdesk_cloud::store::{Commit, Shelf, VectorsState};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::knowledge::index::{Hit, Question};
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::ranking::{Ranked, WordsAlone};
use lambdesk_domain::knowledge::vectors::{Direction, LONGEST_QUESTION, Vectors};
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::model::budget;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::task::MessageRef;

use super::vectors;
use super::{Indexed, indexed_of};
use crate::models;
use crate::world::World;

/// Time for the vector of a question.
const TIME: Duration = Duration::from_secs(2);
/// How long after a try that did not come to all passages a question asks for another.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// The knowledge base, ready for one question.
#[derive(Debug)]
pub struct Asked {
    indexed: Arc<Indexed>,
    meaning: Option<(Arc<Vectors>, Arc<Direction>)>,
    /// How its answers are ranked.
    pub ranked: Ranked,
}

impl Asked {
    /// The passages that answer best, best first.
    #[must_use]
    pub fn search(&self, question: &Question<'_>) -> Vec<Hit<'_>> {
        let index = &self.indexed.index;
        match &self.meaning {
            None => index.search(question),
            Some((vectors, direction)) => {
                let near = |passage: &Passage| vectors.closeness(direction, passage);
                index.search_hybrid(question, near)
            }
        }
    }
}

/// Gets the knowledge base ready for a question; `None` while there are no articles. `place` is the message on whose bill the
/// question goes, if it is about one.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn ask(
    world: &World,
    organisation: &OrganisationId,
    question: &str,
    place: Option<&MessageRef>,
) -> Result<Option<Asked>, Error> {
    let shelf = world.store.shelf(organisation).await?;
    ask_of(world, organisation, shelf, question, place).await
}

/// As [`ask`], for a shelf that was read a moment ago.
///
/// # Errors
/// When the table or the objects cannot be read.
pub(crate) async fn ask_of(
    world: &World,
    organisation: &OrganisationId,
    shelf: Option<Shelf>,
    question: &str,
    place: Option<&MessageRef>,
) -> Result<Option<Asked>, Error> {
    let Some(indexed) = indexed_of(world, organisation, shelf).await? else {
        return Ok(None);
    };
    let meaning = match meaning(world, organisation, &indexed, question, place).await {
        Ok(meaning) => meaning,
        Err(why) => {
            return Ok(Some(Asked {
                indexed,
                meaning: None,
                ranked: Ranked::by_words_because(why),
            }));
        }
    };
    let ranked = match meaning {
        Some(_) => Ranked::by_both(),
        None => Ranked::by_words(),
    };
    Ok(Some(Asked {
        indexed,
        meaning,
        ranked,
    }))
}

/// What was found; nothing when the stores did not answer, and the log says so.
pub(crate) fn or_nothing(asked: Result<Option<Asked>, Error>) -> Option<Asked> {
    match asked {
        Ok(asked) => asked,
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "the knowledge base cannot be searched now"
            );
            None
        }
    }
}

/// The vectors of the passages and that of the question; `None` when embeddings are off.
async fn meaning(
    world: &World,
    organisation: &OrganisationId,
    indexed: &Indexed,
    question: &str,
    place: Option<&MessageRef>,
) -> Result<Option<(Arc<Vectors>, Arc<Direction>)>, WordsAlone> {
    let directory = world.directory(organisation).await;
    let directory = directory.map_err(|error| unreadable(&error))?;
    let organisation = &directory.organisation;
    let model = models::embeddings(world, organisation).await;
    let Some(model) = model.map_err(WordsAlone::Model)? else {
        return Ok(None);
    };
    let vectors = at_hand(world, organisation, indexed, &model).await?;
    let text = clip(question, LONGEST_QUESTION);
    let direction = direction(world, organisation, &model, text, place).await;
    let direction = direction.map_err(WordsAlone::Model)?;
    if direction.dimension() != vectors.dimension() {
        return Err(WordsAlone::OtherDimension);
    }
    Ok(Some((vectors, direction)))
}

fn unreadable(error: &Error) -> WordsAlone {
    tracing::warn!(error = chain(error), "vectors cannot be read now");
    WordsAlone::Unreadable
}

/// The vectors of the passages, if there are enough of them under the present model. Asks for the missing ones to be made.
async fn at_hand(
    world: &World,
    organisation: &Organisation,
    indexed: &Indexed,
    model: &EmbedderSettings,
) -> Result<Arc<Vectors>, WordsAlone> {
    let passages = indexed.index.passages();
    let state = world.store.vectors(&organisation.id).await;
    let state = state.map_err(|error| unreadable(&error))?;
    let name = model.choice.name();
    let stored = match state.as_ref().and_then(|state| state.revision.as_deref()) {
        Some(revision) => vectors::read(world, &organisation.id, revision).await,
        None => Ok(Some(Arc::new(Vectors::new(&name)))),
    };
    let stored = stored.map_err(|error| unreadable(&error))?;
    let damaged = stored.is_none();
    let set = stored.filter(|set| set.name() == name);
    let set = set.unwrap_or_else(|| Arc::new(Vectors::new(&name)));
    let coverage = set.coverage(passages);
    if !coverage.is_whole() {
        wish(world, organisation, indexed, state.as_ref(), &name).await;
    }
    if coverage.is_enough() {
        return Ok(set);
    }
    if damaged {
        return Err(WordsAlone::Unreadable);
    }
    let of_now = state.filter(|state| state.name == name);
    let last = of_now.and_then(|state| state.failed);
    Err(WordsAlone::Making { coverage, last })
}

/// Asks for the missing vectors to be made, unless that was tried a moment ago. Nothing waits for it.
async fn wish(
    world: &World,
    organisation: &Organisation,
    indexed: &Indexed,
    state: Option<&VectorsState>,
    name: &str,
) {
    let now = world.clock.now();
    let tried = state.filter(|state| state.name == name && state.failed.is_some());
    let tried = tried.and_then(|state| state.tried_at);
    let lately = tried.is_some_and(|at| now.duration_since(at).abs() < AGAIN);
    if lately || !world.knowledge.may_wish(&organisation.id, now) {
        return;
    }
    vectors::want(world, &organisation.id, indexed.stamp()).await;
}

/// The vector of a question: remembered, or made within the budget of the day.
async fn direction(
    world: &World,
    organisation: &Organisation,
    model: &EmbedderSettings,
    text: &str,
    place: Option<&MessageRef>,
) -> Result<Arc<Direction>, Fallback> {
    let hash = sha256_hex(format!(
        "{}\n{}\n{text}",
        organisation.id,
        model.choice.name()
    ));
    if let Some(known) = world.knowledge.question(&hash) {
        return Ok(known);
    }
    let embedded = within_budget(world, organisation, model, &[text], TIME).await?;
    if let Some(place) = place {
        bill(world, place, model, &embedded).await;
    }
    let vector = embedded.vectors.first();
    let direction = vector.and_then(|vector| Direction::of(vector));
    let reason = embedded.failed.unwrap_or(Fallback::Unreadable);
    let direction = Arc::new(direction.ok_or(reason)?);
    world.knowledge.remember(hash, Arc::clone(&direction));
    Ok(direction)
}

/// Makes vectors of some texts: sets aside what they may cost, asks, and writes down what was spent.
///
/// # Errors
/// When the budget does not cover them; then nothing was asked.
pub(super) async fn within_budget(
    world: &World,
    organisation: &Organisation,
    model: &EmbedderSettings,
    texts: &[&str],
    time: Duration,
) -> Result<Embedded, Fallback> {
    let prices = PriceTable::built_in();
    let most = Embedder::estimate(model, texts, &prices);
    let reservation = models::reserve(world, organisation, most).await?;
    let request = Texts {
        organisation: &organisation.id,
        model,
        texts,
        prices: &prices,
        allowance: Some(reservation.amount),
        time,
    };
    let embedded = Box::pin(world.embedder.embed(&request)).await;
    let spent = budget::spent(&embedded.bill(), reservation.amount);
    models::settle(world, &organisation.id, &reservation, spent).await;
    Ok(embedded)
}

/// Puts the calls on the bill of the ticket that was the occasion.
async fn bill(world: &World, place: &MessageRef, model: &EmbedderSettings, embedded: &Embedded) {
    let prices = PriceTable::built_in();
    let calls = embedded.calls(&place.ticket, &place.message, model, &prices);
    if calls.is_empty() {
        return;
    }
    let mut commit = Commit::new(&place.organisation, world.clock.now());
    commit.calls(&calls);
    if let Err(error) = world.store.commit(commit).await {
        tracing::warn!(%error, "the cost of a search is not on its ticket's bill");
    }
}
