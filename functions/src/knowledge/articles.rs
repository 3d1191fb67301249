//! Storing articles.
//!
//! Invariant: an article and the stamp of its shelf change in one transaction, from the versions that were read; whoever was
//! second decides again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::error::{Error, chain};
use lambdesk_cloud::store::{ArticleRecord, Commit, CommitError, MOST_ARTICLES, Shelf};
use lambdesk_domain::ids::{ArticleId, OrganisationId};
use lambdesk_domain::knowledge::article::{
    Article, ArticleError, Content, MAX_BODY, folder_path, id_of,
};
use lambdesk_domain::people::Actor;

use super::vectors;
use crate::world::World;

/// Longest body kept within the item; a longer one lies beside it.
const INLINE_BODY: usize = 16 << 10;
/// How often a change is decided again after somebody else changed an article first.
const TRIES: usize = 8;
/// Files stored in one transaction.
const TOGETHER: usize = 20;

/// Why an article was not stored.
#[derive(Debug, thiserror::Error)]
pub enum ArticleFault {
    /// It is no article.
    #[error(transparent)]
    Content(#[from] ArticleError),
    /// There is none.
    #[error("there is no such article")]
    Missing,
    /// It is at another version than the caller read.
    #[error("the article is at version {0} and not at the one in If-Match")]
    Older(u64),
    /// The organisation has as many as it can have.
    #[error("the organisation has {MOST_ARTICLES} articles, which is the most; remove some first")]
    TooMany,
    /// Others kept changing articles.
    #[error("articles were changed by others at the same time; try again")]
    Contended,
    /// A service failed.
    #[error(transparent)]
    Service(#[from] Error),
}

/// A file of an imported folder.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path within the folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// A new article.
    Created(ArticleId),
    /// A new version of its article.
    Updated(ArticleId),
    /// Its article says the same already.
    Unchanged(ArticleId),
    /// It is no article, for this reason.
    Refused(String),
}

/// Stores a new article.
///
/// # Errors
/// See [`ArticleFault`]; nothing was changed then.
pub async fn create(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    content: Content,
) -> Result<ArticleRecord, ArticleFault> {
    let now = world.clock.now();
    let article = Article {
        id: world.entropy.article(now),
        organisation: organisation.clone(),
        content: content.checked()?,
        path: None,
        version: 1,
        updated_at: now,
    };
    let record = placed(world, article, by).await?;
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        turn.commit.create_article(&record);
        if turn.end(world, organisation, 1).await? {
            return Ok(record);
        }
    }
    Err(ArticleFault::Contended)
}

/// Replaces what an article says.
///
/// # Errors
/// See [`ArticleFault`]; nothing was changed then.
pub async fn replace(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    id: &ArticleId,
    expected: Option<u64>,
    content: Content,
) -> Result<ArticleRecord, ArticleFault> {
    let content = content.checked()?;
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        let found = find(world, organisation, id, expected).await?;
        let article = Article {
            content: content.clone(),
            version: found.article.version.saturating_add(1),
            updated_at: world.clock.now(),
            ..found.article
        };
        let record = placed(world, article, by).await?;
        turn.commit.update_article(&record);
        if turn.end(world, organisation, 0).await? {
            let old = found.body_blob;
            forget(
                world,
                old.filter(|key| record.body_blob.as_ref() != Some(key)),
            )
            .await;
            return Ok(record);
        }
    }
    Err(ArticleFault::Contended)
}

/// Removes an article.
///
/// # Errors
/// See [`ArticleFault`]; nothing was changed then.
pub async fn remove(
    world: &World,
    organisation: &OrganisationId,
    id: &ArticleId,
    expected: Option<u64>,
) -> Result<(), ArticleFault> {
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        let found = find(world, organisation, id, expected).await?;
        turn.commit.delete_article(&found.article);
        if turn.end(world, organisation, -1).await? {
            forget(world, found.body_blob).await;
            return Ok(());
        }
    }
    Err(ArticleFault::Contended)
}

/// Takes files of a folder in. The same path again is a new version of its article, or nothing when it says the same;
/// a file that is no article is told with the reason, and the rest goes on.
///
/// # Errors
/// When the stores do not answer, or the organisation has too many articles. What was stored before that stays.
pub async fn import(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    files: &[File],
) -> Result<Vec<Imported>, ArticleFault> {
    let mut seen = BTreeSet::new();
    let mut outcomes = Vec::with_capacity(files.len());
    for files in files.chunks(TOGETHER) {
        let wanted: Vec<Result<(String, Content), String>> = files
            .iter()
            .map(|file| {
                let (path, content) = read(file).map_err(|error| error.to_string())?;
                if !seen.insert(path.clone()) {
                    return Err("the import names this file twice".to_owned());
                }
                Ok((path, content))
            })
            .collect();
        outcomes.extend(import_together(world, organisation, by, &wanted).await?);
    }
    Ok(outcomes)
}

fn read(file: &File) -> Result<(String, Content), ArticleError> {
    let path = folder_path(&file.path)?;
    let content = Content::from_file(&path, &file.bytes)?;
    Ok((path, content))
}

