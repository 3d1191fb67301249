//! Answers S3's operations in front of the store.
//!
//! `s3s` reads and writes the protocol and verifies signatures, presigned addresses included; what is
//! left here is the mapping to the store. Invariant: bodies pass through in pieces, so that memory does
//! not grow with the size of an object.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt;
use http::Request;
use s3s::auth::SimpleAuth;
use s3s::dto::{
    CommonPrefix, CreateBucketInput, CreateBucketOutput, DeleteObjectInput, DeleteObjectOutput,
    ETag, ETagCondition, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput,
    HeadObjectInput, HeadObjectOutput, ListObjectsV2Input, ListObjectsV2Output, PutObjectInput,
    PutObjectOutput, StreamingBlob,
};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result};
use tower::service_fn;

use super::answers::{
    coder, file_body, kept_headers, length, listed, token_key, wants_checksum, whole,
};
use super::checksums::{hasher, verify};
use super::listing::{Listing, Page};
use super::store::Found;
use super::{Error, Objects};
use crate::listen::DropConnection;

/// The routes of the service: all of them, since S3 routes by path and query itself.
pub(super) fn router(objects: &Objects) -> Router {
    let mut builder = S3ServiceBuilder::new(Front {
        objects: objects.clone(),
    });
    let secret = objects.secret_key.clone();
    builder.set_auth(SimpleAuth::from_single(objects.access_key.clone(), secret));
    let service = builder.build();
    Router::new().fallback_service(service_fn(move |request| answer(service.clone(), request)))
}

async fn answer(service: S3Service, request: Request<Body>) -> Result<Response, Infallible> {
    let answer = service.call(request.map(s3s::Body::http_body_unsync)).await;
    Ok(answer.map_or_else(
        |_broken| {
            let mut response = Response::new(Body::empty());
            response.extensions_mut().insert(DropConnection);
            response
        },
        |response| response.map(Body::new),
    ))
}

#[derive(Clone)]
struct Front {
    objects: Objects,
}

#[async_trait::async_trait]
impl S3 for Front {
    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        self.objects
            .store
            .create_bucket(&request.input.bucket)
            .await?;
        let location = Some(format!("/{}", request.input.bucket));
        Ok(S3Response::new(CreateBucketOutput { location }))
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.require_bucket(&request.input.bucket).await?;
        Ok(S3Response::new(HeadBucketOutput::default()))
    }

    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        self.put(request).await
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        self.get(request.input).await
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let HeadObjectInput {
            bucket,
            key,
            checksum_mode,
            ..
        } = request.input;
        let entry = self.objects.store.head(&bucket, &key).await?;
        let checksum = entry
            .headers
            .crc32
            .clone()
            .filter(|_| wants_checksum(checksum_mode));
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            cache_control: entry.headers.cache_control.clone(),
            checksum_type: checksum.as_ref().map(|_| whole()),
            checksum_crc32: checksum,
            content_disposition: entry.headers.content_disposition.clone(),
            content_encoding: entry.headers.content_encoding.clone(),
            content_length: Some(length(entry.size)),
            content_type: Some(entry.content_type()),
            e_tag: Some(ETag::Strong(entry.etag.clone())),
            last_modified: Some(entry.modified()),
            metadata: Some(entry.headers.metadata.into_iter().collect()),
            ..HeadObjectOutput::default()
        }))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.list(request.input).await
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.require_bucket(&request.input.bucket).await?;
        self.objects
            .delete(&request.input.bucket, &request.input.key)
            .await?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }
}

impl Front {
    async fn require_bucket(&self, name: &str) -> Result<(), Error> {
        match self.objects.store.has_bucket(name).await? {
            true => Ok(()),
            false => Err(Error::NoBucket(name.to_owned())),
        }
    }

