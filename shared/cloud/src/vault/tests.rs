//! The vault against a KMS of a script and one that really encrypts.
//!
//! Invariant: nothing here leaves the machine.

use std::sync::Arc;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::wire::{Answer, Wire, settings};

const KEY: &str = "arn:aws:kms:eu-central-1:000000000000:key/test";
const TEXT: &str = "sk-private-0123456789";

fn org(n: u8) -> OrganisationId {
    OrganisationId::new(1, [n; 10])
}

fn vault(endpoint: &str, clock: Clock) -> Vault {
    let mut aws = settings(endpoint);
    aws.kms_endpoint = Some(endpoint.to_owned());
    Vault::new(&aws, KEY, clock, Entropy::seeded(3))
}

fn fixed() -> Clock {
    Clock::fixed(Timestamp::from_second(1_700_000_000).unwrap())
}

/// A KMS that keeps data keys with the context they were made for, and refuses another one.
async fn kms() -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut text = Vec::new();
                let mut buffer = [0; 4_096];
                while let Ok(n @ 1..) = stream.read(&mut buffer).await {
                    text.extend_from_slice(&buffer[..n]);
                    let whole = String::from_utf8_lossy(&text).into_owned();
                    let Some((_, body)) = whole.split_once("\r\n\r\n") else {
                        continue;
                    };
                    let Ok(body) = serde_json::from_str::<Value>(body) else {
                        continue;
                    };
                    text.clear();
                    let (status, answer) = answer(&body);
                    kept.lock().unwrap().push(body);
                    let head = format!(
                        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n{answer}",
                        answer.len()
                    );
                    stream.write_all(head.as_bytes()).await.unwrap();
                }
            });
        }
    });
    (endpoint, seen)
}

/// The encrypted data key is the context itself, so that one made for another context is told apart.
fn answer(body: &Value) -> (u16, String) {
    let context = body["EncryptionContext"].to_string();
    let plain = STANDARD.encode(sha256_hex(&context).as_bytes().first_chunk::<32>().unwrap());
    let blob = STANDARD.encode(&context);
    if body["KeySpec"] == "AES_256" {
        let said = serde_json::json!({"CiphertextBlob": blob, "Plaintext": plain, "KeyId": KEY});
        return (200, said.to_string());
    }
    if body["CiphertextBlob"] == blob.as_str() {
        return (
            200,
            serde_json::json!({"Plaintext": plain, "KeyId": KEY}).to_string(),
        );
    }
    (
        400,
        r#"{"__type":"com.amazonaws.kms#InvalidCiphertextException","message":null}"#.to_owned(),
    )
}

#[tokio::test]
async fn what_was_sealed_opens_for_the_same_organisation_and_name_only() {
    let (endpoint, _) = kms().await;
    let vault = vault(&endpoint, fixed());
    let secret = Secret::new(TEXT);
    let sealed = vault
        .seal(&org(1), SecretName::Model, &secret)
        .await
        .unwrap();
    let stored = serde_json::to_string(&sealed).unwrap();
    assert!(!stored.contains(TEXT), "{stored}");
    let opened = vault
        .open(&org(1), SecretName::Model, &sealed)
        .await
        .unwrap();
    assert_eq!(opened.reveal(), TEXT);
    for (organisation, name) in [(org(2), SecretName::Model), (org(1), SecretName::Sentry)] {
        let error = vault.open(&organisation, name, &sealed).await.unwrap_err();
        assert_eq!(error.kind, Kind::Broken);
        assert!(error.to_string().contains("set it again"), "{error}");
    }
}

