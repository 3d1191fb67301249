use super::*;
use crate::aws::Aws;
use crate::config::{AwsSettings, Secret};

fn blobs() -> Blobs {
    let aws = Aws::new(&AwsSettings {
        region: "eu-central-1".to_owned(),
        access_key_id: "test".to_owned(),
        secret_access_key: Secret::new("test"),
        s3_endpoint: Some("http://127.0.0.1:9".to_owned()),
        ..AwsSettings::default()
    });
    Blobs::new(aws.s3(), "mail")
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