    async fn put(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let S3Request {
            mut input,
            headers,
            trailing_headers,
            ..
        } = request;
        let only_if_absent = match input.if_none_match.take() {
            None => false,
            Some(ETagCondition::Any) => true,
            Some(ETagCondition::ETag(_)) => {
                return Err(S3Error::with_message(
                    S3ErrorCode::NotImplemented,
                    "If-None-Match takes only an asterisk",
                ));
            }
        };
        let mut hasher = hasher(&input, &headers);
        let mut intake = self.objects.store.intake(&input.bucket, &input.key);
        if let Some(mut body) = input.body.take() {
            while let Some(piece) = body.next().await {
                let piece = piece.map_err(Error::Incomplete)?;
                hasher.update(&piece);
                intake.write(&piece).await?;
            }
        }
        let sums = hasher.finalize();
        verify(&input, trailing_headers.as_ref(), &sums)?;
        let content = intake.seal().await?;
        let announced = input
            .content_md5
            .as_deref()
            .and_then(|sum| STANDARD.decode(sum).ok());
        if announced.is_some_and(|sum| super::blobs::hex(&sum) != content.etag) {
            return Err(Error::Mismatch("MD5").into());
        }
        let etag = content.etag.clone();
        let crc32 = sums.checksum_crc32.clone();
        let (bucket, key) = (
            std::mem::take(&mut input.bucket),
            std::mem::take(&mut input.key),
        );
        let kept = kept_headers(input, crc32.clone());
        self.objects
            .publish(&bucket, &key, kept, content, only_if_absent)
            .await?;
        Ok(S3Response::new(PutObjectOutput {
            e_tag: Some(ETag::Strong(etag)),
            checksum_type: crc32.as_ref().map(|_| whole()),
            checksum_crc32: crc32,
            ..PutObjectOutput::default()
        }))
    }

    async fn get(&self, input: GetObjectInput) -> S3Result<S3Response<GetObjectOutput>> {
        let Found { entry, bytes, file } =
            self.objects.store.get(&input.bucket, &input.key).await?;
        let range = match input.range {
            Some(range) => Some(
                range
                    .check(entry.size)
                    .map_err(|_| S3ErrorCode::InvalidRange)?,
            ),
            None => None,
        };
        let part = range.clone().unwrap_or(0..entry.size);
        let body = match file {
            Some(file) => file_body(file, part.clone()).await?,
            None => {
                let bound = |at: u64| usize::try_from(at).unwrap_or(bytes.len()).min(bytes.len());
                let piece = bytes.slice(bound(part.start)..bound(part.end));
                StreamingBlob::from(s3s::Body::from(piece))
            }
        };
        let content_range = range.as_ref().map(|part| {
            format!(
                "bytes {}-{}/{}",
                part.start,
                part.end.saturating_sub(1),
                entry.size
            )
        });
        // The checksum covers the whole object, so a part goes without.
        let summed = range.is_none() && wants_checksum(input.checksum_mode);
        let checksum = entry.headers.crc32.clone().filter(|_| summed);
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            body: Some(body),
            cache_control: entry.headers.cache_control.clone(),
            checksum_type: checksum.as_ref().map(|_| whole()),
            checksum_crc32: checksum,
            content_disposition: entry.headers.content_disposition.clone(),
            content_encoding: entry.headers.content_encoding.clone(),
            content_length: Some(length(part.end - part.start)),
            content_range,
            content_type: Some(entry.content_type()),
            e_tag: Some(ETag::Strong(entry.etag.clone())),
            last_modified: Some(entry.modified()),
            metadata: Some(entry.headers.metadata.into_iter().collect()),
            ..GetObjectOutput::default()
        }))
    }

    async fn list(&self, input: ListObjectsV2Input) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.require_bucket(&input.bucket).await?;
        let max = input.max_keys.unwrap_or(1000).clamp(0, 1000);
        let after = match &input.continuation_token {
            Some(token) => token_key(token)?,
            None => input.start_after.clone().unwrap_or_default(),
        };
        let listing = Listing {
            bucket: input.bucket.clone(),
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone(),
            after,
            max: usize::try_from(max).unwrap_or(1000),
        };
        let page = match max {
            0 => Page::default(),
            _ => {
                self.objects
                    .store
                    .index
                    .read(move |connection| listing.page(connection))
                    .await?
            }
        };
        let encode = coder(input.encoding_type.as_ref());
        let next = page.next.map(|key| STANDARD.encode(key));
        let count = page.entries.len() + page.folders.len();
        let folder = |name: String| CommonPrefix {
            prefix: Some(encode(name)),
        };
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: input.prefix.map(encode),
            delimiter: input.delimiter.map(encode),
            start_after: input.start_after.map(encode),
            encoding_type: input.encoding_type,
            max_keys: Some(max),
            key_count: i32::try_from(count).ok(),
            continuation_token: input.continuation_token,
            is_truncated: Some(next.is_some()),
            next_continuation_token: next,
            contents: Some(
                page.entries
                    .into_iter()
                    .map(|entry| listed(entry, encode))
                    .collect(),
            ),
            common_prefixes: Some(page.folders.into_iter().map(folder).collect()),
            ..ListObjectsV2Output::default()
        }))
    }
}
