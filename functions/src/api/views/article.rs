//! Articles and what a search over them finds, as clients see them.

use jiff::Timestamp;
use lambdesk_cloud::store::ArticleRecord;
use lambdesk_domain::knowledge::article::{Article, Content};
use lambdesk_domain::knowledge::index::Hit;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::knowledge::search::Matched;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ActorView, RankingWord, ViaWord};
use crate::knowledge::Imported;

/// An article without its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleHeadView {
    /// Its id.
    #[schema(example = "art_01jd4xq9wz3v8r5y7k2m6n0pab")]
    id: String,
    /// Its title.
    title: String,
    /// BCP 47; `und` when nobody said.
    #[schema(example = "en")]
    language: String,
    /// Where customers can read it.
    url: Option<String>,
    /// Words to find it by.
    tags: Vec<String>,
    /// Whether a reply to a customer may quote it.
    public: bool,
    /// The file of an imported folder it came from; null for one written here.
    path: Option<String>,
    /// Bytes of its text.
    size: u64,
    /// Counts changes; also in the `ETag`.
    version: u64,
    /// Who wrote this version.
    updated_by: Option<ActorView>,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// An article.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ArticleView {
    #[serde(flatten)]
    head: ArticleHeadView,
    /// Markdown or MDX, as it was given.
    body: String,
}

impl From<&ArticleRecord> for ArticleHeadView {
    fn from(record: &ArticleRecord) -> Self {
        let Article { content, .. } = &record.article;
        Self {
            id: record.article.id.to_string(),
            title: content.title.clone(),
            language: content.language.clone(),
            url: content.url.clone(),
            tags: content.tags.clone(),
            public: content.public,
            path: record.article.path.clone(),
            size: record.size,
            version: record.article.version,
            updated_by: record.updated_by.as_ref().map(ActorView::from),
            updated_at: record.article.updated_at,
        }
    }
}

impl ArticleView {
    /// The view of an article whose body was read.
    pub(crate) fn of(record: &ArticleRecord, body: String) -> Self {
        Self {
            head: record.into(),
            body,
        }
    }
}

/// What an article says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteArticle {
    /// Its title.
    #[schema(max_length = 200)]
    title: String,
    /// Markdown or MDX, at most 256 KiB.
    pub(crate) body: String,
    /// BCP 47; `und` when absent.
    #[serde(default = "undetermined")]
    #[schema(example = "en")]
    language: String,
    /// Where customers can read it.
    #[serde(default)]
    url: Option<String>,
    /// Words to find it by; at most 30.
    #[serde(default)]
    tags: Vec<String>,
    /// Whether a reply to a customer may quote it; yes when absent.
    #[serde(default = "yes")]
    public: bool,
}

fn undetermined() -> String {
    "und".to_owned()
}

fn yes() -> bool {
    true
}

impl From<WriteArticle> for Content {
    fn from(article: WriteArticle) -> Self {
        Self {
            title: article.title,
            language: article.language,
            body: article.body,
            url: article.url,
            tags: article.tags,
            public: article.public,
        }
    }
}

/// A file of a folder of help pages.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportArticle {
    /// Its path within the folder; the same path again is a new version of the same article. A folder such as `de` gives the
    /// language when the file does not.
    #[schema(example = "de/refunds.md")]
    pub(crate) path: String,
    /// All of the file: front matter and Markdown, or MDX. At most 256 KiB.
    pub(crate) text: String,
}

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportedView {
    /// `created`, `updated` or `unchanged`.
    #[schema(example = "created")]
    outcome: &'static str,
    /// Id of the article.
    article: String,
}

impl ImportedView {
    /// The view of what became of a file, unless it is no article.
    pub(crate) fn of(imported: Imported) -> Result<Self, String> {
        let (outcome, id) = match imported {
            Imported::Created(id) => ("created", id),
            Imported::Updated(id) => ("updated", id),
            Imported::Unchanged(id) => ("unchanged", id),
            Imported::Refused(reason) => return Err(reason),
        };
        Ok(Self {
            outcome,
            article: id.to_string(),
        })
    }
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchParams {
    /// A question or a few words, at most 2,000 characters.
    pub(crate) q: String,
    /// The language of the question, BCP 47; found out from the words when absent.
    pub(crate) language: Option<String>,
    /// Most passages, 1 to 20; 5 when absent.
    #[param(minimum = 1, maximum = 20)]
    pub(crate) limit: Option<usize>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FoundView {
    /// The passages, best first.
    items: Vec<HitView>,
    /// What they are ranked by.
    ranking: RankingWord,
    /// Why by words alone although embeddings are set up; null where they are used, or off.
    ranking_note: Option<String>,
}

impl FoundView {
    /// The view of what was found.
    pub(crate) fn of(hits: &[Hit<'_>], ranked: &Ranked) -> Self {
        Self {
            items: hits.iter().map(HitView::from).collect(),
            ranking: ranked.by.into(),
            ranking_note: ranked.note.clone(),
        }
    }
}

/// A passage that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HitView {
    /// Id of the passage: its article and its number in it.
    #[schema(example = "art_01jd4xq9wz3v8r5y7k2m6n0pab#3")]
    passage: String,
    /// Id of the article.
    article: String,
    /// Title of the article.
    title: String,
    /// The headings it stands under, outermost first.
    headings: Vec<String>,
    /// Its words.
    text: String,
    /// BCP 47.
    language: String,
    /// Where customers can read the article.
    url: Option<String>,
    /// Whether a reply to a customer may quote it.
    public: bool,
    /// By the words alone, comparable within one answer only; 0 for what only its meaning found.
    score: f32,
    /// Share of the question's telling words that it holds, 0 to 1.
    coverage: f32,
    /// How near its meaning is to the question's, -1 to 1; null where that is not known.
    meaning: Option<f32>,
    /// The words that found it, strongest first.
    matched: Vec<MatchedView>,
}

/// A word of the question that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchedView {
    /// The word, folded.
    word: String,
    /// How it met the text.
    via: ViaWord,
}

impl From<&Hit<'_>> for HitView {
    fn from(hit: &Hit<'_>) -> Self {
        let passage = hit.passage;
        let matched = |matched: &Matched| MatchedView {
            word: matched.word.clone(),
            via: matched.via.into(),
        };
        Self {
            passage: passage.id.to_string(),
            article: passage.id.article.to_string(),
            title: passage.title.clone(),
            headings: passage.headings.clone(),
            text: passage.text.clone(),
            language: passage.language.clone(),
            url: passage.url.clone(),
            public: passage.public,
            score: hit.score,
            coverage: hit.coverage,
            meaning: hit.meaning,
            matched: hit.matched.iter().map(matched).collect(),
        }
    }
}
