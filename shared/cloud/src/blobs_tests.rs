use super::*;
use crate::aws::Aws;
use crate::wire::{Answer, Wire, settings};

fn blobs() -> Blobs {
    Blobs::new(Aws::new(&settings("http://127.0.0.1:9")).s3(), "mail")
}

#[test]
fn only_harmless_files_are_shown() {
    for shown in [
        "image/png",
        "IMAGE/JPEG",
        "text/plain; charset=utf-8",
        "application/pdf",
    ] {
        assert!(disposition("a", shown).starts_with("inline; "), "{shown}");
    }
    for saved in [
        "text/html",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/xml",
        "",
        "x",
    ] {
        assert!(
            disposition("a", saved).starts_with("attachment; "),
            "{saved}"
        );
    }
}

#[test]
fn file_names_are_written_twice_and_cannot_leave_their_quotes() {
    assert_eq!(
        disposition("Übersicht 1.pdf", "application/zip"),
        "attachment; filename=\"_bersicht 1.pdf\"; filename*=UTF-8''%C3%9Cbersicht%201.pdf"
    );
    let hostile = disposition("a\"; x=\r\n../b", "application/zip");
    assert_eq!(
        hostile,
        "attachment; filename=\"a_; x=__.._b\"; filename*=UTF-8''a%22%3B%20x%3D__.._b"
    );
    assert!(disposition(" \t", "x/y").contains("filename=\"_\""));
    assert!(disposition("", "x/y").contains("filename=\"file\""));
}

#[test]
fn media_types_are_tokens_or_nothing() {
    assert_eq!(media_type("Text/HTML; charset=x"), "text/html");
    for wrong in ["", "text", "a/b/c", "a\r\nb/c", "text/h tml"] {
        assert_eq!(media_type(wrong), "application/octet-stream", "{wrong:?}");
    }
}

#[tokio::test]
async fn addresses_are_signed_and_expire() {
    let minute = Duration::from_secs(60);
    let get = blobs()
        .presign_get("parts/a", "a.txt", "text/html", minute)
        .await
        .unwrap();
    assert!(get.starts_with("http://127.0.0.1:9/mail/parts/a?"), "{get}");
    for part in [
        "X-Amz-Expires=60",
        "X-Amz-Signature=",
        "response-content-disposition=attachment",
    ] {
        assert!(get.contains(part), "{part} in {get}");
    }
    let put = blobs()
        .presign_put("uploads/a", "image/png", 12, minute)
        .await
        .unwrap();
    assert!(
        put.contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost"),
        "{put}"
    );
    assert!(!put.contains("checksum"), "{put}");
    let long = Duration::from_secs(8 * 24 * 3_600);
    assert_eq!(
        blobs()
            .presign_get("a", "a", "a/b", long)
            .await
            .unwrap_err()
            .kind,
        Kind::Invalid
    );
}

#[tokio::test]
async fn no_connection_is_busy() {
    assert_eq!(blobs().head("raw/a").await.unwrap_err().kind, Kind::Busy);
}

#[tokio::test]
async fn objects_are_read_up_to_a_limit_and_missing_ones_are_told_apart() {
    let missing = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
    let wire = Wire::serve([
        Answer::Says(200, "0123456789".to_owned()),
        Answer::Says(200, "0123456789".to_owned()),
        Answer::Says(404, missing.to_owned()),
        Answer::Says(404, String::new()),
        Answer::Says(200, String::new()),
    ])
    .await;
    let blobs = Blobs::new(Aws::new(&settings(&wire.endpoint)).s3(), "mail");
    assert_eq!(blobs.get("raw/a", 10).await.unwrap(), "0123456789");
    assert_eq!(blobs.get("raw/a", 9).await.unwrap_err().kind, Kind::Full);
    assert_eq!(
        blobs.get("raw/a", 9).await.unwrap_err().kind,
        Kind::NotFound
    );
    assert_eq!(blobs.head("raw/a").await.unwrap(), None);
    blobs
        .put("parts/ü", "text", "text/html; charset=x")
        .await
        .unwrap();
    let seen = wire.seen();
    let put = seen.last().unwrap();
    assert!(put.starts_with("PUT /mail/parts/%C3%BC"), "{put}");
    assert!(
        put.contains("content-type: text/html\r\n") && put.ends_with("text"),
        "{put}"
    );
}
