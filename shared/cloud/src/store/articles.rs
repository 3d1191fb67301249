//! Articles of the knowledge base.
//!
//! Invariant: every change of an article changes the shelf it stands on, from the shelf that was read; whoever knows the
//! stamp of the shelf and the articles knows whether an index over them is of today.

use aws_sdk_dynamodb::types::AttributeValue;
use lambdesk_domain::ids::{ArticleId, OrganisationId};
use lambdesk_domain::knowledge::article::Article;
use lambdesk_domain::people::Actor;
use serde::{Deserialize, Serialize};

use super::commit::one_on;
use super::rows::{Range, Walk};
use super::transact::Condition;
use super::{Commit, Page, Part, Store, items, keys};
use crate::cursor::Scope;
use crate::error::Result;

/// Most articles of one organisation: their index must fit into a function's memory.
pub const MOST_ARTICLES: usize = 5_000;

/// An article as the table holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// The article; its body is empty where that lies beside it.
    #[serde(flatten)]
    pub article: Article,
    /// The object that holds a long body.
    #[serde(default)]
    pub body_blob: Option<String>,
    /// Bytes of the body.
    pub size: u64,
    /// Who wrote this version.
    #[serde(default)]
    pub updated_by: Option<Actor>,
}

/// What is known about all articles of an organisation together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Another one after every change.
    pub stamp: String,
    /// How many articles there are.
    pub articles: usize,
}

impl Commit {
    /// Adds a new article.
    pub fn create_article(&mut self, record: &ArticleRecord) -> &mut Self {
        self.article(Part::ArticleExists, record, Condition::absent())
    }

    /// Stores a changed article, if it is one version on from what is stored.
    pub fn update_article(&mut self, record: &ArticleRecord) -> &mut Self {
        let before = one_on(record.article.version);
        self.article(Part::ArticleVersion, record, before)
    }

    /// Removes an article that is still at this version.
    pub fn delete_article(&mut self, article: &Article) -> &mut Self {
        self.own(&article.organisation);
        let key = keys::article(&article.organisation, &article.id);
        let version = AttributeValue::N(article.version.to_string());
        let unchanged = Condition::equals("version", Some(version));
        self.delete(Part::ArticleVersion, key, unchanged)
    }

    /// Changes the shelf of an organisation from what was read; its refusal is [`Part::Shelf`].
    pub fn shelf(
        &mut self,
        organisation: &OrganisationId,
        read: Option<&Shelf>,
        next: &Shelf,
    ) -> &mut Self {
        self.own(organisation);
        let condition = match read {
            None => Condition::absent(),
            Some(read) => Condition::equals("stamp", Some(AttributeValue::S(read.stamp.clone()))),
        };
        let item = items::item("shelf", &keys::shelf(organisation), next);
        self.put(Part::Shelf, item, Some(condition))
    }

    fn article(&mut self, part: Part, record: &ArticleRecord, condition: Condition) -> &mut Self {
        let article = &record.article;
        self.own(&article.organisation);
        let key = keys::article(&article.organisation, &article.id);
        self.put(part, items::item("article", &key, record), Some(condition))
    }
}

impl Store {
    /// One article.
    ///
    /// # Errors
    /// As the service says.
    pub async fn article(
        &self,
        organisation: &OrganisationId,
        id: &ArticleId,
    ) -> Result<Option<ArticleRecord>> {
        let key = keys::article(organisation, id);
        let item = self.get("read the article", &key).await?;
        item.map(items::read).transpose()
    }

    /// The articles of an organisation in the order of their ids: imported ones first, then by creation.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn articles(
        &self,
        organisation: &OrganisationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<ArticleRecord>> {
        let walk = Walk {
            doing: "list articles",
            scope: Scope::new(organisation, "articles", &""),
            cursor,
            limit,
            sparse: false,
        };
        let range = Range::of(keys::base(organisation), keys::ARTICLES);
        Box::pin(self.walk(walk, vec![range], |item| items::read(item).map(Some))).await
    }

    /// All articles of an organisation, at most [`MOST_ARTICLES`].
    ///
    /// # Errors
    /// As the service says.
    pub async fn all_articles(&self, organisation: &OrganisationId) -> Result<Vec<ArticleRecord>> {
        let range = Range::of(keys::base(organisation), keys::ARTICLES);
        let rows = Box::pin(self.all_rows("read all articles", &range, MOST_ARTICLES)).await?;
        rows.into_iter().map(items::read).collect()
    }

    /// The shelf of an organisation; `None` while it has never had an article.
    ///
    /// # Errors
    /// As the service says.
    pub async fn shelf(&self, organisation: &OrganisationId) -> Result<Option<Shelf>> {
        let item = self
            .get("read the shelf of articles", &keys::shelf(organisation))
            .await?;
        item.map(items::read).transpose()
    }
}
