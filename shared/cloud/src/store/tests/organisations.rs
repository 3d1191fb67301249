//! Organisations and their people.

use lambdesk_domain::ids::{AgentId, MailboxId, TeamId};
use lambdesk_domain::people::{Agent, Mailbox, Role, Team};

use super::super::AgentError;
use super::{desk, new_organisation};
use crate::Kind;

#[tokio::test]
async fn first_organisation_is_the_default_and_creating_it_again_changes_nothing() {
    let desk = desk().await;
    assert_eq!(desk.store.default_organisation().await.unwrap(), None);
    let (one, two) = (new_organisation(1), new_organisation(2));
    for new in [&one, &one, &two, &one] {
        desk.store.create_organisation(new).await.unwrap();
    }
    let default = desk.store.default_organisation().await.unwrap();
    assert_eq!(default.as_ref(), Some(&one.organisation));
    let by_slug = desk.store.organisation_by_slug("abcde2").await.unwrap();
    assert_eq!(by_slug.as_ref(), Some(&two.organisation));
    assert_eq!(
        desk.store.organisation_by_slug("zzzzzz").await.unwrap(),
        None
    );
    let mailboxes = desk.store.mailboxes(&one.organisation.id).await.unwrap();
    assert_eq!(mailboxes, [one.mailbox]);
    let agents = desk.store.agents(&two.organisation.id).await.unwrap();
    assert_eq!(agents, std::slice::from_ref(&two.owner));
    let logins = desk
        .store
        .agents_by_email("Owner@example.com")
        .await
        .unwrap();
    assert_eq!(
        logins,
        [
            (one.organisation.id, one.owner.id),
            (two.organisation.id, two.owner.id)
        ]
    );
}

#[tokio::test]
async fn taken_slug_or_address_is_refused_and_leaves_nothing() {
    let desk = desk().await;
    desk.store
        .create_organisation(&new_organisation(1))
        .await
        .unwrap();
    let mut slug = new_organisation(2);
    slug.organisation.slug = "abcde1".to_owned();
    let mut address = new_organisation(3);
    address.mailbox.address = "Help1@example.com".to_owned();
    for (new, text) in [
        (slug, "slug is taken"),
        (address, "mailbox address belongs"),
    ] {
        let error = desk.store.create_organisation(&new).await.unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(
            desk.store.organisation(&new.organisation.id).await.unwrap(),
            None
        );
    }
    let mut mixed = new_organisation(4);
    mixed.owner.organisation = new_organisation(1).organisation.id;
    assert_eq!(
        desk.store
            .create_organisation(&mixed)
            .await
            .unwrap_err()
            .kind,
        Kind::Invalid
    );
}

#[tokio::test]
async fn of_many_who_create_the_first_organisation_one_wins() {
    let desk = desk().await;
    let tries: Vec<_> = (1..=6)
        .map(|n| {
            let store = desk.store.clone();
            tokio::spawn(async move {
                store
                    .create_organisation(&new_organisation(n))
                    .await
                    .is_ok()
            })
        })
        .collect();
    let mut made = 0;
    for one in tries {
        made += usize::from(one.await.unwrap());
    }
    // Whoever came after the default was there made an ordinary one; nobody made a second default.
    assert!(made >= 1);
    assert!(desk.store.default_organisation().await.unwrap().is_some());
}

#[tokio::test]
async fn settings_are_saved_one_version_on() {
    let desk = desk().await;
    let new = new_organisation(1);
    desk.store.create_organisation(&new).await.unwrap();
    let mut changed = new.organisation.clone();
    changed.version = 2;
    changed.settings.signature = "Regards".to_owned();
    desk.store.save_organisation(&changed).await.unwrap();
    let stale = desk.store.save_organisation(&changed).await.unwrap_err();
    assert_eq!(stale.kind, Kind::Conflict);
    let mut other_slug = changed.clone();
    other_slug.version = 3;
    other_slug.slug = "zzzzzz".to_owned();
    assert_eq!(
        desk.store
            .save_organisation(&other_slug)
            .await
            .unwrap_err()
            .kind,
        Kind::Conflict
    );
    assert_eq!(
        desk.store.organisation(&changed.id).await.unwrap(),
        Some(changed)
    );
}

