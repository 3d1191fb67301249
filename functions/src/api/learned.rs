//! How right triage is on past tickets, and what it learned from them.
//!
//! Invariant: judging past tickets again changes nothing; training changes only which layer judges.

use crate::api::routes::Routes;
use axum::Json;
use http::StatusCode;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Organisation;

use super::access::{Allowed, ManageOrganisation, ReadPeople};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Params};
use super::views::{BacktestParams, BacktestView, LearnedView, MeasuredView, TrainLayer};
use crate::backtest::{self, Wanted};
use crate::world::World;
use crate::{learning, measuring};

/// Tickets looked at unless told otherwise.
const USUAL: usize = 500;
/// Most tickets looked at in one request; the program on the command line takes more.
const MOST: usize = 1_000;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        router,
        backtest_read,
        learned_read,
        learned_train,
        learned_forget,
        calibration_read,
        calibration_measure
    )
}

fn bounded(most: Option<usize>) -> Answer<usize> {
    match most.unwrap_or(USUAL) {
        most @ 1..=MOST => Ok(most),
        _ => Err(Problem::invalid("most", "is 1 to 1000")),
    }
}

async fn settings(world: &World, id: &OrganisationId) -> Answer<Organisation> {
    let found = world.store.organisation(id).await?;
    found.ok_or_else(|| Problem::not_found("organisation"))
}

/// Judge past tickets again
///
/// Today's rules, the learned layer and what models said on the newest tickets whose category people settled: how right they are, for each category, and what acting from a confidence on would have done. Changes nothing and asks no model; `lambdesk backtest --ask-model` does.
#[utoipa::path(get, path = "/api/v1/triage/backtest", operation_id = "triage_backtest", tag = "organisation",
    params(BacktestParams), responses((status = 200, body = BacktestView)))]
async fn backtest_read(
    caller: Allowed<ManageOrganisation>,
    Params(asked): Params<BacktestParams>,
) -> Answer<Json<BacktestView>> {
    let most = bounded(asked.most)?;
    let organisation = settings(&caller.world, caller.organisation()).await?;
    let wanted = Wanted {
        most,
        taxonomy: organisation.settings.triage.taxonomy(),
        ask: 0,
    };
    let outcome = backtest::run(&caller.world, &organisation, &wanted).await?;
    Ok(Json(outcome.into()))
}

/// Read what was learned
///
/// When the layer was trained, on how many tickets, and how right it and the rules were on tickets it had not seen.
#[utoipa::path(get, path = "/api/v1/triage/learned", operation_id = "triage_learned_read", tag = "organisation",
    responses((status = 200, body = LearnedView)))]
async fn learned_read(caller: Allowed<ReadPeople>) -> Answer<Json<LearnedView>> {
    let organisation = settings(&caller.world, caller.organisation()).await?;
    let layer = learning::stored(&caller.world, &organisation.settings.triage).await?;
    let layer = layer.ok_or_else(|| Problem::not_found("learned layer"))?;
    Ok(Json(LearnedView::from(layer.as_ref())))
}

/// Learn from settled tickets
///
/// Trains a small model on the newest tickets whose category people settled. It judges beside the rules from then on. Where the rules alone are as good, nothing changes and the answer says so. Running functions notice within half a minute.
#[utoipa::path(post, path = "/api/v1/triage/learned", operation_id = "triage_learned_train", tag = "organisation",
    request_body = TrainLayer, responses((status = 200, body = LearnedView)))]
async fn learned_train(
    caller: Allowed<ManageOrganisation>,
    Body(body): Body<TrainLayer>,
) -> Answer<Json<LearnedView>> {
    let most = bounded(body.most)?;
    let organisation = settings(&caller.world, caller.organisation()).await?;
    match learning::train(&caller.world, &organisation, most).await? {
        Ok(layer) => Ok(Json(LearnedView::from(&layer))),
        Err(reason) => Err(Problem::new(Code::NotPossible, reason.to_string()).next(
            "settle more tickets (set the right category, or resolve them with it), then train again",
        )),
    }
}

/// Forget what was learned
///
/// The rules judge alone from then on. Forgetting twice is the same as once.
#[utoipa::path(delete, path = "/api/v1/triage/learned", operation_id = "triage_learned_forget", tag = "organisation",
    responses((status = 204)))]
async fn learned_forget(caller: Allowed<ManageOrganisation>) -> Answer<StatusCode> {
    learning::forget(&caller.world, caller.organisation()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read how far models are believed
///
/// What people kept of each model's judgements, and how its stated confidence counts for it. Measured once a day while models are asked.
#[utoipa::path(get, path = "/api/v1/triage/calibration", operation_id = "triage_calibration_read", tag = "organisation",
    responses((status = 200, body = MeasuredView)))]
async fn calibration_read(caller: Allowed<ReadPeople>) -> Answer<Json<MeasuredView>> {
    let known = caller
        .world
        .store
        .measurements(caller.organisation())
        .await?;
    let known = known.ok_or_else(|| Problem::not_found("measurement of models"))?;
    Ok(Json(MeasuredView::from(&known)))
}

/// Measure how far models are believed
///
/// Looks at the newest tickets whose category people settled. What is measured holds from then on.
#[utoipa::path(post, path = "/api/v1/triage/calibration", operation_id = "triage_calibration_measure", tag = "organisation",
    request_body = TrainLayer, responses((status = 200, body = MeasuredView)))]
async fn calibration_measure(
    caller: Allowed<ManageOrganisation>,
    Body(body): Body<TrainLayer>,
) -> Answer<Json<MeasuredView>> {
    let most = bounded(body.most)?;
    let measured = measuring::measure(&caller.world, caller.organisation(), most).await?;
    Ok(Json(MeasuredView::from(&measured)))
}
