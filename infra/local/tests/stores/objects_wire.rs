//! The object store as the SDK and a browser see it.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{TestObjects, options, pattern, s3};

/// Larger than what is kept in the index.
const LARGE: usize = 700_000;

#[tokio::test]
async fn an_object_comes_back_with_all_it_carried() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for size in [0, 1, 20_000, 131_072, 131_073, LARGE] {
        let bytes = pattern(size);
        let put = test
            .client
            .put_object()
            .bucket("mail")
            .key("a")
            .body(bytes.clone().into());
        let put = put
            .content_type("message/rfc822")
            .content_disposition("attachment");
        let put = put
            .metadata("colour", "blue")
            .metadata("name", "value two")
            .send()
            .await
            .unwrap();
        let head = test
            .client
            .head_object()
            .bucket("mail")
            .key("a")
            .send()
            .await
            .unwrap();
        assert_eq!(head.content_length, i64::try_from(size).ok());
        assert_eq!(head.e_tag, put.e_tag);
        let got = test
            .client
            .get_object()
            .bucket("mail")
            .key("a")
            .send()
            .await
            .unwrap();
        assert_eq!(got.content_type.as_deref(), Some("message/rfc822"));
        assert_eq!(got.content_disposition.as_deref(), Some("attachment"));
        let expected = [("colour", "blue"), ("name", "value two")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(got.metadata, Some(HashMap::from(expected)));
        assert!(
            got.checksum_crc32.is_some(),
            "the SDK checks the body against it"
        );
        assert_eq!(got.body.collect().await.unwrap().to_vec(), bytes);
    }
}

#[tokio::test]
async fn ranges_are_cut_from_rows_and_files_alike() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for size in [1000, LARGE] {
        let bytes = pattern(size);
        test.put("r", bytes.clone()).await;
        for (range, from, to) in [
            ("bytes=0-0".to_owned(), 0, 1),
            ("bytes=10-99".to_owned(), 10, 100),
            (format!("bytes={}-", size - 5), size - 5, size),
            ("bytes=-7".to_owned(), size - 7, size),
            (format!("bytes=990-{}", size + 50), 990, size),
        ] {
            let get = test
                .client
                .get_object()
                .bucket("mail")
                .key("r")
                .range(&range);
            let got = get.send().await.unwrap();
            let expected = format!("bytes {from}-{}/{size}", to - 1);
            assert_eq!(got.content_range.as_deref(), Some(expected.as_str()));
            assert_eq!(
                got.body.collect().await.unwrap().to_vec(),
                bytes[from..to],
                "{range}"
            );
        }
        let beyond = test
            .client
            .get_object()
            .bucket("mail")
            .key("r")
            .range(format!("bytes={size}-"));
        assert_eq!(
            beyond.send().await.unwrap_err().code(),
            Some("InvalidRange")
        );
    }
}

#[tokio::test]
async fn any_key_is_an_object_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let long = "é".repeat(512);
    let deep = "x/".repeat(400);
    let keys = [
        "a",
        "a/b",
        "a/b/",
        "a//b",
        "/a",
        "..",
        "../a",
        "a/../b",
        "./a",
        "a b+c",
        "é",
        "%2e",
        "a?b&c=d",
        "CON",
        "a\\b",
        "\u{1F600}",
        "a\tb",
        &long,
        &deep,
    ];
    for key in keys {
        test.put(key, key.as_bytes().to_vec()).await;
    }
    for key in keys {
        assert_eq!(test.get(key).await, key.as_bytes(), "{key:?}");
    }
    let mut expected = keys.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(test.objects.list("mail", "").await.unwrap(), expected);
    let too_long = "x".repeat(1025);
    let put = test
        .client
        .put_object()
        .bucket("mail")
        .key(&too_long)
        .body(b"x".to_vec().into());
    assert_eq!(
        put.send().await.unwrap_err().code(),
        Some("KeyTooLongError")
    );
    test.client
        .delete_object()
        .bucket("mail")
        .key("a")
        .send()
        .await
        .unwrap();
    assert_eq!(test.get("a/b").await, b"a/b");
}

#[tokio::test]
async fn a_key_is_taken_once_if_so_asked() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for (key, size) in [("small", 5), ("large", LARGE)] {
        let put = |fill: u8| {
            let body = vec![fill; size].into();
            test.client
                .put_object()
                .bucket("mail")
                .key(key)
                .if_none_match("*")
                .body(body)
                .send()
        };
        let outcomes = futures_util::future::join_all((0..8).map(put)).await;
        let won: Vec<u8> = (0..8)
            .filter(|at| outcomes[usize::from(*at)].is_ok())
            .collect();
        assert_eq!(won.len(), 1);
        for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
            assert_eq!(refused.code(), Some("PreconditionFailed"));
        }
        assert_eq!(test.get(key).await, vec![won[0]; size]);
    }
    assert_eq!(files(folder.path()), 1, "the refused ones left nothing");
}

/// Files kept outside the index, finished or not.
pub(crate) fn files(folder: &std::path::Path) -> usize {
    let mut count = 0;
    let mut folders = vec![folder.join("blobs"), folder.join("tmp")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => count += 1,
            }
        }
    }
    count
}

