//! The knowledge base: what an organisation's articles say about a question.
//!
//! Invariant: an index is used only while its stamp is that of the shelf, so an article that was stored is found by the
//! next question, whoever built the index and whoever stored articles meanwhile.

mod articles;
mod meaning;
mod memory;
pub(crate) mod vectors;

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use lambdesk_cloud::error::{Error, Kind, chain};
use lambdesk_cloud::store::{ArticleRecord, Shelf};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::knowledge::article::Article;
use lambdesk_domain::knowledge::index::{KnowledgeIndex, Question};
use lambdesk_domain::knowledge::passage::{self, Passage};
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::triage::language;
use serde::{Deserialize, Serialize};

use crate::world::World;

pub use articles::{ArticleFault, File, Imported, create, full, import, remove, replace};
pub use meaning::{Asked, ask};
pub(crate) use meaning::{ask_of, or_nothing};
pub use memory::Memory;

/// Form of the stored index. Another one after every change of what is in it, of how texts are cut, or of how words are
/// taken apart: an index of another form is built anew.
const FORM: u32 = 1;
/// Most bytes of a stored index.
const MAX_INDEX: u64 = 256 << 20;
/// Long bodies read at the same time.
const AT_A_TIME: usize = 8;

/// The index of an organisation's articles, and the stamp of the shelf it was built from.
#[derive(Debug, Serialize, Deserialize)]
pub struct Indexed {
    form: u32,
    stamp: String,
    /// The index.
    pub index: KnowledgeIndex,
}

impl Indexed {
    /// The stamp of the shelf it was built from.
    fn stamp(&self) -> &str {
        &self.stamp
    }
}

/// The passages that answer a question best, best first, only those a customer may read; and how they were ranked, if there is
/// a knowledge base. `place` is the message on whose bill the question goes.
///
/// Never fails: without an answer of the stores it finds nothing, and the log says so.
pub async fn retrieve(
    world: &World,
    organisation: &OrganisationId,
    query: &str,
    most: usize,
    place: Option<&MessageRef>,
) -> (Vec<Passage>, Option<Ranked>) {
    let asked = ask(world, organisation, query, place).await;
    let Some(asked) = or_nothing(asked) else {
        return (Vec::new(), None);
    };
    let (language, _) = language::detect("", query);
    let question = Question {
        limit: most,
        ..Question::new(query, language)
    };
    let hits = asked.search(&question);
    let passages = hits.iter().map(|hit| hit.passage.clone()).collect();
    (passages, Some(asked.ranked))
}

/// The index of today: the remembered one, the stored one, or one built now; `None` while there are no articles.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn indexed(
    world: &World,
    organisation: &OrganisationId,
) -> Result<Option<Arc<Indexed>>, Error> {
    let shelf = world.store.shelf(organisation).await?;
    indexed_of(world, organisation, shelf).await
}

/// As [`indexed`], for a shelf that was read a moment ago.
///
/// # Errors
/// When the table or the objects cannot be read.
pub(crate) async fn indexed_of(
    world: &World,
    organisation: &OrganisationId,
    shelf: Option<Shelf>,
) -> Result<Option<Arc<Indexed>>, Error> {
    let Some(shelf) = shelf.filter(|shelf| shelf.articles > 0) else {
        return Ok(None);
    };
    let slot = world.knowledge.slot(organisation);
    // Whoever comes second waits for the first instead of doing the same.
    let mut remembered = slot.lock().await;
    if let Some(known) = remembered.as_ref().filter(|k| k.stamp == shelf.stamp) {
        return Ok(Some(Arc::clone(known)));
    }
    let found = match stored(world, organisation, &shelf.stamp).await? {
        Some(found) => found,
        None => build(world, organisation, shelf.stamp).await?,
    };
    let found = Arc::new(found);
    *remembered = Some(Arc::clone(&found));
    Ok(Some(found))
}

fn index_key(organisation: &OrganisationId) -> String {
    format!("knowledge/{organisation}/index")
}

/// The stored index, if it is of this stamp and form.
async fn stored(
    world: &World,
    organisation: &OrganisationId,
    stamp: &str,
) -> Result<Option<Indexed>, Error> {
    let bytes = match world.blobs.get(&index_key(organisation), MAX_INDEX).await {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) || error.kind == Kind::Full => return Ok(None),
        Err(error) => return Err(error),
    };
    // What cannot be read is of another form.
    let found: Option<Indexed> = serde_json::from_slice(&bytes).ok();
    Ok(found.filter(|found| found.form == FORM && found.stamp == stamp))
}

/// S3 says "denied" for what is not there to a role that may not list.
pub(crate) fn is_absent(error: &Error) -> bool {
    matches!(error.kind, Kind::NotFound | Kind::Denied)
}

/// Builds the index. The stamp was read before the articles, so they are at least as new as it says.
async fn build(
    world: &World,
    organisation: &OrganisationId,
    stamp: String,
) -> Result<Indexed, Error> {
    let records = world.store.all_articles(organisation).await?;
    let articles: Vec<Option<Article>> = stream::iter(records)
        .map(|record| async move { whole(world, record).await })
        .buffered(AT_A_TIME)
        .collect()
        .await;
    let passages = articles.iter().flatten().flat_map(passage::cut).collect();
    let built = Indexed {
        form: FORM,
        stamp,
        index: KnowledgeIndex::build(passages),
    };
    tracing::info!(
        articles = articles.len(),
        passages = built.index.passages().len(),
        "the index of the knowledge base was built"
    );
    keep(world, organisation, &built).await;
    Ok(built)
}

/// An article whose body is gone was changed meanwhile; then the shelf has another stamp, and the next question builds anew.
async fn whole(world: &World, record: ArticleRecord) -> Option<Article> {
    let id = record.article.id.clone();
    match full(world, record).await {
        Ok(article) => Some(article),
        Err(error) => {
            tracing::warn!(article.id = %id, error = chain(&error), "an article cannot be read and is left out");
            None
        }
    }
}

/// Stores the index for other functions; where that fails they build their own.
async fn keep(world: &World, organisation: &OrganisationId, built: &Indexed) {
    let Ok(bytes) = serde_json::to_vec(built) else {
        return;
    };
    let key = index_key(organisation);
    if let Err(error) = world.blobs.put(&key, bytes, "application/json").await {
        tracing::warn!(
            error = chain(&error),
            "the index of the knowledge base cannot be stored"
        );
    }
}
