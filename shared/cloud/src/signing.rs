//! Signs requests to AWS services that have no client here: Signature Version 4.
//!
//! Invariant: a body reaches the signer as its hash only, so that no customer's text and no key gets into the signer's own
//! trace lines.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use jiff::Timestamp;

use crate::config::AwsSettings;
use crate::entropy::sha256_hex;

/// A POST to be signed.
#[derive(Debug, Clone, Copy)]
pub struct Unsigned<'a> {
    /// The service as signatures name it, such as `kms`.
    pub service: &'a str,
    /// The whole address.
    pub url: &'a str,
    /// Headers that are signed beside those of the signature itself.
    pub headers: &'a [(&'static str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

/// The headers of the signature, the caller's own not among them; `None` when the credentials cannot sign.
#[must_use]
pub fn signature(
    request: &Unsigned<'_>,
    aws: &AwsSettings,
    now: Timestamp,
) -> Option<Vec<(&'static str, String)>> {
    let token = aws
        .session_token
        .as_ref()
        .map(|token| token.reveal().to_owned());
    let identity = Credentials::new(
        &aws.access_key_id,
        aws.secret_access_key.reveal(),
        token,
        None,
        "environment",
    )
    .into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&aws.region)
        .name(request.service)
        .time(now.into())
        .settings(SigningSettings::default())
        .build()
        .ok()?;
    let hashed = SignableBody::Precomputed(sha256_hex(request.body));
    let headers = request.headers.iter().copied();
    let signable = SignableRequest::new("POST", request.url, headers, hashed).ok()?;
    let (instructions, _) = sign(signable, &parameters.into()).ok()?.into_parts();
    let (headers, _) = instructions.into_parts();
    Some(
        headers
            .iter()
            .map(|header| (header.name(), header.value().to_owned()))
            .collect(),
    )
}
