//! Articles of the knowledge base: write, read, import, search.
//!
//! Invariant: a change is made from the version the caller read, and the next search knows it.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use lambdesk_cloud::store::ArticleRecord;
use lambdesk_domain::ids::ArticleId;
use lambdesk_domain::knowledge::index::Question;
use lambdesk_domain::knowledge::ranking::Ranked;
use lambdesk_domain::triage::language;
use serde_json::json;

use super::access::{Allowed, ChangeArticles, ReadArticles};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Params, Segments, etag, if_match, must_match, text};
use super::tickets::{bad_cursor, tagged};
use super::views::{
    ArticleHeadView, ArticleView, FoundView, ImportArticle, ImportedView, PageParams, PageView,
    SearchParams, WriteArticle,
};
use crate::knowledge::{self, ArticleFault, File};

/// Passages of a search when the caller does not say.
const HITS: usize = 5;
/// Most passages of a search.
const MOST_HITS: usize = 20;
/// Longest question, in characters.
const LONGEST_QUESTION: usize = 2_000;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        articles_list,
        article_create,
        article_import,
        article_read,
        article_replace,
        article_delete,
        knowledge_search
    )
}

/// List articles
///
/// Without their texts; imported ones first, then by creation.
#[utoipa::path(get, path = "/api/v1/articles", operation_id = "articles_list", tag = "knowledge", params(PageParams),
    responses((status = 200, body = PageView<ArticleHeadView>)))]
async fn articles_list(
    caller: Allowed<ReadArticles>,
    Params(params): Params<PageParams>,
) -> Answer<Json<PageView<ArticleHeadView>>> {
    let page = caller.world.store.articles(
        caller.organisation(),
        params.cursor.as_deref(),
        params.size(),
    );
    let page = page.await.map_err(bad_cursor)?;
    Ok(Json(PageView::of(page, |record| (&record).into())))
}

/// Write an article
#[utoipa::path(post, path = "/api/v1/articles", operation_id = "article_create", tag = "knowledge", request_body = WriteArticle,
    responses((status = 201, body = ArticleView, headers(("ETag" = String)))))]
async fn article_create(
    caller: Allowed<ChangeArticles>,
    Body(body): Body<WriteArticle>,
) -> Answer<Response> {
    let given = body.body.clone();
    let by = &caller.principal().actor;
    let created = knowledge::create(&caller.world, caller.organisation(), by, body.into());
    Ok(answer(StatusCode::CREATED, &created.await?, given))
}

/// Take in one file of a folder of help pages
///
/// Front matter gives title, language, url, tags and whether it is public. The same path again updates its article; the same
/// text again changes nothing.
#[utoipa::path(post, path = "/api/v1/articles/import", operation_id = "article_import", tag = "knowledge",
    request_body = ImportArticle, responses((status = 200, body = ImportedView)))]
async fn article_import(
    caller: Allowed<ChangeArticles>,
    Body(body): Body<ImportArticle>,
) -> Answer<Json<ImportedView>> {
    let file = File {
        path: body.path,
        bytes: body.text.into_bytes(),
    };
    let by = &caller.principal().actor;
    let files = std::slice::from_ref(&file);
    let imported = knowledge::import(&caller.world, caller.organisation(), by, files).await?;
    let outcome = imported.into_iter().next();
    let outcome = outcome.ok_or_else(|| Problem::new(Code::Broken, "nothing was taken in"))?;
    let view = ImportedView::of(outcome).map_err(|reason| Problem::invalid("text", reason))?;
    Ok(Json(view))
}

/// Read an article
#[utoipa::path(get, path = "/api/v1/articles/{article}", operation_id = "article_read", tag = "knowledge",
    params(("article" = String, Path, description = "Id of the article.")),
    responses((status = 200, body = ArticleView, headers(("ETag" = String)))))]
async fn article_read(
    caller: Allowed<ReadArticles>,
    Segments(id): Segments<ArticleId>,
) -> Answer<Response> {
    let found = caller.world.store.article(caller.organisation(), &id);
    let record = found.await?.ok_or_else(|| Problem::not_found("article"))?;
    let article = knowledge::full(&caller.world, record.clone()).await?;
    Ok(answer(StatusCode::OK, &record, article.content.body))
}

