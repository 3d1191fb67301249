//! Sessions, links, keys, repeated requests.

use std::collections::BTreeSet;

use lambdesk_domain::access::Scope;
use lambdesk_domain::ids::{AgentId, ApiKeyId, OrganisationId};
use lambdesk_domain::people::Role;

use super::super::{ApiKey, Begun, Link, Session, StoredResponse};
use super::{MINUTE, at, desk};
use crate::Kind;

fn agent() -> AgentId {
    AgentId::new(1, [5; 10])
}

#[tokio::test]
async fn session_ends_by_time_or_by_hand() {
    let desk = desk().await;
    let session = Session {
        hash: "a1".to_owned(),
        organisation: desk.org.clone(),
        agent: agent(),
        created_at: at(1),
        expires: at(100),
    };
    desk.store.put_session(&session).await.unwrap();
    assert_eq!(
        desk.store.session("a1", at(99)).await.unwrap(),
        Some(session)
    );
    assert_eq!(desk.store.session("a1", at(100)).await.unwrap(), None);
    assert_eq!(desk.store.session("other", at(1)).await.unwrap(), None);
    desk.store.delete_session("a1").await.unwrap();
    assert_eq!(desk.store.session("a1", at(99)).await.unwrap(), None);
    desk.store.delete_session("a1").await.unwrap();
}

#[tokio::test]
async fn link_is_given_out_once_however_many_ask() {
    let desk = desk().await;
    let link = Link {
        hash: "b2".to_owned(),
        organisation: desk.org.clone(),
        agent: agent(),
        expires: at(100),
    };
    desk.store.put_link(&link).await.unwrap();
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let store = desk.store.clone();
            tokio::spawn(async move { store.take_link("b2", at(50)).await.unwrap() })
        })
        .collect();
    let mut given = Vec::new();
    for one in asked {
        given.extend(one.await.unwrap());
    }
    assert_eq!(given, std::slice::from_ref(&link));

    desk.store.put_link(&link).await.unwrap();
    assert_eq!(
        desk.store.take_link("b2", at(100)).await.unwrap(),
        None,
        "too late"
    );
    assert_eq!(
        desk.store.take_link("b2", at(50)).await.unwrap(),
        None,
        "and gone"
    );
}

fn key(org: &OrganisationId, n: u8) -> ApiKey {
    ApiKey {
        id: ApiKeyId::new(i64::from(n), [n; 10]),
        organisation: org.clone(),
        name: format!("Key {n}"),
        secret_sha256: "00".repeat(32),
        role: Role::Machine,
        scopes: BTreeSet::from([Scope::TicketsRead, Scope::NotesWrite]),
        created_at: at(1),
        expires: Some(at(100)),
        revoked: None,
    }
}

#[tokio::test]
async fn keys_are_listed_by_organisation_and_revoked_for_good() {
    let desk = desk().await;
    let foreign = OrganisationId::new(1, [9; 10]);
    for (org, n) in [(&desk.org, 1), (&desk.org, 2), (&foreign, 3)] {
        desk.store.put_api_key(&key(org, n)).await.unwrap();
    }
    let twice = desk
        .store
        .put_api_key(&key(&desk.org, 1))
        .await
        .unwrap_err();
    assert_eq!(twice.kind, Kind::Conflict);
    let one = key(&desk.org, 1);
    let listed = desk.store.list_api_keys(&desk.org).await.unwrap();
    assert_eq!(listed, [one.clone(), key(&desk.org, 2)]);

    let theirs = desk
        .store
        .revoke_api_key(&foreign, &one.id, at(5))
        .await
        .unwrap_err();
    assert_eq!(theirs.kind, Kind::NotFound);
    desk.store
        .revoke_api_key(&desk.org, &one.id, at(5))
        .await
        .unwrap();
    let again = desk
        .store
        .revoke_api_key(&desk.org, &one.id, at(9))
        .await
        .unwrap();
    assert_eq!(again.revoked, Some(at(5)));
    let stored = desk.store.api_key(&one.id).await.unwrap().unwrap();
    assert!(one.is_valid(at(99)) && !one.is_valid(at(100)) && !stored.is_valid(at(6)));
}

#[tokio::test]
async fn request_is_worked_on_once_and_answered_again() {
    let desk = desk().await;
    let begin = |hash: &'static str, at| {
        let store = desk.store.clone();
        let org = desk.org.clone();
        async move {
            store
                .begin_request(&org, "agt_1", "key", hash, at)
                .await
                .unwrap()
        }
    };
    let racing: Vec<_> = (0..6)
        .map(|_| tokio::spawn(begin("hash", at(10))))
        .collect();
    let mut new = 0;
    for one in racing {
        match one.await.unwrap() {
            Begun::New => new += 1,
            other @ (Begun::Replay(_) | Begun::InProgress | Begun::Mismatch) => {
                assert_eq!(other, Begun::InProgress);
            }
        }
    }
    assert_eq!(new, 1);
    assert_eq!(begin("other", at(11)).await, Begun::Mismatch);
    let response = StoredResponse {
        status: 201,
        body: "{\"id\":1}".to_owned(),
    };
    desk.store
        .finish_request(&desk.org, "agt_1", "key", "hash", &response, at(12))
        .await
        .unwrap();
    assert_eq!(begin("hash", at(13)).await, Begun::Replay(response));
    assert_eq!(begin("other", at(13)).await, Begun::Mismatch);
    let stranger = desk
        .store
        .begin_request(&desk.org, "agt_2", "key", "hash", at(13))
        .await;
    assert_eq!(stranger.unwrap(), Begun::New);
    assert_eq!(
        begin("hash", at(12) + MINUTE * 24 * 60).await,
        Begun::New,
        "a day later"
    );
}

#[tokio::test]
async fn failed_or_lost_request_can_be_tried_again() {
    let desk = desk().await;
    let begin = async |at| {
        desk.store
            .begin_request(&desk.org, "a", "k", "h", at)
            .await
            .unwrap()
    };
    assert_eq!(begin(at(10)).await, Begun::New);
    desk.store
        .abandon_request(&desk.org, "a", "k")
        .await
        .unwrap();
    desk.store
        .abandon_request(&desk.org, "a", "k")
        .await
        .unwrap();
    assert_eq!(begin(at(11)).await, Begun::New);
    assert_eq!(begin(at(70)).await, Begun::InProgress);
    assert_eq!(begin(at(71)).await, Begun::New, "lost for a minute");
    let response = StoredResponse {
        status: 200,
        body: "x".repeat(300_001),
    };
    let finish = desk
        .store
        .finish_request(&desk.org, "a", "k", "h", &response, at(72))
        .await;
    assert_eq!(finish.unwrap_err().kind, Kind::Full);
    let response = StoredResponse {
        status: 200,
        body: "ok".to_owned(),
    };
    desk.store
        .finish_request(&desk.org, "a", "k", "h", &response, at(72))
        .await
        .unwrap();
    desk.store
        .abandon_request(&desk.org, "a", "k")
        .await
        .unwrap();
    assert_eq!(
        begin(at(73)).await,
        Begun::Replay(response),
        "an answer is not forgotten"
    );
}
