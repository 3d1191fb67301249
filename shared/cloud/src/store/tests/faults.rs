//! What the embedded table never does: conflicts in flight, throttling, answers in pieces.

use lambdesk_domain::ids::{OrganisationId, TicketId};
use serde_json::{Value, json};

use super::super::{Commit, CommitError, Part, Store};
use super::{at, ticket};
use crate::Kind;
use crate::aws::Aws;
use crate::config::Secret;
use crate::wire::{Answer, Wire, settings};

fn org() -> OrganisationId {
    OrganisationId::new(1, [1; 10])
}

async fn store(answers: Vec<Answer>) -> (Store, Wire) {
    let wire = Wire::serve(answers).await;
    let client = Aws::new(&settings(&wire.endpoint)).dynamodb();
    (Store::new(client, "desk", &Secret::default()), wire)
}

fn cancelled(codes: &[&str]) -> Answer {
    let reasons: Vec<_> = codes.iter().map(|code| json!({ "Code": code })).collect();
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled",
        "CancellationReasons": reasons,
    });
    Answer::Says(400, body.to_string())
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

async fn change(store: &Store) -> Result<(), CommitError> {
    let mut commit = Commit::new(&org(), at(1));
    commit.create_ticket(&ticket(&org(), 1));
    store.commit(commit).await
}

#[tokio::test]
async fn conflict_in_flight_is_tried_again_as_the_same_change() {
    let (store, wire) = store(vec![
        cancelled(&["TransactionConflict", "None", "None"]),
        cancelled(&["None", "ThrottlingError", "None"]),
        Answer::Says(200, "{}".to_owned()),
    ])
    .await;
    change(&store).await.unwrap();
    let seen: Vec<_> = wire.seen().iter().map(|request| body(request)).collect();
    assert_eq!(seen.len(), 3);
    let tokens: Vec<_> = seen
        .iter()
        .map(|request| &request["ClientRequestToken"])
        .collect();
    assert!(tokens[0].is_string() && tokens.iter().all(|token| *token == tokens[0]));
}

#[tokio::test]
async fn endless_conflict_ends_as_busy() {
    let answers = (0..20)
        .map(|_| cancelled(&["TransactionConflict"]))
        .collect();
    let (store, wire) = store(answers).await;
    let Err(CommitError::Other(error)) = change(&store).await else {
        panic!("must not succeed")
    };
    assert_eq!((error.kind, wire.seen().len()), (Kind::Busy, 8));
}

#[tokio::test]
async fn condition_that_does_not_hold_is_not_tried_again() {
    let (store, wire) = store(vec![cancelled(&[
        "None",
        "ConditionalCheckFailed",
        "TransactionConflict",
    ])])
    .await;
    let error = change(&store).await.unwrap_err();
    assert!(matches!(&error, CommitError::Refused(parts) if *parts == [Part::TicketNumber]));
    assert_eq!(wire.seen().len(), 1);
}

#[tokio::test]
async fn what_a_batch_leaves_out_is_asked_again() {
    let ids = [1, 2].map(|n| ticket(&org(), n).id);
    let key = |id: &TicketId| json!({ "PK": { "S": format!("O#{}#T#{id}", org()) }, "SK": { "S": "TICKET" } });
    let nothing = json!({
        "Responses": { "desk": [] },
        "UnprocessedKeys": { "desk": { "Keys": [key(&ids[1])], "ConsistentRead": true } },
    });
    let rest = json!({ "Responses": { "desk": [] }, "UnprocessedKeys": {} });
    let answers = [nothing, rest].map(|body| Answer::Says(200, body.to_string()));
    let (store, wire) = store(answers.into()).await;
    assert!(store.tickets_by_id(&org(), &ids).await.unwrap().is_empty());
    let seen: Vec<_> = wire.seen().iter().map(|request| body(request)).collect();
    let asked = |n: usize| {
        seen[n]["RequestItems"]["desk"]["Keys"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((seen.len(), asked(0), asked(1)), (2, 2, 1));
    assert_eq!(seen[1]["RequestItems"]["desk"]["Keys"][0], key(&ids[1]));
    assert_eq!(seen[0]["RequestItems"]["desk"]["ConsistentRead"], true);
}

#[tokio::test]
async fn lost_answers_and_refused_permissions_have_their_kind() {
    let denied = json!({ "__type": "AccessDeniedException", "Message": "not allowed" });
    let (store, _wire) = store(vec![Answer::Says(400, denied.to_string())]).await;
    let error = store
        .ticket(&org(), &ticket(&org(), 1).id)
        .await
        .unwrap_err();
    assert_eq!(error.kind, Kind::Denied);
    let (store, wire) = self::store((0..3).map(|_| Answer::HangsUp).collect()).await;
    let error = store
        .ticket(&org(), &ticket(&org(), 1).id)
        .await
        .unwrap_err();
    assert_eq!((error.kind, wire.seen().len()), (Kind::Busy, 3));
}
