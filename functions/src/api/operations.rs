//! Parked work: what no retry could help, for a person to decide on.
//!
//! Invariant: a replay is the task and the settling in one transaction, so it happens once.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_cloud::store::{Commit, CommitError, Parked, ParkedSource, ParkedState};
use lambdesk_domain::ids::ParkedId;
use lambdesk_domain::task::Task;

use super::access::{Allowed, ChangeOperations, ReadOperations};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Params, Segments};
use super::tickets::bad_cursor;
use super::views::{PageParams, PageView, ParkedView};

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        parked_list,
        parked_read,
        parked_replay,
        parked_discard
    )
}

/// List parked work
///
/// Newest first, settled work included.
#[utoipa::path(get, path = "/api/v1/parked", operation_id = "parked_list", tag = "operations", params(PageParams),
    responses((status = 200, body = PageView<ParkedView>)))]
async fn parked_list(
    caller: Allowed<ReadOperations>,
    Params(params): Params<PageParams>,
) -> Answer<Json<PageView<ParkedView>>> {
    let page = caller.world.store.parked(
        caller.organisation(),
        params.cursor.as_deref(),
        params.size(),
    );
    Ok(Json(PageView::of(
        page.await.map_err(bad_cursor)?,
        ParkedView::from,
    )))
}

/// Read a piece of parked work
#[utoipa::path(get, path = "/api/v1/parked/{parked}", operation_id = "parked_read", tag = "operations",
    params(("parked" = String, Path, description = "Id of the parked work.")),
    responses((status = 200, body = ParkedView)))]
async fn parked_read(
    caller: Allowed<ReadOperations>,
    Segments(id): Segments<ParkedId>,
) -> Answer<Json<ParkedView>> {
    Ok(Json(ParkedView::from(find(&caller, &id).await?)))
}

async fn find<P>(caller: &Allowed<P>, id: &ParkedId) -> Answer<Parked> {
    let found = caller
        .world
        .store
        .parked_one(caller.organisation(), id)
        .await?;
    found.ok_or_else(|| Problem::not_found("parked work"))
}

/// Give parked work to its stage again
///
/// Every stage can be run twice with the same outcome, so a replay never doubles anything.
#[utoipa::path(post, path = "/api/v1/parked/{parked}/replay", operation_id = "parked_replay", tag = "operations",
    params(("parked" = String, Path, description = "Id of the parked work.")),
    responses((status = 200, body = ParkedView)))]
async fn parked_replay(
    caller: Allowed<ChangeOperations>,
    Segments(id): Segments<ParkedId>,
) -> Answer<Json<ParkedView>> {
    let parked = find(&caller, &id).await?;
    let task = match &parked.source {
        ParkedSource::Raw(key) => Task::Ingest { key: key.clone() },
        ParkedSource::Body(body) => Task::decode(body).map_err(|why| {
            Problem::new(Code::NotPossible, why.to_string())
                .next("discard it, or deploy the version that understands it")
        })?,
    };
    let mut commit = Commit::new(caller.organisation(), caller.now());
    commit.outbox(task, caller.now());
    settle(&caller, parked, commit, ParkedState::Replayed).await
}

/// Put parked work away for good
///
/// The raw mail, if there is one, stays where it is.
#[utoipa::path(post, path = "/api/v1/parked/{parked}/discard", operation_id = "parked_discard", tag = "operations",
    params(("parked" = String, Path, description = "Id of the parked work.")),
    responses((status = 200, body = ParkedView)))]
async fn parked_discard(
    caller: Allowed<ChangeOperations>,
    Segments(id): Segments<ParkedId>,
) -> Answer<Json<ParkedView>> {
    let parked = find(&caller, &id).await?;
    let commit = Commit::new(caller.organisation(), caller.now());
    settle(&caller, parked, commit, ParkedState::Discarded).await
}

async fn settle(
    caller: &Allowed<ChangeOperations>,
    parked: Parked,
    mut commit: Commit,
    state: ParkedState,
) -> Answer<Json<ParkedView>> {
    commit.settle_parked(&parked.id, state);
    match caller.world.store.commit(commit).await {
        Ok(()) => Ok(Json(ParkedView::from(Parked { state, ..parked }))),
        Err(CommitError::Refused(_)) => Err(Problem::new(
            Code::NotPossible,
            "it was replayed or discarded already",
        )
        .next("read it again to see what became of it")),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}
