//! Kept answers, ledgers and budgets.

use lambdesk_domain::ids::{MessageId, TicketId};
use lambdesk_domain::model::budget::{Amount, Limits};
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::{Call, CallOutcome};
use lambdesk_domain::model::{Provider, Step};
use lambdesk_domain::task::MessageRef;

use super::*;
use crate::store::Part;
use crate::store::models::KeptAnswer;

fn amount(microusd: u64, tokens: u64) -> Amount {
    Amount { microusd, tokens }
}

fn limits(microusd: u64) -> Limits {
    Limits {
        microusd: Some(microusd),
        tokens: None,
    }
}

#[tokio::test]
async fn what_is_set_aside_counts_until_it_is_settled() {
    let Desk { store, org, .. } = desk().await;
    let now = at(1_000);
    let reserve = async |most, limits| store.reserve_budget(&org, most, limits, now).await;
    let first = reserve(amount(60, 10), limits(100)).await.unwrap().unwrap();
    assert!(
        reserve(amount(60, 10), limits(100))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        reserve(amount(101, 1), limits(100))
            .await
            .unwrap()
            .is_none()
    );
    store
        .settle_budget(&org, &first, amount(20, 5))
        .await
        .unwrap();
    assert!(
        reserve(amount(80, 10), limits(100))
            .await
            .unwrap()
            .is_some()
    );
    assert!(reserve(amount(1, 1), limits(100)).await.unwrap().is_none());
    let account = store.budget(&org, first.day).await.unwrap();
    assert_eq!(account.spent(), amount(20, 5));
    assert_eq!(account.reserved(), amount(80, 10));
    assert_eq!(account.questions, 2);
    // Another day and another organisation have budgets of their own.
    let tomorrow = now + SignedDuration::from_hours(24);
    let fresh = store.reserve_budget(&org, amount(100, 1), limits(100), tomorrow);
    assert!(fresh.await.unwrap().is_some());
    let other = OrganisationId::new(1, [9; 10]);
    let theirs = store.reserve_budget(&other, amount(100, 1), limits(100), now);
    assert!(theirs.await.unwrap().is_some());
}

#[tokio::test]
async fn tokens_bound_what_has_no_price_and_no_limit_is_none() {
    let Desk { store, org, .. } = desk().await;
    let tokens = Limits {
        microusd: None,
        tokens: Some(100),
    };
    let now = at(1_000);
    let one = store.reserve_budget(&org, amount(0, 100), tokens, now);
    assert!(one.await.unwrap().is_some());
    let two = store.reserve_budget(&org, amount(0, 1), tokens, now);
    assert!(two.await.unwrap().is_none());
    let huge = amount(1 << 60, 1 << 60);
    let free = store.reserve_budget(&org, huge, Limits::default(), now);
    assert!(free.await.unwrap().is_some());
}

#[tokio::test]
async fn many_at_once_never_pass_the_limit() {
    let Desk { store, org, .. } = desk().await;
    let tries = (0..20).map(|_| {
        let (store, org) = (store.clone(), org.clone());
        async move {
            let reserved = store.reserve_budget(&org, amount(10, 1), limits(75), at(1_000));
            reserved.await.unwrap().is_some()
        }
    });
    let granted = futures_util::future::join_all(tries).await;
    assert_eq!(granted.into_iter().filter(|given| *given).count(), 7);
}

fn call(n: u8, cost: u64) -> Call {
    Call {
        ticket: TicketId::new(1, [1; 10]),
        message: MessageId::new(1, [n; 10]),
        step: Step::Triage,
        at: at(i64::from(n)),
        provider: Provider::OpenAi,
        model: "gpt-5-mini".to_owned(),
        repair: false,
        usage: None,
        cost_microusd: Some(cost),
        price_version: "p".to_owned(),
        prompt_version: "t".to_owned(),
        request_hash: "h".to_owned(),
        latency_ms: 5,
        outcome: CallOutcome::Answered,
        status: Some(200),
        code: None,
    }
}

#[tokio::test]
async fn an_answer_is_kept_once_and_every_call_is_on_the_bill_once() {
    let desk = desk().await;
    let place = MessageRef {
        organisation: desk.org.clone(),
        ticket: TicketId::new(1, [1; 10]),
        message: MessageId::new(1, [1; 10]),
    };
    let kept = KeptAnswer {
        ranked: None,
        own: Vec::new(),
        place: place.clone(),
        provider: Provider::OpenAi,
        model: "gpt-5-mini".to_owned(),
        answer: Err(Fallback::Refused),
        passages: Vec::new(),
        at: desk.clock.now(),
    };
    assert_eq!(desk.store.kept_answer(&place).await.unwrap(), None);
    for (round, calls) in [[call(1, 3), call(1, 4)], [call(2, 5), call(2, 6)]]
        .iter()
        .enumerate()
    {
        let mut commit = desk.commit();
        commit.keep_answer(&kept).calls(calls);
        let stored = desk.store.commit(commit).await;
        assert_eq!(stored.is_ok(), round == 0);
        assert_eq!(
            stored.is_err_and(|error| error.refused(Part::ModelAnswer)),
            round == 1
        );
        // Whoever comes second still writes its bill, and may write it twice.
        for _ in 0..2 {
            let mut commit = desk.commit();
            commit.calls(calls);
            desk.store.commit(commit).await.unwrap();
        }
    }
    assert_eq!(desk.store.kept_answer(&place).await.unwrap(), Some(kept));
    let calls = desk
        .store
        .model_calls(&desk.org, &place.ticket)
        .await
        .unwrap();
    let costs: Vec<_> = calls.iter().filter_map(|call| call.cost_microusd).collect();
    assert_eq!(costs, [3, 4, 5, 6]);
    let other = OrganisationId::new(1, [9; 10]);
    assert!(
        desk.store
            .model_calls(&other, &place.ticket)
            .await
            .unwrap()
            .is_empty()
    );
}
