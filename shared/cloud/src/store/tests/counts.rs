//! Counts of the queues.

use lambdesk_domain::delivery::DeliveryState;
use lambdesk_domain::ids::AgentId;
use lambdesk_domain::status::Status;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::decide::{DISAGREED, NEEDS_TRIAGE};

use super::super::counts::{ASIDE, Counted, Counts};
use super::super::lists::BUDGET;
use super::{desk, outgoing, ticket};

fn exactly(count: usize) -> Counted {
    Counted {
        count,
        capped: false,
    }
}

fn at_least(count: usize) -> Counted {
    Counted {
        count,
        capped: true,
    }
}

#[tokio::test]
async fn every_queue_counts_what_its_list_shows() {
    let desk = desk().await;
    let me = AgentId::new(1, [5; 10]);
    let nothing = desk.store.count_tickets(&desk.org, None, false).await;
    assert_eq!(nothing.unwrap(), Counts::default());
    let tickets = desk
        .tickets(60, |ticket| {
            ticket.status = Status::ALL[usize::try_from(ticket.number % 6).unwrap()];
            if ticket.number % 4 == 0 {
                ticket.assignee = Some(me.clone());
            }
            if ticket.number % 8 == 1 {
                ticket.assignee = Some(AgentId::new(1, [6; 10]));
            }
            if ticket.number % 7 == 0 {
                ticket.tags.insert(NEEDS_TRIAGE.to_owned());
            }
            if ticket.number % 9 == 0 {
                ticket.tags.insert(DISAGREED.to_owned());
            }
            if ticket.number % 10 == 0 {
                ticket.quarantine = Some("spam".to_owned());
            }
        })
        .await;
    let states = DeliveryState::ALL.iter().copied();
    for (n, state) in (1..).zip(states.clone().chain(states)) {
        let mut commit = desk.commit();
        let mut message = outgoing(&ticket(&desk.org, 1), n);
        message.delivery.as_mut().unwrap().state = state;
        commit.create_message(&message);
        desk.store.commit(commit).await.unwrap();
    }
    let counts = desk.store.count_tickets(&desk.org, Some(&me), true).await;
    let all = |pass: &dyn Fn(&Ticket) -> bool| {
        let free = tickets.iter().filter(|t| t.quarantine.is_none());
        exactly(free.filter(|t| t.status.is_active() && pass(t)).count())
    };
    let ours =
        |pass: &dyn Fn(&Ticket) -> bool| all(&|t| t.status != Status::WaitingOnCustomer && pass(t));
    let wanted = Counts {
        active: all(&|_| true),
        open: ours(&|_| true),
        mine: Some(ours(&|t| t.assignee.as_ref() == Some(&me))),
        unassigned: ours(&|t| t.assignee.is_none()),
        needs_triage: ours(&|t| t.tags.contains(NEEDS_TRIAGE)),
        disagreed: ours(&|t| t.tags.contains(DISAGREED)),
        waiting: all(&|t| t.status == Status::WaitingOnCustomer),
        quarantine: exactly(6),
        // Bounced, failed and uncertain, each twice.
        undelivered: Some(exactly(6)),
    };
    assert_eq!(counts.unwrap(), wanted);
    assert!(wanted.mine.unwrap().count > 0 && wanted.disagreed.count > 0);
}

#[tokio::test]
async fn a_count_that_stopped_at_its_bound_says_so() {
    let desk = desk().await;
    let all = BUDGET + ASIDE + 1;
    for chunk in (1..=all).collect::<Vec<_>>().chunks(33) {
        let mut commit = desk.commit();
        for n in chunk {
            let mut ticket = ticket(&desk.org, u64::try_from(*n).unwrap());
            if *n > BUDGET {
                ticket.quarantine = Some("spam".to_owned());
            } else if *n % 2 == 0 {
                ticket.status = Status::WaitingOnCustomer;
            }
            commit.create_ticket(&ticket);
        }
        desk.store.commit(commit).await.unwrap();
    }
    let count = async || {
        desk.store
            .count_tickets(&desk.org, None, true)
            .await
            .unwrap()
    };
    let exact = count().await;
    assert_eq!(
        (exact.active, exact.waiting, exact.quarantine),
        (exactly(BUDGET), exactly(BUDGET / 2), at_least(ASIDE))
    );
    let mut commit = desk.commit();
    commit.create_ticket(&ticket(&desk.org, 5_000));
    desk.store.commit(commit).await.unwrap();
    let capped = count().await;
    assert_eq!(
        (capped.active, capped.open, capped.undelivered),
        (at_least(BUDGET), at_least(BUDGET / 2), Some(exactly(0))),
        "the oldest, an open one, is beyond the bound"
    );
}
