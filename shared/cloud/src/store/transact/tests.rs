//! What a refused transaction says, and what is tried again.

use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use super::*;

fn cancelled(codes: &[&str]) -> SdkError<TransactWriteItemsError> {
    let reasons = codes
        .iter()
        .map(|code| {
            CancellationReason::builder()
                .code(*code)
                .message("size?")
                .build()
        })
        .collect();
    let cancelled = TransactionCanceledException::builder()
        .set_cancellation_reasons(Some(reasons))
        .build();
    SdkError::service_error(
        TransactWriteItemsError::TransactionCanceledException(cancelled),
        HttpResponse::new(StatusCode::try_from(400).unwrap(), SdkBody::empty()),
    )
}

#[test]
fn failed_conditions_decide_even_beside_a_conflict() {
    let codes = [
        "None",
        "ConditionalCheckFailed",
        "TransactionConflict",
        "ConditionalCheckFailed",
    ];
    match verdict("store", cancelled(&codes)) {
        Verdict::Refused(Refused::At(positions)) => assert_eq!(positions, [1, 3]),
        Verdict::Refused(_) | Verdict::Again(_) => panic!("must be refused by position"),
    }
}

#[test]
fn conflicts_and_throttling_are_tried_again() {
    for code in [
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
    ] {
        assert!(
            matches!(
                verdict("store", cancelled(&["None", code])),
                Verdict::Again(_)
            ),
            "{code}"
        );
    }
}

#[test]
fn too_large_and_wrong_items_are_not_tried_again() {
    for (code, kind) in [
        ("ValidationError", Kind::Full),
        ("ItemCollectionSizeLimitExceeded", Kind::Full),
    ] {
        match verdict("store", cancelled(&[code])) {
            Verdict::Refused(Refused::Other(error)) => assert_eq!(error.kind, kind),
            Verdict::Refused(_) | Verdict::Again(_) => panic!("{code} must not be tried again"),
        }
    }
}

#[test]
fn limits_are_checked_before_sending() {
    let delete = |n: usize| Action::Delete(Key::new(format!("{n}"), "x"), None);
    let many: Vec<_> = (0..101).map(delete).collect();
    assert_eq!(check("store", &many).unwrap_err().kind, Kind::Full);
    assert_eq!(check("store", &[]).unwrap_err().kind, Kind::Invalid);
    assert_eq!(
        check("store", &[delete(1), delete(1)]).unwrap_err().kind,
        Kind::Invalid
    );
    assert!(check("store", &[delete(1), delete(2)]).is_ok());
}