/// Replace what an article says
///
/// Needs the `ETag` you read in `If-Match`.
#[utoipa::path(put, path = "/api/v1/articles/{article}", operation_id = "article_replace", tag = "knowledge",
    params(("article" = String, Path, description = "Id of the article."), ("If-Match" = String, Header, description = "The ETag you read.")),
    request_body = WriteArticle, responses((status = 200, body = ArticleView, headers(("ETag" = String)))))]
async fn article_replace(
    caller: Allowed<ChangeArticles>,
    Segments(id): Segments<ArticleId>,
    headers: HeaderMap,
    Body(body): Body<WriteArticle>,
) -> Answer<Response> {
    let expected = must_match(&headers)?;
    let given = body.body.clone();
    let (world, organisation) = (&caller.world, caller.organisation());
    let by = &caller.principal().actor;
    let written = knowledge::replace(world, organisation, by, &id, expected, body.into());
    Ok(answer(StatusCode::OK, &written.await?, given))
}

/// Remove an article
///
/// Drafts that cite it keep the passages as they were. With `If-Match`, only the version you read is removed.
#[utoipa::path(delete, path = "/api/v1/articles/{article}", operation_id = "article_delete", tag = "knowledge",
    params(("article" = String, Path, description = "Id of the article.")),
    responses((status = 204, description = "It is gone.")))]
async fn article_delete(
    caller: Allowed<ChangeArticles>,
    Segments(id): Segments<ArticleId>,
    headers: HeaderMap,
) -> Answer<StatusCode> {
    let expected = if_match(&headers)?;
    knowledge::remove(&caller.world, caller.organisation(), &id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Search the knowledge base
///
/// The passages that answer a question best, best first, also those that customers may not read. They are ranked by their words,
/// and where embeddings are set up by their meaning too; `ranking` says which, and `ranking_note` why not by both.
#[utoipa::path(get, path = "/api/v1/knowledge/search", operation_id = "knowledge_search", tag = "knowledge", params(SearchParams),
    responses((status = 200, body = FoundView)))]
async fn knowledge_search(
    caller: Allowed<ReadArticles>,
    Params(params): Params<SearchParams>,
) -> Answer<Json<FoundView>> {
    let q = text("q", &params.q, LONGEST_QUESTION)?;
    let spoken = params.language.as_deref();
    let language = spoken.unwrap_or_else(|| language::detect("", &q).0);
    let asked = knowledge::ask(&caller.world, caller.organisation(), &q, None);
    let Some(asked) = Box::pin(asked).await? else {
        return Ok(Json(FoundView::of(&[], &Ranked::by_words())));
    };
    let hits = asked.search(&Question {
        public_only: false,
        limit: params.limit.unwrap_or(HITS).clamp(1, MOST_HITS),
        ..Question::new(&q, language)
    });
    Ok(Json(FoundView::of(&hits, &asked.ranked)))
}

fn answer(status: StatusCode, record: &ArticleRecord, body: String) -> Response {
    let tag = etag(record.article.version);
    let mut response = (status, Json(ArticleView::of(record, body))).into_response();
    tagged(&mut response, &tag);
    response
}

impl From<ArticleFault> for Problem {
    fn from(fault: ArticleFault) -> Self {
        let detail = fault.to_string();
        match fault {
            ArticleFault::Content(_) => Self::new(Code::Invalid, detail),
            ArticleFault::Missing => Self::not_found("article"),
            ArticleFault::Older(version) => Self::new(Code::VersionMismatch, detail)
                .next("read the article again and send its new ETag in If-Match")
                .with("etag", json!(etag(version))),
            ArticleFault::TooMany => Self::new(Code::NotPossible, detail),
            ArticleFault::Contended => Self::new(Code::Conflict, detail),
            ArticleFault::Service(error) => error.into(),
        }
    }
}
