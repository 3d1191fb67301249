//! S3: objects, ranges, addresses that carry their own signature, lists.
//!
//! Invariant: each case has a bucket of its own; addresses are used by a client that knows no credentials.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use lambdesk_cloud::Kind;
use lambdesk_cloud::blobs::Blobs;
use lambdesk_local::environment::REGION;
use reqwest::StatusCode;

use super::cases;
use super::place::Place;

cases!(Objects:
    an_object_is_read_as_it_was_stored,
    an_empty_object_is_an_object,
    a_second_object_replaces_the_first,
    a_missing_object_is_told_by_its_code,
    a_missing_bucket_is_told_by_its_code,
    a_head_tells_size_and_type,
    a_range_gives_that_part,
    a_deleted_object_is_gone_and_may_be_deleted_again,
    keys_may_hold_any_text,
    a_list_gives_the_keys_of_a_prefix_in_order,
    a_list_goes_on_after_a_key_that_is_no_longer_there,
    a_signed_address_reads_with_the_name_and_type_it_was_made_for,
    a_signed_address_for_another_object_is_refused,
    an_object_is_closed_to_whoever_is_not_signed,
    a_signed_address_ends,
    a_signed_address_of_nothing_is_not_found,
    a_signed_upload_stores_what_is_sent,
    a_signed_upload_of_another_type_is_refused,
);

const HOUR: Duration = Duration::from_secs(3600);

/// A bucket and the ways to it.
struct Bucket {
    client: Client,
    name: String,
    blobs: Blobs,
}

impl Bucket {
    async fn new(place: &Place) -> Self {
        let (client, name) = (place.aws.s3(), place.name("mail"));
        let region = CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::from(REGION));
        let call = client
            .create_bucket()
            .bucket(&name)
            .create_bucket_configuration(region.build());
        call.send().await.unwrap();
        let blobs = Blobs::new(client.clone(), &name);
        Self {
            client,
            name,
            blobs,
        }
    }

    async fn put(&self, key: &str, text: &str) {
        self.blobs
            .put(key, text.as_bytes().to_vec(), "text/plain")
            .await
            .unwrap();
    }

    async fn text(&self, key: &str) -> String {
        let bytes = self.blobs.get(key, 1_000_000).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }
}

async fn an_object_is_read_as_it_was_stored(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let bytes: Vec<u8> = (0..300_000_u32)
        .map(|n| u8::try_from(n % 251).unwrap())
        .collect();
    bucket
        .blobs
        .put("raw/1", bytes.clone(), "message/rfc822")
        .await
        .unwrap();
    assert_eq!(bucket.blobs.get("raw/1", 1_000_000).await.unwrap(), bytes);
}

async fn an_empty_object_is_an_object(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("raw/empty", "").await;
    assert_eq!(bucket.text("raw/empty").await, "");
    assert_eq!(
        bucket.blobs.head("raw/empty").await.unwrap().unwrap().size,
        0
    );
}

async fn a_second_object_replaces_the_first(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "a longer first text").await;
    bucket.put("parts/1", "second").await;
    assert_eq!(bucket.text("parts/1").await, "second");
}

async fn a_missing_object_is_told_by_its_code(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let refused = bucket
        .client
        .get_object()
        .bucket(&bucket.name)
        .key("raw/none")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Some("NoSuchKey"));
    assert_eq!(
        bucket.blobs.get("raw/none", 1).await.unwrap_err().kind,
        Kind::NotFound
    );
    assert_eq!(bucket.blobs.head("raw/none").await.unwrap(), None);
}

async fn a_missing_bucket_is_told_by_its_code(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let elsewhere = bucket
        .client
        .get_object()
        .bucket(place.name("none"))
        .key("raw/1")
        .send()
        .await
        .unwrap_err();
    assert_eq!(elsewhere.code(), Some("NoSuchBucket"));
}

async fn a_head_tells_size_and_type(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "0123456789").await;
    let head = bucket.blobs.head("parts/1").await.unwrap().unwrap();
    assert_eq!(
        (head.size, head.content_type.as_deref()),
        (10, Some("text/plain"))
    );
}

async fn a_range_gives_that_part(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("raw/1", "0123456789").await;
    for (range, part, whole) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=5-100", "56789", "bytes 5-9/10"),
    ] {
        let call = bucket
            .client
            .get_object()
            .bucket(&bucket.name)
            .key("raw/1")
            .range(range);
        let answer = call.send().await.unwrap();
        assert_eq!(answer.content_range.as_deref(), Some(whole), "{range}");
        assert_eq!(
            answer.body.collect().await.unwrap().into_bytes(),
            part,
            "{range}"
        );
    }
    let beyond = bucket
        .client
        .get_object()
        .bucket(&bucket.name)
        .key("raw/1")
        .range("bytes=10-12");
    assert_eq!(
        beyond.send().await.unwrap_err().code(),
        Some("InvalidRange")
    );
}

async fn a_deleted_object_is_gone_and_may_be_deleted_again(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("uploads/1", "x").await;
    for _ in 0..2 {
        bucket
            .client
            .delete_object()
            .bucket(&bucket.name)
            .key("uploads/1")
            .send()
            .await
            .unwrap();
        assert_eq!(bucket.blobs.head("uploads/1").await.unwrap(), None);
    }
}

