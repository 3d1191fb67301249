//! Who makes vectors, and how they stand.

use jiff::SignedDuration;
use lambdesk_domain::model::fallback::Fallback;

use super::*;
use crate::store::VectorsState;

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

fn state(revision: &str) -> VectorsState {
    VectorsState {
        name: "model a".to_owned(),
        revision: Some(revision.to_owned()),
        have: 3,
        of: 4,
        failed: Some(Fallback::OverBudget),
        tried_at: Some(at(1_000)),
    }
}

#[tokio::test]
async fn one_function_at_a_time_makes_vectors_and_one_that_died_is_followed() {
    let Desk { store, org, .. } = desk().await;
    assert_eq!(store.vectors(&org).await.unwrap(), None);
    let begin = async |now| store.begin_vectors(&org, now, MINUTE).await.unwrap();
    let first = begin(at(1_000)).await.unwrap();
    assert_eq!(begin(at(1_030)).await, None);
    let other = OrganisationId::new(1, [9; 10]);
    let theirs = store.begin_vectors(&other, at(1_030), MINUTE);
    assert!(theirs.await.unwrap().is_some());
    // Before the first try has ended, nothing is known.
    assert_eq!(
        store.vectors(&org).await.unwrap(),
        Some(VectorsState::default())
    );
    let second = begin(at(1_060)).await.unwrap();
    let late = store.end_vectors(&org, first, &state("1")).await.unwrap();
    assert!(!late, "another one has taken over");
    assert!(store.end_vectors(&org, second, &state("2")).await.unwrap());
    assert_eq!(store.vectors(&org).await.unwrap(), Some(state("2")));
    assert!(begin(at(1_061)).await.is_some(), "the turn was given back");
}
