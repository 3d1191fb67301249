//! Keys of other services: set, replaced, removed, and never read back.
//!
//! Invariant: no answer, no event and no log line holds a secret.

use crate::api::routes::Routes;
use axum::Json;
use http::StatusCode;
use lambdesk_cloud::config::Secret;
use lambdesk_cloud::store::StoredSecret;
use lambdesk_domain::secret::{self, SecretName};

use super::access::{Allowed, ManageKeys};
use super::add;
use super::problem::{Answer, Problem};
use super::read::{Body, Segments};
use super::views::{ListView, PutSecret, SecretView};
use crate::knowledge::vectors;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, secrets_list, secret_put, secret_delete)
}

/// List the keys of other services
///
/// Every name there is, whether it is set, and its last four characters. The keys themselves are never shown.
#[utoipa::path(get, path = "/api/v1/organisation/secrets", operation_id = "secrets_list", tag = "organisation",
    responses((status = 200, body = ListView<SecretView>)))]
async fn secrets_list(caller: Allowed<ManageKeys>) -> Answer<Json<ListView<SecretView>>> {
    let world = &caller.world;
    let stored = world.store.secrets(caller.organisation()).await?;
    let view = |name: &SecretName| {
        let found = stored.iter().find(|stored| stored.name == *name);
        SecretView::of(*name, found, world.default_secret(*name).is_some())
    };
    Ok(Json(ListView {
        items: SecretName::ALL.iter().map(view).collect(),
    }))
}

/// Set a key of another service
///
/// It is kept encrypted and takes the place of the one before. Running functions notice within half a minute.
#[utoipa::path(put, path = "/api/v1/organisation/secrets/{name}", operation_id = "secret_put", tag = "organisation",
    params(("name" = String, Path, description = "What it is for.")), request_body = PutSecret,
    responses((status = 200, body = SecretView)))]
async fn secret_put(
    caller: Allowed<ManageKeys>,
    Segments(name): Segments<SecretName>,
    Body(body): Body<PutSecret>,
) -> Answer<Json<SecretView>> {
    let (world, organisation) = (&caller.world, caller.organisation());
    let text = secret::clean(&body.value).map_err(|why| Problem::invalid("value", why))?;
    let clear = Secret::new(text);
    let stored = StoredSecret {
        organisation: organisation.clone(),
        name,
        sealed: world.vault.seal(organisation, name, &clear).await?,
        last4: secret::hint(text),
        updated_at: caller.now(),
        updated_by: caller.principal().actor.clone(),
    };
    world.store.put_secret(&stored).await?;
    world.forget_secret(organisation, name);
    if name == SecretName::Embeddings {
        vectors::want_of_today(world, organisation).await;
    }
    let default = world.default_secret(name).is_some();
    Ok(Json(SecretView::of(name, Some(&stored), default)))
}

/// Remove a key of another service
///
/// What needs it is off within half a minute.
#[utoipa::path(delete, path = "/api/v1/organisation/secrets/{name}", operation_id = "secret_delete", tag = "organisation",
    params(("name" = String, Path, description = "What it is for.")),
    responses((status = 204)))]
async fn secret_delete(
    caller: Allowed<ManageKeys>,
    Segments(name): Segments<SecretName>,
) -> Answer<StatusCode> {
    let (world, organisation) = (&caller.world, caller.organisation());
    let was_set = world.store.delete_secret(organisation, name).await?;
    world.forget_secret(organisation, name);
    if was_set {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found("secret"))
    }
}
