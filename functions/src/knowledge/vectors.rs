//! Makes the vectors that passages lack, and reads them.
//!
//! Invariant: a text is paid for once while it stays as it is. One run is bounded in time; what is left over is another task's,
//! and what failed is tried again when somebody asks the knowledge base.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::error::{Error, Kind, chain};
use lambdesk_cloud::models::EmbedderSettings;
use lambdesk_cloud::store::{Commit, VectorsState};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::knowledge::passage::Passage;
use lambdesk_domain::knowledge::vectors::{LARGEST, MOST_TEXTS, Unfit, Vectors, portions, text_of};
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::model::Provider;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::secret::SecretName;
use tokio::time::Instant;

use super::{is_absent, meaning};
use crate::batch::Failure;
use crate::models;
use crate::world::World;

/// After this a run begins no further request.
const RUN: Duration = Duration::from_secs(15);
/// Time for one request with its retries.
const REQUEST: Duration = Duration::from_secs(20);
/// How long a run keeps others away; above the time of the function, so that nobody follows one that lives.
const TURN: SignedDuration = SignedDuration::from_secs(70);
/// Texts of a portion where each is a call of its own.
const ONE_BY_ONE: usize = 8;

/// Bytes of a text that no model finds too long.
const SHORT: usize = 400;

/// What a run came to.
struct Made {
    set: Vectors,
    changed: bool,
    failed: Option<Fallback>,
    left_over: bool,
}

/// Whether passages of an organisation get vectors; no, when that cannot be found out now.
pub(super) async fn is_on(world: &World, organisation: &OrganisationId) -> bool {
    let machine = models::machine(&world.config);
    match world.directory(organisation).await {
        Ok(directory) => directory
            .organisation
            .settings
            .ai
            .embeddings
            .is_on(&machine),
        Err(_) => false,
    }
}

/// Writes the task to make what is missing over the articles of a shelf. Where that fails, the next question does it.
pub(super) async fn want(world: &World, organisation: &OrganisationId, stamp: &str) {
    let now = world.clock.now();
    let mut commit = Commit::new(organisation, now);
    commit.vectors_wanted(stamp, now);
    if let Err(error) = world.store.commit(commit).await {
        tracing::warn!(%error, "missing vectors are not asked for yet");
    }
}

/// The same over the articles of today, after settings or keys changed.
pub(crate) async fn want_of_today(world: &World, organisation: &OrganisationId) {
    if !is_on(world, organisation).await {
        return;
    }
    match world.store.shelf(organisation).await {
        Ok(Some(shelf)) if shelf.articles > 0 => want(world, organisation, &shelf.stamp).await,
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "missing vectors are not asked for yet"
            );
        }
    }
}

/// Makes what is missing, as a task says.
///
/// # Errors
/// When the table or the objects do not answer; the task comes back.
pub(crate) async fn make(
    world: &World,
    organisation: &OrganisationId,
    stamp: &str,
) -> Result<(), Failure> {
    // Settings and key may be what was changed a moment ago.
    world.forget_directory(organisation);
    world.forget_secret(organisation, SecretName::Embeddings);
    let directory = match world.directory(organisation).await {
        Err(error) if error.kind == Kind::NotFound => return Ok(()),
        found => found?,
    };
    let shelf = world.store.shelf(organisation).await?;
    // Articles that were written meanwhile wrote a task of their own.
    if shelf.is_none_or(|shelf| shelf.stamp != stamp) {
        return Ok(());
    }
    let model = match models::embeddings(world, &directory.organisation).await {
        Ok(None) => return Ok(()),
        Ok(Some(model)) => Ok(model),
        Err(reason) => Err(reason),
    };
    let now = world.clock.now();
    let Some(turn) = world.store.begin_vectors(organisation, now, TURN).await? else {
        // Whoever has the turn looks at the shelf once more when it is through.
        return Ok(());
    };
    let before = world.store.vectors(organisation).await?.unwrap_or_default();
    let ran = match model {
        Ok(model) => Box::pin(run(world, &directory.organisation, &model, before.clone())).await,
        Err(reason) => Ok((after(world, before.clone(), Some(reason)), false)),
    };
    let (state, left_over) = match ran {
        Ok(ran) => ran,
        Err(failure) => {
            world.store.end_vectors(organisation, turn, &before).await?;
            return Err(failure);
        }
    };
    let ended = world.store.end_vectors(organisation, turn, &state).await?;
    let shelf = world.store.shelf(organisation).await?;
    let newer = shelf.filter(|shelf| shelf.stamp != stamp || left_over);
    if let Some(shelf) = newer.filter(|_| ended) {
        want(world, organisation, &shelf.stamp).await;
    }
    Ok(())
}

fn after(world: &World, before: VectorsState, failed: Option<Fallback>) -> VectorsState {
    VectorsState {
        failed,
        tried_at: Some(world.clock.now()),
        ..before
    }
}

/// One run: the state after it, and whether there is more to do.
async fn run(
    world: &World,
    organisation: &Organisation,
    model: &EmbedderSettings,
    before: VectorsState,
) -> Result<(VectorsState, bool), Failure> {
    let Some(indexed) = super::indexed(world, &organisation.id).await? else {
        let nothing = VectorsState {
            have: 0,
            of: 0,
            ..after(world, before, None)
        };
        return Ok((nothing, false));
    };
    let passages = indexed.index.passages();
    let name = model.choice.name();
    let stored = match &before.revision {
        Some(_) => stored(world, &organisation.id).await?,
        None => None,
    };
    let set = stored.filter(|set| set.name() == name);
    let set = set.unwrap_or_else(|| Vectors::new(&name));
    let made = fill(world, organisation, model, set, passages).await;
    let coverage = made.set.coverage(passages);
    let mut state = VectorsState {
        name,
        have: coverage.have,
        of: coverage.of,
        ..after(world, before, made.failed)
    };
    if made.changed || state.revision.is_none() {
        let key = key(&organisation.id);
        let bytes = made.set.encode();
        let media_type = "application/octet-stream";
        world.blobs.put(&key, bytes, media_type).await?;
        let revision = world.entropy.request(world.clock.now());
        state.revision = Some(revision.to_string());
    }
    tracing::info!(
        passages = coverage.of,
        vectors = coverage.have,
        failed = made.failed.map(Fallback::word),
        "vectors of the knowledge base were made"
    );
    Ok((state, made.left_over))
}