#[tokio::test]
async fn what_is_not_there_is_told_as_s3_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let head = test
        .client
        .head_object()
        .bucket("mail")
        .key("none")
        .send()
        .await
        .unwrap_err();
    assert!(head.into_service_error().is_not_found());
    let get = test
        .client
        .get_object()
        .bucket("mail")
        .key("none")
        .send()
        .await
        .unwrap_err();
    assert!(get.into_service_error().is_no_such_key());
    let put = test
        .client
        .put_object()
        .bucket("nowhere")
        .key("a")
        .body(b"x".to_vec().into());
    assert_eq!(put.send().await.unwrap_err().code(), Some("NoSuchBucket"));
    let list = test
        .client
        .list_objects_v2()
        .bucket("nowhere")
        .send()
        .await
        .unwrap_err();
    assert!(list.into_service_error().is_no_such_bucket());
    let head = test
        .client
        .head_bucket()
        .bucket("nowhere")
        .send()
        .await
        .unwrap_err();
    assert!(head.into_service_error().is_not_found());
    test.client
        .head_bucket()
        .bucket("mail")
        .send()
        .await
        .unwrap();
    let again = test
        .client
        .create_bucket()
        .bucket("mail")
        .send()
        .await
        .unwrap_err();
    assert!(again.into_service_error().is_bucket_already_owned_by_you());
    test.client
        .create_bucket()
        .bucket("another")
        .send()
        .await
        .unwrap();
    test.client
        .delete_object()
        .bucket("mail")
        .key("none")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn listing_pages_and_rolls_up_folders() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    for at in 0..25 {
        test.objects
            .put("mail", &format!("raw/{at:02}"), b"x", "text/plain")
            .await
            .unwrap();
        test.objects
            .put(
                "mail",
                &format!("parts/m{}/{at}", at % 3),
                b"x",
                "text/plain",
            )
            .await
            .unwrap();
    }
    let list = test
        .client
        .list_objects_v2()
        .bucket("mail")
        .prefix("raw/")
        .max_keys(10);
    let mut pages = list.into_paginator().send();
    let mut seen: Vec<Vec<String>> = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.key_count, i32::try_from(page.contents().len()).ok());
        seen.push(
            page.contents
                .unwrap_or_default()
                .into_iter()
                .map(|it| it.key.unwrap())
                .collect(),
        );
    }
    let expected: Vec<String> = (0..25).map(|at| format!("raw/{at:02}")).collect();
    assert_eq!(
        seen,
        [
            expected[..10].to_vec(),
            expected[10..20].to_vec(),
            expected[20..].to_vec()
        ]
    );
    for (prefix, expected) in [
        ("", vec!["parts/", "raw/"]),
        ("parts/", vec!["parts/m0/", "parts/m1/", "parts/m2/"]),
    ] {
        let list = test
            .client
            .list_objects_v2()
            .bucket("mail")
            .delimiter("/")
            .prefix(prefix)
            .max_keys(1);
        let mut pages = list.into_paginator().send();
        let mut folders = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            assert!(page.contents().is_empty());
            folders.extend(
                page.common_prefixes
                    .unwrap()
                    .into_iter()
                    .map(|it| it.prefix.unwrap()),
            );
        }
        assert_eq!(folders, expected);
    }
}

#[tokio::test]
async fn a_wrong_signature_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    test.put("a", b"secret".to_vec()).await;
    let stranger = s3(&test.served.url(), "guessed");
    let refused = stranger
        .get_object()
        .bucket("mail")
        .key("a")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Some("SignatureDoesNotMatch"));
    let put = stranger
        .put_object()
        .bucket("mail")
        .key("a")
        .body(b"x".to_vec().into())
        .send()
        .await;
    assert_eq!(put.unwrap_err().code(), Some("SignatureDoesNotMatch"));
    let (head, _) = raw(&test, "GET", "/mail/a", b"").await;
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
    assert_eq!(test.get("a").await, b"secret");
}

/// One request as a browser sends it.
async fn raw(test: &TestObjects, method: &str, path: &str, body: &[u8]) -> (String, Vec<u8>) {
    let address = test.served.address;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    (
        String::from_utf8(answer[..end].to_vec()).unwrap(),
        answer[end + 4..].to_vec(),
    )
}

fn path(request: &PresignedRequest) -> String {
    let uri: http::Uri = request.uri().parse().unwrap();
    uri.path_and_query().unwrap().to_string()
}

fn minutes(count: u64) -> PresigningConfig {
    PresigningConfig::expires_in(Duration::from_secs(60 * count)).unwrap()
}

#[tokio::test]
async fn presigned_addresses_work_until_they_are_changed() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    let key = "uploads/a b+é.txt";
    let put = test
        .client
        .put_object()
        .bucket("mail")
        .key(key)
        .presigned(minutes(5))
        .await
        .unwrap();
    let (head, _) = raw(&test, "PUT", &path(&put), b"from a browser").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(test.get(key).await, b"from a browser");
    let get = test.client.get_object().bucket("mail").key(key);
    let get = get.response_content_disposition("attachment; filename=\"x.txt\"");
    let get = get
        .response_content_type("text/plain")
        .presigned(minutes(5))
        .await
        .unwrap();
    let (head, body) = raw(&test, "GET", &path(&get), b"").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(
        head.contains("content-disposition: attachment; filename=\"x.txt\""),
        "{head}"
    );
    assert!(head.contains("content-type: text/plain"), "{head}");
    assert_eq!(body, b"from a browser");
    let tampered = path(&get).replace("x.txt", "x.exe");
    let (head, _) = raw(&test, "GET", &tampered, b"").await;
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
    let (head, _) = raw(&test, "PUT", &path(&get), b"x").await;
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
}

#[tokio::test]
async fn an_expired_address_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let test = TestObjects::open(options(folder.path())).await;
    test.put("a", b"x".to_vec()).await;
    let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let expired = PresigningConfig::builder()
        .start_time(long_ago)
        .expires_in(Duration::from_secs(60));
    let get = test.client.get_object().bucket("mail").key("a");
    let get = get.presigned(expired.build().unwrap()).await.unwrap();
    let (head, _) = raw(&test, "GET", &path(&get), b"").await;
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
}