async fn keys_may_hold_any_text(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let keys = [
        "raw/a b+c",
        "raw/a%20b",
        "raw/é&=?#",
        "raw/日本/../x",
        "raw/",
    ];
    for key in keys {
        bucket.put(key, key).await;
    }
    for key in keys {
        assert_eq!(bucket.text(key).await, key);
    }
    assert_eq!(
        bucket.blobs.list("raw/", None, 100).await.unwrap().len(),
        keys.len()
    );
}

async fn a_list_gives_the_keys_of_a_prefix_in_order(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    for key in ["raw/b", "raw/a", "raw/B", "raw/a/1", "rawer/c", "parts/d"] {
        bucket.put(key, "x").await;
    }
    assert_eq!(
        bucket.blobs.list("raw/", None, 100).await.unwrap(),
        ["raw/B", "raw/a", "raw/a/1", "raw/b"]
    );
    assert_eq!(
        bucket.blobs.list("raw/", None, 2).await.unwrap(),
        ["raw/B", "raw/a"]
    );
    assert!(
        bucket
            .blobs
            .list("uploads/", None, 100)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_list_goes_on_after_a_key_that_is_no_longer_there(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    for key in ["raw/1", "raw/3", "raw/4"] {
        bucket.put(key, "x").await;
    }
    for (after, found) in [
        ("raw/2", ["raw/3", "raw/4"].as_slice()),
        ("raw/3", &["raw/4"]),
        ("raw/4", &[]),
    ] {
        assert_eq!(
            bucket.blobs.list("raw/", Some(after), 100).await.unwrap(),
            found,
            "{after}"
        );
    }
}

async fn a_signed_address_reads_with_the_name_and_type_it_was_made_for(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "the file").await;
    let address = bucket
        .blobs
        .presign_get("parts/1", "Angebot für Ann.html", "text/html", HOUR)
        .await
        .unwrap();
    let answer = reqwest::get(address).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/html");
    let disposition = answer.headers()["content-disposition"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    assert!(
        disposition.contains("filename*=UTF-8''Angebot%20f%C3%BCr%20Ann.html"),
        "{disposition}"
    );
    assert_eq!(answer.text().await.unwrap(), "the file");
}

async fn a_signed_address_for_another_object_is_refused(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "mine").await;
    bucket.put("parts/2", "another's").await;
    let address = bucket
        .blobs
        .presign_get("parts/1", "a", "text/plain", HOUR)
        .await
        .unwrap();
    let other = reqwest::get(address.replace("parts/1", "parts/2"))
        .await
        .unwrap();
    assert_eq!(other.status(), StatusCode::FORBIDDEN);
}

async fn an_object_is_closed_to_whoever_is_not_signed(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "mine").await;
    let address = bucket
        .blobs
        .presign_get("parts/1", "a", "text/plain", HOUR)
        .await
        .unwrap();
    let bare = address.split('?').next().unwrap();
    assert_eq!(
        reqwest::get(bare).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}

async fn a_signed_address_ends(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    bucket.put("parts/1", "mine").await;
    let began = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let until = PresigningConfig::builder()
        .start_time(began)
        .expires_in(HOUR)
        .build()
        .unwrap();
    let call = bucket
        .client
        .get_object()
        .bucket(&bucket.name)
        .key("parts/1");
    let address = call.presigned(until).await.unwrap().uri().to_owned();
    assert_eq!(
        reqwest::get(address).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}

async fn a_signed_address_of_nothing_is_not_found(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let address = bucket
        .blobs
        .presign_get("parts/none", "a", "text/plain", HOUR)
        .await
        .unwrap();
    assert_eq!(
        reqwest::get(address).await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
}

async fn upload(address: &str, media_type: &str, body: &str) -> StatusCode {
    let call = reqwest::Client::new()
        .put(address)
        .header("content-type", media_type);
    call.body(body.to_owned()).send().await.unwrap().status()
}

async fn a_signed_upload_stores_what_is_sent(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let address = bucket
        .blobs
        .presign_put("uploads/1", "image/png", 8, HOUR)
        .await
        .unwrap();
    assert_eq!(
        upload(&address, "image/png", "8 bytes.").await,
        StatusCode::OK
    );
    let head = bucket.blobs.head("uploads/1").await.unwrap().unwrap();
    assert_eq!(
        (head.size, head.content_type.as_deref()),
        (8, Some("image/png"))
    );
    assert_eq!(bucket.text("uploads/1").await, "8 bytes.");
}

async fn a_signed_upload_of_another_type_is_refused(place: Arc<Place>) {
    let bucket = Bucket::new(&place).await;
    let address = bucket
        .blobs
        .presign_put("uploads/1", "image/png", 8, HOUR)
        .await
        .unwrap();
    assert_eq!(
        upload(&address, "text/html", "8 bytes.").await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        upload(&address, "image/png", "more than 8 bytes").await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(bucket.blobs.head("uploads/1").await.unwrap(), None);
    // The body of a direct call is not bound by the address.
    let body = ByteStream::from_static(b"anything");
    bucket
        .client
        .put_object()
        .bucket(&bucket.name)
        .key("uploads/1")
        .body(body)
        .send()
        .await
        .unwrap();
}
