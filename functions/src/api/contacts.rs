//! Customers: list, find by address, read, change.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use lambdesk_cloud::store::{Commit, CommitError, Page};
use lambdesk_domain::address::normalise;
use lambdesk_domain::ids::ContactId;
use lambdesk_domain::people::Contact;

use super::access::{Allowed, ChangeContacts, ReadContacts};
use super::add;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Params, Segments, etag, if_match, line};
use super::tickets::{bad_cursor, tagged};
use super::views::{ContactParams, ContactView, PAGE, PageView, PatchContact};
use crate::replying::TRIES;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, contacts_list, contact_read, contact_update)
}

/// List contacts
///
/// Newest first, or the one with an address.
#[utoipa::path(get, path = "/api/v1/contacts", operation_id = "contacts_list", tag = "contacts", params(ContactParams),
    responses((status = 200, body = PageView<ContactView>)))]
async fn contacts_list(
    caller: Allowed<ReadContacts>,
    Params(params): Params<ContactParams>,
) -> Answer<Json<PageView<ContactView>>> {
    let store = &caller.world.store;
    if let Some(email) = &params.email {
        let found = store
            .contact_by_email(caller.organisation(), &normalise(email))
            .await?;
        let page = Page {
            items: found.into_iter().collect(),
            next: None,
            truncated: false,
        };
        return Ok(Json(PageView::of(page, ContactView::from)));
    }
    let limit = params.limit.unwrap_or(PAGE).clamp(1, 100);
    let page = store
        .list_contacts(caller.organisation(), params.cursor.as_deref(), limit)
        .await
        .map_err(bad_cursor)?;
    Ok(Json(PageView::of(page, ContactView::from)))
}

/// Read a contact
#[utoipa::path(get, path = "/api/v1/contacts/{contact}", operation_id = "contact_read", tag = "contacts",
    params(("contact" = String, Path, description = "Id of the contact.")),
    responses((status = 200, body = ContactView, headers(("ETag" = String)))))]
async fn contact_read(
    caller: Allowed<ReadContacts>,
    Segments(id): Segments<ContactId>,
) -> Answer<Response> {
    let found = caller
        .world
        .store
        .contact(caller.organisation(), &id)
        .await?;
    Ok(answer(found.ok_or_else(|| Problem::not_found("contact"))?))
}

fn answer(contact: Contact) -> Response {
    let tag = etag(contact.version);
    let mut response = Json(ContactView::from(contact)).into_response();
    tagged(&mut response, &tag);
    response
}

/// Change a contact
///
/// What is absent stays, what is null is cleared. The address of a contact never changes. With `If-Match`, only the
/// version you read is changed.
#[utoipa::path(patch, path = "/api/v1/contacts/{contact}", operation_id = "contact_update", tag = "contacts",
    params(("contact" = String, Path, description = "Id of the contact.")),
    request_body = PatchContact, responses((status = 200, body = ContactView, headers(("ETag" = String)))))]
async fn contact_update(
    caller: Allowed<ChangeContacts>,
    Segments(id): Segments<ContactId>,
    headers: HeaderMap,
    Body(patch): Body<PatchContact>,
) -> Answer<Response> {
    let expected = if_match(&headers)?;
    let store = &caller.world.store;
    for _ in 0..TRIES {
        let contact = store
            .contact(caller.organisation(), &id)
            .await?
            .ok_or_else(|| Problem::not_found("contact"))?;
        if expected.is_some_and(|version| version != contact.version) {
            let detail = format!("the contact is at version {}", contact.version);
            return Err(Problem::new(Code::VersionMismatch, detail));
        }
        let changed = patched(&contact, &patch)?;
        if changed == contact {
            return Ok(answer(contact));
        }
        let changed = Contact {
            version: contact.version.saturating_add(1),
            ..changed
        };
        let mut commit = Commit::new(caller.organisation(), caller.now());
        commit.update_contact(&changed);
        match store.commit(commit).await {
            Ok(()) => return Ok(answer(changed)),
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(Problem::new(
        Code::Conflict,
        "the contact was changed by others at the same time",
    ))
}

fn patched(contact: &Contact, patch: &PatchContact) -> Answer<Contact> {
    let mut changed = contact.clone();
    if let Some(name) = &patch.name {
        changed.name = name
            .as_deref()
            .map(|name| line("name", name, 200))
            .transpose()?;
    }
    if let Some(tier) = &patch.tier {
        changed.tier = tier
            .as_deref()
            .map(|tier| line("tier", tier, 60))
            .transpose()?;
    }
    if let Some(notes) = &patch.notes {
        if notes.chars().count() > 10_000 {
            return Err(Problem::invalid("notes", "has at most 10000 characters"));
        }
        changed.notes.clone_from(notes);
    }
    match &patch.undeliverable {
        Some(Some(_)) => {
            return Err(Problem::invalid(
                "undeliverable",
                "can only be cleared, with null",
            ));
        }
        Some(None) => changed.undeliverable = None,
        None => {}
    }
    Ok(changed)
}