async fn import_together(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    wanted: &[Result<(String, Content), String>],
) -> Result<Vec<Imported>, ArticleFault> {
    for _ in 0..TRIES {
        let (mut outcomes, mut left_over, mut created) = (Vec::new(), Vec::new(), 0);
        let mut turn = Turn::begin(world, organisation).await?;
        for file in wanted {
            let (path, content) = match file {
                Ok(file) => file,
                Err(reason) => {
                    outcomes.push(Imported::Refused(reason.clone()));
                    continue;
                }
            };
            let commit = &mut turn.commit;
            let (outcome, old) = one(world, organisation, by, path, content, commit).await?;
            created += isize::from(matches!(outcome, Imported::Created(_)));
            outcomes.push(outcome);
            left_over.extend(old);
        }
        if turn.end(world, organisation, created).await? {
            for key in left_over {
                forget(world, Some(key)).await;
            }
            return Ok(outcomes);
        }
    }
    Err(ArticleFault::Contended)
}

/// Adds one file to a change; gives the object that is not needed any more after it.
async fn one(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    path: &str,
    content: &Content,
    commit: &mut Commit,
) -> Result<(Imported, Option<String>), ArticleFault> {
    let id = id_of(organisation, path);
    let known = world.store.article(organisation, &id).await?;
    let (version, old) = match known {
        None => (1, None),
        Some(record) => {
            let old = record.body_blob.clone();
            let version = record.article.version.saturating_add(1);
            if full(world, record)
                .await
                .is_ok_and(|a| a.content == *content)
            {
                return Ok((Imported::Unchanged(id), None));
            }
            (version, old)
        }
    };
    let article = Article {
        id: id.clone(),
        organisation: organisation.clone(),
        content: content.clone(),
        path: Some(path.to_owned()),
        version,
        updated_at: world.clock.now(),
    };
    let record = placed(world, article, by).await?;
    let old = old.filter(|key| record.body_blob.as_ref() != Some(key));
    if version == 1 {
        commit.create_article(&record);
        Ok((Imported::Created(id), None))
    } else {
        commit.update_article(&record);
        Ok((Imported::Updated(id), old))
    }
}

/// One try at changing articles and their shelf; whoever was second begins another one.
struct Turn {
    shelf: Option<Shelf>,
    commit: Commit,
    now: Timestamp,
}

impl Turn {
    /// Reads the shelf, before anything is decided.
    async fn begin(world: &World, organisation: &OrganisationId) -> Result<Self, ArticleFault> {
        let now = world.clock.now();
        Ok(Self {
            shelf: world.store.shelf(organisation).await?,
            commit: Commit::new(organisation, now),
            now,
        })
    }

    /// Stores the change, after which there are `more` articles; `false` when somebody else was first.
    async fn end(
        mut self,
        world: &World,
        organisation: &OrganisationId,
        more: isize,
    ) -> Result<bool, ArticleFault> {
        if self.commit.is_empty() {
            return Ok(true);
        }
        let before = self.shelf.as_ref().map_or(0, |shelf| shelf.articles);
        let articles = before.saturating_add_signed(more);
        if more > 0 && articles > MOST_ARTICLES {
            return Err(ArticleFault::TooMany);
        }
        let next = Shelf {
            stamp: world.entropy.request(self.now).to_string(),
            articles,
        };
        self.commit.shelf(organisation, self.shelf.as_ref(), &next);
        if vectors::is_on(world, organisation).await {
            self.commit.vectors_wanted(&next.stamp, self.now);
        }
        match world.store.commit(self.commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(CommitError::Other(error)) => Err(error.into()),
        }
    }
}

async fn find(
    world: &World,
    organisation: &OrganisationId,
    id: &ArticleId,
    expected: Option<u64>,
) -> Result<ArticleRecord, ArticleFault> {
    let found = world.store.article(organisation, id).await?;
    let found = found.ok_or(ArticleFault::Missing)?;
    if expected.is_some_and(|version| version != found.article.version) {
        return Err(ArticleFault::Older(found.article.version));
    }
    Ok(found)
}

/// The article as it is stored, a long body beside it. The object's name comes from what is in it, so that no reader of an
/// older version ever finds another text.
async fn placed(
    world: &World,
    mut article: Article,
    by: &Actor,
) -> Result<ArticleRecord, ArticleFault> {
    let body = &article.content.body;
    let size = body.len() as u64;
    let mut body_blob = None;
    if body.len() > INLINE_BODY {
        let key = format!(
            "knowledge/{}/{}/{}",
            article.organisation,
            article.id,
            sha256_hex(body)
        );
        let bytes = std::mem::take(&mut article.content.body).into_bytes();
        let media_type = "text/markdown; charset=utf-8";
        world.blobs.put(&key, bytes, media_type).await?;
        body_blob = Some(key);
    }
    Ok(ArticleRecord {
        article,
        body_blob,
        size,
        updated_by: Some(by.clone()),
    })
}

/// The article with its body, wherever that is kept.
///
/// # Errors
/// When the body cannot be read.
pub async fn full(world: &World, record: ArticleRecord) -> Result<Article, Error> {
    let mut article = record.article;
    if let Some(key) = &record.body_blob {
        let bytes = world.blobs.get(key, MAX_BODY as u64).await?;
        article.content.body = String::from_utf8_lossy(&bytes).into_owned();
    }
    Ok(article)
}

/// Removes a body that no article names any more; one that stays costs storage and nothing else.
async fn forget(world: &World, key: Option<String>) {
    let Some(key) = key else { return };
    if let Err(error) = world.blobs.delete(&key).await {
        tracing::warn!(
            error = chain(&error),
            "the old body of an article cannot be removed"
        );
    }
}
