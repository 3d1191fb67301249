//! Lists of tickets: indexes, filters, order, cursors.

use jiff::SignedDuration;
use lambdesk_domain::ids::{AgentId, OrganisationId};
use lambdesk_domain::status::{Priority, Status};

use super::super::{Assignee, Order, TicketFilter};
use super::{Desk, at, contact, desk, ticket};
use crate::Kind;

/// Numbers of all tickets of a list, walked page by page.
async fn walk(desk: &Desk, filter: &TicketFilter, order: Order, limit: usize) -> Vec<u64> {
    let (mut numbers, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = desk
            .store
            .list_tickets(&desk.org, filter, order, cursor.as_deref(), limit)
            .await
            .unwrap();
        assert!(page.items.len() <= limit);
        numbers.extend(page.items.iter().map(|ticket| ticket.number));
        cursor = page.next;
        if cursor.is_none() {
            return numbers;
        }
    }
}

fn agent() -> AgentId {
    AgentId::new(1, [5; 10])
}

/// Thirty tickets: every third resolved, every fifth of an agent, every seventh held back.
async fn thirty() -> Desk {
    let desk = desk().await;
    desk.tickets(30, |ticket| {
        if ticket.number % 3 == 0 {
            ticket.status = Status::Resolved;
        }
        if ticket.number % 5 == 0 {
            ticket.assignee = Some(agent());
        }
        if ticket.number % 7 == 0 {
            ticket.quarantine = Some("spam".to_owned());
        }
        if ticket.number % 2 == 0 {
            ticket.priority = Priority::High;
            ticket.tags.insert("even".to_owned());
        }
    })
    .await;
    desk
}

fn numbers(pass: impl Fn(u64) -> bool) -> Vec<u64> {
    (1..=30).rev().filter(|n| pass(*n)).collect()
}

#[tokio::test]
async fn all_statuses_are_merged_by_last_change() {
    let desk = thirty().await;
    let all = numbers(|n| n % 7 != 0);
    for limit in [1, 4, 100] {
        assert_eq!(
            walk(&desk, &TicketFilter::default(), Order::Updated, limit).await,
            all
        );
    }
    assert_eq!(
        walk(&desk, &TicketFilter::default(), Order::Created, 4).await,
        all
    );
}

#[tokio::test]
async fn filters_hold_in_every_index() {
    let desk = thirty().await;
    let open = TicketFilter {
        status: vec![Status::Open],
        ..TicketFilter::default()
    };
    assert_eq!(
        walk(&desk, &open, Order::Updated, 7).await,
        numbers(|n| n % 7 != 0 && n % 3 != 0)
    );
    assert_eq!(
        walk(&desk, &open, Order::Created, 7).await,
        numbers(|n| n % 7 != 0 && n % 3 != 0)
    );

    let mine = TicketFilter {
        assignee: Some(Assignee::Agent(agent())),
        ..TicketFilter::default()
    };
    assert_eq!(
        walk(&desk, &mine, Order::Updated, 2).await,
        numbers(|n| n % 7 != 0 && n % 5 == 0)
    );
    let mine_open = TicketFilter {
        status: vec![Status::Open],
        ..mine
    };
    assert_eq!(
        walk(&desk, &mine_open, Order::Updated, 2).await,
        numbers(|n| n % 7 != 0 && n % 5 == 0 && n % 3 != 0)
    );
    let nobodys = TicketFilter {
        assignee: Some(Assignee::Nobody),
        ..TicketFilter::default()
    };
    assert_eq!(
        walk(&desk, &nobodys, Order::Updated, 9).await,
        numbers(|n| n % 7 != 0 && n % 5 != 0)
    );

    let even = TicketFilter {
        priority: Some(Priority::High),
        tag: Some("even".to_owned()),
        ..TicketFilter::default()
    };
    assert_eq!(
        walk(&desk, &even, Order::Updated, 3).await,
        numbers(|n| n % 7 != 0 && n % 2 == 0)
    );
    let held = TicketFilter {
        quarantined: true,
        ..TicketFilter::default()
    };
    assert_eq!(walk(&desk, &held, Order::Updated, 3).await, [28, 21, 14, 7]);
    assert_eq!(walk(&desk, &held, Order::Created, 3).await, [28, 21, 14, 7]);
}