/// A passage and what of it becomes its vector.
#[derive(Debug, Clone)]
struct Wanted<'p> {
    passage: &'p Passage,
    text: String,
}

impl AsRef<str> for Wanted<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Asks for what is missing, portion by portion, until it is all there, something fails or the time is over. A portion that is
/// too large is asked for in halves; a text that is too large alone is shortened, and in the end left out.
async fn fill(
    world: &World,
    organisation: &Organisation,
    model: &EmbedderSettings,
    set: Vectors,
    passages: &[Passage],
) -> Made {
    let begun = Instant::now();
    let mut made = Made {
        set,
        changed: false,
        failed: None,
        left_over: false,
    };
    made.changed = made.set.keep_only(passages) > 0;
    let missing = made.set.missing(passages).into_iter();
    let wanted = missing.map(|passage| Wanted {
        text: text_of(passage),
        passage,
    });
    let wanted: Vec<Wanted<'_>> = wanted.collect();
    let most = match model.choice.provider {
        Provider::Bedrock => ONE_BY_ONE,
        Provider::Anthropic | Provider::OpenAi | Provider::Compatible => MOST_TEXTS,
    };
    let waiting = portions(&wanted, most).into_iter().map(<[_]>::to_vec);
    let mut waiting: VecDeque<Vec<Wanted<'_>>> = waiting.collect();
    while let Some(portion) = waiting.pop_front() {
        if begun.elapsed() >= RUN {
            made.left_over = true;
            break;
        }
        let texts: Vec<&str> = portion.iter().map(AsRef::as_ref).collect();
        let asked = meaning::within_budget(world, organisation, model, &texts, REQUEST).await;
        let (vectors, failed) = match asked {
            Ok(embedded) => (embedded.vectors, embedded.failed),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        let taken = vectors.len();
        made.take_in(&portion, &vectors);
        match failed {
            None => {}
            Some(Fallback::TooLarge) => match smaller(portion, taken) {
                Some(parts) => parts.into_iter().rev().for_each(|p| waiting.push_front(p)),
                None => made.failed = Some(Fallback::TooLarge),
            },
            Some(reason) => {
                made.failed = Some(reason);
                break;
            }
        }
    }
    made
}

/// What is left of a portion that was too large, in parts that are smaller; `None` for a short text alone.
fn smaller(mut portion: Vec<Wanted<'_>>, taken: usize) -> Option<Vec<Vec<Wanted<'_>>>> {
    let mut rest = portion.split_off(taken.min(portion.len()));
    if rest.len() > 1 {
        let second = rest.split_off(rest.len() / 2);
        return Some(vec![rest, second]);
    }
    let alone = rest.first_mut().filter(|alone| alone.text.len() > SHORT)?;
    alone.text = clip(&alone.text, alone.text.len() / 2).to_owned();
    Some(vec![rest])
}

impl Made {
    fn take_in(&mut self, portion: &[Wanted<'_>], vectors: &[Vec<f32>]) {
        for (wanted, vector) in portion.iter().zip(vectors) {
            match self.set.insert(wanted.passage, vector) {
                Ok(()) => self.changed = true,
                Err(unfit) => self.failed = Some(refused(unfit)),
            }
        }
    }
}

fn refused(unfit: Unfit) -> Fallback {
    tracing::warn!(reason = %unfit, "a vector cannot be taken in");
    match unfit {
        Unfit::Full => Fallback::TooLarge,
        Unfit::Dimension { .. } | Unfit::NoDirection => Fallback::Unreadable,
    }
}

/// The vectors of a revision as a warm function remembers them, else as they are stored; `None` when those are damaged.
pub(super) async fn read(
    world: &World,
    organisation: &OrganisationId,
    revision: &str,
) -> Result<Option<Arc<Vectors>>, Error> {
    let slot = world.knowledge.set(organisation);
    // Whoever comes second waits for the first instead of doing the same.
    let mut remembered = slot.lock().await;
    if let Some((known, set)) = remembered.as_ref()
        && known == revision
    {
        return Ok(Some(Arc::clone(set)));
    }
    let Some(set) = stored(world, organisation).await? else {
        return Ok(None);
    };
    let set = Arc::new(set);
    *remembered = Some((revision.to_owned(), Arc::clone(&set)));
    Ok(Some(set))
}

fn key(organisation: &OrganisationId) -> String {
    format!("knowledge/{organisation}/vectors")
}

/// The stored set; `None` when there is none or it is damaged, and the log says why.
async fn stored(world: &World, organisation: &OrganisationId) -> Result<Option<Vectors>, Error> {
    let most = LARGEST as u64 + 4_096;
    let bytes = match world.blobs.get(&key(organisation), most).await {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) || error.kind == Kind::Full => {
            tracing::warn!(
                error = chain(&error),
                "the vectors are gone and are made anew"
            );
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    match Vectors::decode(&bytes) {
        Ok(set) => Ok(Some(set)),
        Err(damaged) => {
            tracing::warn!(reason = %damaged, "the vectors are made anew");
            Ok(None)
        }
    }
}
