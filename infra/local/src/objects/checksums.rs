//! Checks an object's bytes against the checksums its sender announced, before or after them.
//!
//! Invariant: an announced checksum that was not computed counts as a mismatch, never as a match.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>

use http::HeaderMap;
use s3s::TrailingHeaders;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Sha1, Sha256};
use s3s::dto::{Checksum, PutObjectInput};

use super::Error;

/// Computes the checksums that are announced, before or after the body, and the SDK's default one.
pub(super) fn hasher(input: &PutObjectInput, headers: &HeaderMap) -> ChecksumHasher {
    let trailer = headers
        .get("x-amz-trailer")
        .and_then(|value| value.to_str().ok());
    let after = |name: &str| trailer.is_some_and(|trailer| trailer.contains(name));
    let mut hasher = ChecksumHasher {
        crc32: Some(Crc32::new()),
        ..ChecksumHasher::default()
    };
    if input.checksum_crc32c.is_some() || after("crc32c") {
        hasher.crc32c = Some(Crc32c::new());
    }
    if input.checksum_crc64nvme.is_some() || after("crc64nvme") {
        hasher.crc64nvme = Some(Crc64Nvme::new());
    }
    if input.checksum_sha1.is_some() || after("sha1") {
        hasher.sha1 = Some(Sha1::new());
    }
    if input.checksum_sha256.is_some() || after("sha256") {
        hasher.sha256 = Some(Sha256::new());
    }
    hasher
}

pub(super) fn verify(
    input: &PutObjectInput,
    trailers: Option<&TrailingHeaders>,
    sums: &Checksum,
) -> Result<(), Error> {
    let pairs = [
        (
            "x-amz-checksum-crc32",
            &input.checksum_crc32,
            &sums.checksum_crc32,
        ),
        (
            "x-amz-checksum-crc32c",
            &input.checksum_crc32c,
            &sums.checksum_crc32c,
        ),
        (
            "x-amz-checksum-crc64nvme",
            &input.checksum_crc64nvme,
            &sums.checksum_crc64nvme,
        ),
        (
            "x-amz-checksum-sha1",
            &input.checksum_sha1,
            &sums.checksum_sha1,
        ),
        (
            "x-amz-checksum-sha256",
            &input.checksum_sha256,
            &sums.checksum_sha256,
        ),
    ];
    for (name, before, computed) in pairs {
        let after = trailers.and_then(|trailers| {
            trailers
                .read(|headers| headers.get(name)?.to_str().ok().map(str::to_owned))
                .flatten()
        });
        let announced = before.as_ref().or(after.as_ref());
        if announced.is_some_and(|sum| Some(sum) != computed.as_ref()) {
            return Err(Error::Mismatch(name));
        }
    }
    Ok(())
}