#[tokio::test]
async fn words_are_found_in_subject_name_address_and_number() {
    let desk = thirty().await;
    let with = |q: &str| TicketFilter {
        q: Some(q.to_owned()),
        ..TicketFilter::default()
    };
    assert_eq!(
        walk(&desk, &with("QUESTION 13"), Order::Updated, 5).await,
        [13]
    );
    assert_eq!(
        walk(&desk, &with("Customer17@"), Order::Updated, 5).await,
        [17]
    );
    assert_eq!(
        walk(&desk, &with("customer 19"), Order::Updated, 5).await,
        [19]
    );
    assert_eq!(walk(&desk, &with("#22"), Order::Updated, 5).await, [22]);
    assert!(
        walk(&desk, &with("nothing like it"), Order::Updated, 5)
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn tickets_of_a_contact_come_in_order() {
    let desk = desk().await;
    let one = contact(&desk.org, 1).id;
    let tickets = desk
        .tickets(12, |ticket| {
            if ticket.number % 2 == 0 {
                ticket.contact = one.clone();
            }
        })
        .await;
    let mut second = tickets[1].clone();
    second.version = 2;
    second.updated_at = at(100);
    let mut commit = desk.commit();
    commit.update_ticket(&second);
    desk.store.commit(commit).await.unwrap();

    // Ticket 1 belongs to contact 1 as well.
    let filter = TicketFilter {
        contact: Some(one),
        ..TicketFilter::default()
    };
    for limit in [1, 3, 100] {
        assert_eq!(
            walk(&desk, &filter, Order::Updated, limit).await,
            [2, 12, 10, 8, 6, 4, 1]
        );
        assert_eq!(
            walk(&desk, &filter, Order::Created, limit).await,
            [12, 10, 8, 6, 4, 2, 1]
        );
    }
}

#[tokio::test]
async fn changed_ticket_moves_between_lists() {
    let desk = desk().await;
    let mut ticket = desk.tickets(3, |_| {}).await.remove(0);
    ticket.version = 2;
    ticket.updated_at = at(50);
    ticket.assignee = Some(agent());
    let mut commit = desk.commit();
    commit.update_ticket(&ticket);
    desk.store.commit(commit).await.unwrap();
    assert_eq!(
        walk(&desk, &TicketFilter::default(), Order::Updated, 10).await,
        [1, 3, 2]
    );
    let nobodys = TicketFilter {
        assignee: Some(Assignee::Nobody),
        ..TicketFilter::default()
    };
    assert_eq!(walk(&desk, &nobodys, Order::Updated, 10).await, [3, 2]);

    ticket.version = 3;
    ticket.quarantine = Some("spam".to_owned());
    let mut commit = desk.commit();
    commit.update_ticket(&ticket);
    desk.store.commit(commit).await.unwrap();
    assert_eq!(
        walk(&desk, &TicketFilter::default(), Order::Updated, 10).await,
        [3, 2]
    );
    let mine = TicketFilter {
        assignee: Some(Assignee::Agent(agent())),
        ..TicketFilter::default()
    };
    assert!(walk(&desk, &mine, Order::Updated, 10).await.is_empty());
}

#[tokio::test]
async fn cursors_do_not_fit_other_lists_organisations_or_days() {
    let desk = thirty().await;
    let open = TicketFilter {
        status: vec![Status::Open],
        ..TicketFilter::default()
    };
    let list = |org: OrganisationId, filter: TicketFilter, order, cursor: String| {
        let store = desk.store.clone();
        async move {
            store
                .list_tickets(&org, &filter, order, Some(&cursor), 3)
                .await
        }
    };
    let page = desk
        .store
        .list_tickets(&desk.org, &open, Order::Updated, None, 3)
        .await
        .unwrap();
    let cursor = page.next.unwrap();
    assert!(
        list(
            desk.org.clone(),
            open.clone(),
            Order::Updated,
            cursor.clone()
        )
        .await
        .is_ok()
    );

    let foreign = OrganisationId::new(1, [9; 10]);
    let mut changed = cursor.clone();
    changed.replace_range(0..1, if cursor.starts_with('A') { "B" } else { "A" });
    for refused in [
        list(foreign, open.clone(), Order::Updated, cursor.clone()).await,
        list(
            desk.org.clone(),
            TicketFilter::default(),
            Order::Updated,
            cursor.clone(),
        )
        .await,
        list(
            desk.org.clone(),
            open.clone(),
            Order::Created,
            cursor.clone(),
        )
        .await,
        list(desk.org.clone(), open.clone(), Order::Updated, changed).await,
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.kind, Kind::Invalid);
        assert_eq!(
            error.to_string(),
            "cursor is not valid for this list; start again without it"
        );
    }
    desk.clock.advance(SignedDuration::from_hours(25));
    assert!(
        list(desk.org.clone(), open, Order::Updated, cursor)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn search_stops_at_its_budget_says_so_and_goes_on() {
    let desk = desk().await;
    for chunk in (1..=1_150_u64).collect::<Vec<_>>().chunks(33) {
        let mut commit = desk.commit();
        for n in chunk {
            commit.create_ticket(&ticket(&desk.org, *n));
        }
        desk.store.commit(commit).await.unwrap();
    }
    let filter = TicketFilter {
        q: Some("question 7".to_owned()),
        ..TicketFilter::default()
    };
    let list = async |cursor: Option<&str>| {
        desk.store
            .list_tickets(&desk.org, &filter, Order::Updated, cursor, 100)
            .await
            .unwrap()
    };
    let rare = TicketFilter {
        q: Some("question 31".to_owned()),
        ..TicketFilter::default()
    };
    let first = desk
        .store
        .list_tickets(&desk.org, &rare, Order::Updated, None, 100)
        .await
        .unwrap();
    assert!(
        first.truncated && first.items.len() == 10,
        "{}",
        first.items.len()
    );
    let cursor = first.next.unwrap();
    let second = desk
        .store
        .list_tickets(&desk.org, &rare, Order::Updated, Some(&cursor), 100)
        .await
        .unwrap();
    let found: Vec<_> = second.items.iter().map(|ticket| ticket.number).collect();
    assert_eq!(
        (found, second.truncated, second.next),
        (vec![31], false, None)
    );

    let full = list(None).await;
    assert_eq!((full.items.len(), full.truncated), (100, false));
    let rest = list(full.next.as_deref()).await;
    assert_eq!(rest.items.len(), 11);
}

#[tokio::test]
async fn contacts_are_listed_newest_first() {
    let desk = desk().await;
    let mut commit = desk.commit();
    for n in 1..=5 {
        commit.create_contact(&contact(&desk.org, n));
    }
    desk.store.commit(commit).await.unwrap();
    let page = desk.store.list_contacts(&desk.org, None, 3).await.unwrap();
    let rest = desk
        .store
        .list_contacts(&desk.org, page.next.as_deref(), 3)
        .await
        .unwrap();
    let emails: Vec<_> = page
        .items
        .iter()
        .chain(&rest.items)
        .map(|c| c.email.clone())
        .collect();
    assert_eq!(emails, [5, 4, 3, 2, 1].map(|n| contact(&desk.org, n).email));
    assert_eq!(rest.next, None);
}

#[tokio::test]
async fn only_what_changed_since_a_moment_is_listed() {
    let desk = thirty().await;
    let since = |second: i64| Some(at(second));
    for (filter, wanted) in [
        (TicketFilter::default(), numbers(|n| n >= 12 && n % 7 != 0)),
        (
            TicketFilter {
                quarantined: true,
                ..TicketFilter::default()
            },
            numbers(|n| n >= 12 && n % 7 == 0),
        ),
        (
            TicketFilter {
                assignee: Some(Assignee::Agent(agent())),
                ..TicketFilter::default()
            },
            numbers(|n| n >= 12 && n % 7 != 0 && n % 5 == 0),
        ),
        (
            TicketFilter {
                contact: Some(contact(&desk.org, 12).id),
                ..TicketFilter::default()
            },
            vec![12],
        ),
        (
            TicketFilter {
                contact: Some(contact(&desk.org, 11).id),
                ..TicketFilter::default()
            },
            vec![],
        ),
    ] {
        let filter = TicketFilter {
            updated_since: since(12),
            ..filter
        };
        for limit in [1, 3, 100] {
            let found = walk(&desk, &filter, Order::Updated, limit).await;
            assert_eq!(found, wanted, "{filter:?} by {limit}");
        }
    }
    let list = async |second: i64, order: Order, cursor: Option<&str>| {
        let filter = TicketFilter {
            updated_since: since(second),
            ..TicketFilter::default()
        };
        let page = desk
            .store
            .list_tickets(&desk.org, &filter, order, cursor, 2);
        page.await
    };
    let cursor = list(12, Order::Updated, None).await.unwrap().next.unwrap();
    assert!(list(12, Order::Updated, Some(&cursor)).await.is_ok());
    for (second, order, cursor) in [
        (13, Order::Updated, Some(cursor.as_str())),
        (12, Order::Created, None),
    ] {
        let refusal = list(second, order, cursor).await.unwrap_err();
        assert_eq!(refusal.kind, Kind::Invalid);
    }
    assert!(
        list(31, Order::Updated, None)
            .await
            .unwrap()
            .items
            .is_empty()
    );
}