#[tokio::test]
async fn mailbox_moves_to_another_address_and_frees_the_old_one() {
    let desk = desk().await;
    let new = new_organisation(1);
    desk.store.create_organisation(&new).await.unwrap();
    let moved = Mailbox {
        address: "desk@example.com".to_owned(),
        ..new.mailbox.clone()
    };
    desk.store.put_mailbox(&moved).await.unwrap();
    let find = async |addresses: &[&str]| {
        let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
        desk.store.mailbox_by_address(&addresses).await.unwrap()
    };
    assert_eq!(find(&["help1@example.com"]).await, None);
    assert_eq!(
        find(&["x@example.com", "Desk@Example.com"]).await,
        Some(moved.clone())
    );

    let second = Mailbox {
        id: MailboxId::new(9, [9; 10]),
        ..new.mailbox
    };
    desk.store.put_mailbox(&second).await.unwrap();
    let taken = Mailbox {
        address: "desk@example.com".to_owned(),
        ..second.clone()
    };
    assert_eq!(
        desk.store.put_mailbox(&taken).await.unwrap_err().kind,
        Kind::Conflict
    );
    let both = ["help1@example.com", "desk@example.com"];
    assert_eq!(
        find(&both).await,
        Some(second),
        "the first address named wins"
    );
    desk.store
        .delete_mailbox(&moved.organisation, &moved.id)
        .await
        .unwrap();
    assert_eq!(find(&["desk@example.com"]).await, None);
    let gone = desk
        .store
        .delete_mailbox(&moved.organisation, &moved.id)
        .await
        .unwrap_err();
    assert_eq!(gone.kind, Kind::NotFound);
}

#[tokio::test]
async fn sign_in_address_belongs_to_one_agent_of_an_organisation() {
    let desk = desk().await;
    let new = new_organisation(1);
    desk.store.create_organisation(&new).await.unwrap();
    let second = Agent {
        id: AgentId::new(2, [2; 10]),
        email: "second@example.com".to_owned(),
        ..new.owner.clone()
    };
    desk.store.put_agent(&second).await.unwrap();
    let taken = Agent {
        email: "owner@example.com".to_owned(),
        ..second.clone()
    };
    let refusal = desk.store.change_agent(&second, &taken).await.unwrap_err();
    assert!(matches!(refusal, AgentError::Taken), "{refusal}");
    let moved = Agent {
        email: "moved@example.com".to_owned(),
        ..second.clone()
    };
    desk.store.change_agent(&second, &moved).await.unwrap();
    desk.store.change_agent(&moved, &moved).await.unwrap();
    let late = desk.store.change_agent(&second, &second).await.unwrap_err();
    assert!(matches!(late, AgentError::Changed), "{late}");
    assert!(
        desk.store
            .agents_by_email("second@example.com")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        desk.store
            .agents_by_email("moved@example.com")
            .await
            .unwrap()
            .len(),
        1
    );
    let stored = desk
        .store
        .agent(&moved.organisation, &moved.id)
        .await
        .unwrap();
    assert_eq!(stored, Some(moved));
}

#[tokio::test]
async fn the_last_active_owner_stays_whoever_changes_whom_at_once() {
    let desk = desk().await;
    let new = new_organisation(1);
    desk.store.create_organisation(&new).await.unwrap();
    let owner = |n: u8| Agent {
        id: AgentId::new(2, [n; 10]),
        email: format!("owner{n}@example.com"),
        ..new.owner.clone()
    };
    let owns = |agent: &Agent| agent.active && agent.role == Role::Owner;
    for round in 0..12 {
        let three: Vec<_> = (0..3).map(|n| owner(round * 3 + n + 10)).collect();
        for one in &three {
            desk.store.put_agent(one).await.unwrap();
        }
        // Everybody who owned the organisation before goes, at once and in different ways.
        let agents = desk.store.agents(&new.organisation.id).await.unwrap();
        let owners: Vec<_> = agents.into_iter().filter(owns).collect();
        let tries = owners.iter().cloned().map(|before| {
            let mut after = before.clone();
            if round % 2 == 0 {
                after.role = Role::Agent;
            } else {
                after.active = false;
            }
            let store = desk.store.clone();
            tokio::spawn(async move { store.change_agent(&before, &after).await })
        });
        let mut gone = 0;
        for one in tries.collect::<Vec<_>>() {
            match one.await.unwrap() {
                Ok(()) => gone += 1,
                Err(AgentError::Changed | AgentError::LastOwner) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let agents = desk.store.agents(&new.organisation.id).await.unwrap();
        let left = agents.iter().filter(|agent| owns(agent)).count();
        assert!(left >= 1, "round {round}");
        assert_eq!(left, owners.len() - gone, "round {round}");
        assert!(gone >= 1, "round {round}: somebody may go");
    }
    let agents = desk.store.agents(&new.organisation.id).await.unwrap();
    let mut owners: Vec<_> = agents.into_iter().filter(owns).collect();
    while let Some(before) = owners.pop() {
        let after = Agent {
            role: Role::Admin,
            ..before.clone()
        };
        match desk.store.change_agent(&before, &after).await {
            Ok(()) => assert!(!owners.is_empty()),
            Err(refusal) => {
                assert!(owners.is_empty() && matches!(refusal, AgentError::LastOwner));
            }
        }
    }
}

#[tokio::test]
async fn teams_are_listed() {
    let desk = desk().await;
    let team = Team {
        id: TeamId::new(1, [1; 10]),
        organisation: desk.org.clone(),
        key: "finance".to_owned(),
        name: "Finance".to_owned(),
    };
    desk.store.put_team(&team).await.unwrap();
    assert_eq!(desk.store.teams(&desk.org).await.unwrap(), [team]);
}
