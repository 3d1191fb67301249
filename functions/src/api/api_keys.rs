//! Keys for programs.
//!
//! Invariant: the secret is in one answer and nowhere else; a repeated request does not show it again.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use lambdesk_domain::ids::ApiKeyId;

use super::access::{Allowed, ManageKeys};
use super::idempotency::KeepInstead;
use super::problem::{Answer, Problem};
use super::read::{Body, Segments, line};
use super::views::{ApiKeyView, CreateApiKey, CreatedApiKey, ListView};
use super::{add, tokens};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, api_keys_list, api_key_create, api_key_revoke)
}

/// List API keys
///
/// Oldest first, revoked ones included, without their secrets.
#[utoipa::path(get, path = "/api/v1/api-keys", operation_id = "api_keys_list", tag = "api keys",
    responses((status = 200, body = ListView<ApiKeyView>)))]
async fn api_keys_list(caller: Allowed<ManageKeys>) -> Answer<Json<ListView<ApiKeyView>>> {
    let keys = caller
        .world
        .store
        .list_api_keys(caller.organisation())
        .await?;
    Ok(Json(ListView {
        items: keys.into_iter().map(ApiKeyView::from).collect(),
    }))
}

/// Create an API key
///
/// The secret is in this answer only. A repeat with the same `Idempotency-Key` answers with `secret: null`.
#[utoipa::path(post, path = "/api/v1/api-keys", operation_id = "api_key_create", tag = "api keys", request_body = CreateApiKey,
    responses((status = 201, body = CreatedApiKey)))]
async fn api_key_create(
    caller: Allowed<ManageKeys>,
    Body(body): Body<CreateApiKey>,
) -> Answer<Response> {
    let name = line("name", &body.name, 200)?;
    let now = caller.now();
    if body.scopes.is_empty() {
        return Err(Problem::invalid("scopes", "name at least one"));
    }
    if body.expires.is_some_and(|at| at <= now) {
        return Err(Problem::invalid("expires", "is in the future"));
    }
    let scopes = body.scopes.iter().map(|word| word.0).collect();
    let (key, text) = tokens::mint(
        &caller.world.entropy,
        caller.organisation(),
        &name,
        scopes,
        body.expires,
        now,
    );
    caller.world.store.put_api_key(&key).await?;
    let mut view = CreatedApiKey {
        key: ApiKeyView::from(key),
        secret: Some(text),
    };
    let mut response = (StatusCode::CREATED, Json(&view)).into_response();
    view.secret = None;
    response.extensions_mut().insert(KeepInstead(
        serde_json::to_string(&view).unwrap_or_default(),
    ));
    Ok(response)
}

/// Revoke an API key
///
/// Works at once. Revoking twice is the same as once.
#[utoipa::path(post, path = "/api/v1/api-keys/{key}/revoke", operation_id = "api_key_revoke", tag = "api keys",
    params(("key" = String, Path, description = "Id of the key.")),
    responses((status = 200, body = ApiKeyView)))]
async fn api_key_revoke(
    caller: Allowed<ManageKeys>,
    Segments(id): Segments<ApiKeyId>,
) -> Answer<Json<ApiKeyView>> {
    let key = caller
        .world
        .store
        .revoke_api_key(caller.organisation(), &id, caller.now())
        .await?;
    Ok(Json(ApiKeyView::from(key)))
}
