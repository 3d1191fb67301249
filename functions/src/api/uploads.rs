//! Files on their way into a reply.
//!
//! Invariant: the bytes go straight to the bucket, under the caller's organisation, with the announced type and size.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use jiff::SignedDuration;

use super::access::{Allowed, Reply};
use super::add;
use super::problem::{Answer, Problem};
use super::read::{Body, line};
use super::views::{CreateUpload, UploadView};
use crate::replying::{MAX_FILE_BYTES, upload_key};

const LASTS: Duration = Duration::from_secs(900);

pub(super) fn register(router: Routes) -> Routes {
    add!(router, upload_create)
}

/// Announce a file
///
/// Answers with an address to PUT the bytes to. Then name the upload in the `attachments` of a reply.
#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "upload_create", tag = "messages", request_body = CreateUpload,
    responses((status = 201, body = UploadView)))]
async fn upload_create(caller: Allowed<Reply>, Body(body): Body<CreateUpload>) -> Answer<Response> {
    let name = line("name", &body.name, 200)?;
    if !is_media_type(&body.media_type) {
        return Err(Problem::invalid(
            "media_type",
            "is no media type such as application/pdf",
        ));
    }
    if !(1..=MAX_FILE_BYTES).contains(&body.size) {
        return Err(Problem::invalid(
            "size",
            format_args!("is 1 to {MAX_FILE_BYTES} bytes"),
        ));
    }
    let now = caller.now();
    let upload = caller.world.entropy.upload(now);
    let key = upload_key(caller.organisation(), &upload);
    let url = caller
        .world
        .blobs
        .presign_put(&key, &body.media_type, body.size, LASTS)
        .await?;
    let headers = BTreeMap::from([
        ("Content-Type".to_owned(), body.media_type),
        ("Content-Length".to_owned(), body.size.to_string()),
    ]);
    let expires = now
        .saturating_add(SignedDuration::from_secs(900))
        .unwrap_or(now);
    let view = UploadView {
        upload: upload.to_string(),
        name,
        url,
        headers,
        expires,
    };
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    text.len() <= 127
        && text
            .split_once('/')
            .is_some_and(|(kind, of)| token(kind) && token(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_two_plain_parts() {
        for good in [
            "application/pdf",
            "image/svg+xml",
            "application/vnd.ms-excel",
        ] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in [
            "",
            "pdf",
            "a/",
            "/b",
            "a/b/c",
            "text/plain; charset=utf-8",
            "a/b\r\nX: y",
        ] {
            assert!(!is_media_type(bad), "{bad:?}");
        }
    }
}