#[tokio::test]
async fn a_changed_seal_does_not_open() {
    let (endpoint, _) = kms().await;
    let vault = vault(&endpoint, fixed());
    let secret = Secret::new(TEXT);
    let sealed = vault
        .seal(&org(1), SecretName::Model, &secret)
        .await
        .unwrap();
    let flipped = |text: &str| {
        let mut bytes = STANDARD.decode(text).unwrap();
        bytes[0] ^= 1;
        STANDARD.encode(bytes)
    };
    let other = vault
        .seal(&org(1), SecretName::Model, &secret)
        .await
        .unwrap();
    assert_ne!(
        sealed.text, other.text,
        "the same text is sealed differently each time"
    );
    let changed = [
        Sealed {
            text: flipped(&sealed.text),
            ..sealed.clone()
        },
        Sealed {
            nonce: flipped(&sealed.nonce),
            ..sealed.clone()
        },
        Sealed {
            data_key: flipped(&sealed.data_key),
            ..sealed.clone()
        },
        Sealed {
            nonce: String::new(),
            ..sealed.clone()
        },
        Sealed {
            text: "not base64!".to_owned(),
            ..sealed.clone()
        },
        Sealed {
            text: other.text,
            ..sealed
        },
    ];
    for sealed in changed {
        let error = vault
            .open(&org(1), SecretName::Model, &sealed)
            .await
            .unwrap_err();
        assert_eq!(error.kind, Kind::Broken, "{sealed:?}");
    }
}

#[tokio::test]
async fn a_data_key_is_asked_for_once_in_five_minutes() {
    let (endpoint, seen) = kms().await;
    let clock = Clock::movable();
    let vault = vault(&endpoint, clock.clone());
    let sealed = vault
        .seal(&org(1), SecretName::Model, &Secret::new(TEXT))
        .await
        .unwrap();
    for _ in 0..3 {
        vault
            .open(&org(1), SecretName::Model, &sealed)
            .await
            .unwrap();
    }
    assert_eq!(seen.lock().unwrap().len(), 2, "one to seal, one to open");
    clock.advance(SignedDuration::from_mins(6));
    vault
        .open(&org(1), SecretName::Model, &sealed)
        .await
        .unwrap();
    assert_eq!(seen.lock().unwrap().len(), 3);
    let calls = format!("{:?}", seen.lock().unwrap());
    assert!(!calls.contains(TEXT), "KMS never sees the secret: {calls}");
}

#[tokio::test]
async fn requests_are_signed_and_passing_failures_tried_again() {
    let throttled = || Answer::Says(400, r#"{"__type":"ThrottlingException"}"#.to_owned());
    let plain = STANDARD.encode([7; 32]);
    let said = format!(r#"{{"CiphertextBlob":"YQ==","Plaintext":"{plain}","KeyId":"k"}}"#);
    let wire = Wire::serve([throttled(), Answer::HangsUp, Answer::Says(200, said)]).await;
    let vault = vault(&wire.endpoint, fixed());
    vault
        .seal(&org(1), SecretName::Model, &Secret::new(TEXT))
        .await
        .unwrap();
    let seen = wire.seen();
    assert_eq!(seen.len(), 3);
    for part in [
        "x-amz-target: TrentService.GenerateDataKey",
        "AWS4-HMAC-SHA256",
        "/kms/aws4_request",
    ] {
        assert!(seen[0].contains(part), "{part} in {}", seen[0]);
    }
}

#[tokio::test]
async fn refusals_are_told_apart_and_quote_nothing() {
    let cases = [
        (
            400,
            r#"{"__type":"AccessDeniedException","message":"User: arn:..."}"#,
            Kind::Denied,
        ),
        (400, r#"{"__type":"NotFoundException"}"#, Kind::Denied),
        (400, r#"{"__type":"ValidationException"}"#, Kind::Broken),
        (200, "no json", Kind::Broken),
        (
            200,
            r#"{"CiphertextBlob":"YQ==","Plaintext":"c2hvcnQ="}"#,
            Kind::Broken,
        ),
    ];
    for (status, body, kind) in cases {
        let wire = Wire::serve([Answer::Says(status, body.to_owned())]).await;
        let vault = vault(&wire.endpoint, fixed());
        let error = vault
            .seal(&org(1), SecretName::Model, &Secret::new(TEXT))
            .await
            .unwrap_err();
        assert_eq!(error.kind, kind, "{body}");
        let shown = crate::error::chain(&error);
        assert!(!shown.contains("arn:") && !shown.contains(TEXT), "{shown}");
    }
}
