//! What the rules about threads promise.

mod any_order;
mod closed;
mod identity;

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::*;
use crate::mail::{Bounce, Forwarded, Mail};
use crate::people::Settings;
use crate::reply_address::Signer;
use crate::samples::{day, message_id, ticket, ticket_id};
use crate::status::Status;

const ANN: &str = "ann@example.com";
const EVE: &str = "eve@example.org";

fn signer() -> Signer {
    Signer::new(b"a secret of at least thirty-two bytes", "in.example.com")
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn reply(in_reply_to: &[&str], references: &[&str]) -> Mail {
    Mail {
        subject: Some("Re: Printer is on fire".into()),
        message_id: Some("new@example.com".into()),
        in_reply_to: ids(in_reply_to),
        references: ids(references),
        ..Mail::default()
    }
}

fn record(kind: IdKind, n: u8) -> IdRecord {
    let message = (kind != IdKind::Awaited).then(|| message_id(n));
    IdRecord {
        kind,
        ticket: ticket_id(n),
        message,
        content_hash: Some("hash-of-old".into()),
    }
}

/// A world in which ticket `n` has the id `old-n@example.com`, for 1, 2 and 3.
struct World {
    found: Found,
    settings: Settings,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let ids = (1..=3)
            .map(|n| (format!("old-{n}@example.com"), record(IdKind::Seen, n)))
            .collect();
        let tickets = (1..=3).map(|n| (ticket_id(n), ticket(n))).collect();
        let found = Found {
            ids,
            tickets,
            ..Found::default()
        };
        Self {
            found,
            settings: Settings::default(),
            now: day(1),
        }
    }

    fn ticket(&mut self, n: u8) -> &mut Ticket {
        self.found.tickets.get_mut(&ticket_id(n)).unwrap()
    }

    fn close(&mut self, n: u8) {
        let ticket = self.ticket(n);
        ticket.status = Status::Closed;
        ticket.closed_at = Some(day(0));
    }

    fn place(&self, clues: &Clues, who: &Who) -> Placement {
        let participants: BTreeSet<String> = who.on_mail.iter().map(|e| (*e).to_owned()).collect();
        let newcomer = Newcomer {
            sender: who.sender,
            participants: &participants,
            colleague: who.colleague,
            automatic: who.automatic,
            subject: who.subject,
            content_hash: "hash-of-new",
        };
        place(clues, &self.found, &newcomer, &self.settings, self.now)
    }

    fn place_mail(&self, mail: &Mail, who: &Who) -> Placement {
        self.place(&clues(mail, &[], &signer()), who)
    }
}

#[derive(Clone)]
struct Who {
    sender: &'static str,
    on_mail: Vec<&'static str>,
    colleague: bool,
    automatic: bool,
    subject: &'static str,
}

fn who(sender: &'static str) -> Who {
    Who {
        sender,
        on_mail: vec![sender],
        colleague: false,
        automatic: false,
        subject: "AW: printer is on FIRE",
    }
}

fn colleague() -> Who {
    Who {
        colleague: true,
        ..who("mira@demo.test")
    }
}

fn daemon() -> Who {
    Who {
        automatic: true,
        ..who("mailer-daemon@example.net")
    }
}

fn join(n: u8, rule: MatchedBy) -> Placement {
    Placement::Join {
        ticket: ticket_id(n),
        rule,
    }
}

#[test]
fn ids_of_ses_count_by_their_local_part() {
    let cases = [
        ("<0102-0@eu-west-1.amazonses.com>", "ses:0102-0"),
        ("0102-0@email.amazonses.com", "ses:0102-0"),
        ("0102-0@AMAZONSES.com", "ses:0102-0"),
        ("0102-0@notamazonses.com", "0102-0@notamazonses.com"),
        (" <Case@Kept.example.com> ", "Case@Kept.example.com"),
        ("no-domain", "no-domain"),
        ("", ""),
    ];
    for (id, key) in cases {
        assert_eq!(id_key(id), key, "{id}");
    }
}

#[test]
fn clues_come_in_reply_to_first_then_references_newest_first() {
    let found = clues(
        &reply(
            &["c@x.test"],
            &["a@x.test", "b@x.test", "c@x.test", "new@example.com"],
        ),
        &[],
        &signer(),
    );
    let want = [
        ("c@x.test", MatchedBy::InReplyTo),
        ("b@x.test", MatchedBy::References),
        ("a@x.test", MatchedBy::References),
    ];
    assert_eq!(found.ids, want.map(|(id, rule)| (id.to_owned(), rule)));
    assert_eq!(found.own_id.as_deref(), Some("new@example.com"));
    let many: Vec<String> = (0..100).map(|i| format!("{i}@x.test")).collect();
    let many = clues(
        &Mail {
            references: many,
            ..Mail::default()
        },
        &[],
        &signer(),
    );
    assert_eq!(
        (many.ids.len(), many.ids[0].0.as_str()),
        (MAX_IDS, "99@x.test")
    );
}

#[test]
fn only_addresses_choose_the_organisation() {
    let anchor = signer().anchor("other1", &ticket_id(1), &message_id(1));
    let mail = reply(&[&anchor], &[]);
    assert_eq!(clues(&mail, &[], &signer()).slug, None);
    let address = signer().reply_address("demo01", &ticket_id(2));
    let found = clues(&mail, &["support@demo.test".into(), address], &signer());
    assert_eq!(found.slug.as_deref(), Some("demo01"));
    assert_eq!(
        found.direct,
        [
            (ticket_id(2), MatchedBy::ReplyAddress),
            (ticket_id(1), MatchedBy::OwnAnchor)
        ]
    );
}

#[test]
fn forged_tokens_are_no_clue() {
    let forger = Signer::new(b"guessed", "in.example.com");
    let address = forger.reply_address("demo01", &ticket_id(1));
    let anchor = forger.anchor("demo01", &ticket_id(1), &message_id(1));
    let found = clues(&reply(&[&anchor], &[]), &[address], &signer());
    assert!(found.direct.is_empty() && found.slug.is_none());
    assert_eq!(World::new().place(&found, &who(ANN)), Placement::New);
}

#[test]
fn the_order_of_rules_holds() {
    let signer = signer();
    let mut world = World::new();
    world.found.thread = Some(ticket_id(2));
    world.found.number = Some(ticket_id(3));
    let anchor = signer.anchor("demo01", &ticket_id(3), &message_id(3));
    let address = signer.reply_address("demo01", &ticket_id(1));
    let at_all = reply(&["old-2@example.com"], &[&anchor, "old-3@example.com"]);
    let cases = [
        (
            clues(&at_all, &[address], &signer),
            join(1, MatchedBy::ReplyAddress),
        ),
        (clues(&at_all, &[], &signer), join(2, MatchedBy::InReplyTo)),
        (
            clues(
                &reply(&["gone@x.test"], &["old-2@example.com", &anchor]),
                &[],
                &signer,
            ),
            join(3, MatchedBy::OwnAnchor),
        ),
        (
            clues(&reply(&[&anchor], &["old-2@example.com"]), &[], &signer),
            join(3, MatchedBy::OwnAnchor),
        ),
        (
            clues(
                &reply(&[], &["old-1@example.com", "old-2@example.com"]),
                &[],
                &signer,
            ),
            join(2, MatchedBy::References),
        ),
        (
            clues(&reply(&[], &["gone@x.test"]), &[], &signer),
            join(2, MatchedBy::ThreadIndex),
        ),
    ];
    for (n, (clues, placement)) in cases.iter().enumerate() {
        assert_eq!(world.place(clues, &who(ANN)), *placement, "case {n}");
    }
    world.found.thread = None;
    assert_eq!(
        world.place_mail(&reply(&[], &[]), &who(ANN)),
        join(3, MatchedBy::SubjectNumber)
    );
    world.found.number = None;
    assert_eq!(
        world.place_mail(&reply(&[], &[]), &who(ANN)),
        Placement::New
    );
}

#[test]
fn an_id_lets_in_who_took_part_colleagues_and_reports() {
    let world = World::new();
    let by_id = reply(&["old-1@example.com"], &[]);
    let joined = join(1, MatchedBy::InReplyTo);
    let linked = Placement::Linked {
        to: ticket_id(1),
        rule: MatchedBy::InReplyTo,
    };
    let cases = [
        (who(ANN), joined.clone()),
        (who("Ann@Example.COM"), joined.clone()),
        (who(EVE), linked.clone()),
        (who(""), linked),
        (colleague(), joined.clone()),
        (daemon(), joined),
    ];
    for (who, placement) in cases {
        assert_eq!(world.place_mail(&by_id, &who), placement, "{}", who.sender);
    }
    let anchor = signer().anchor("demo01", &ticket_id(1), &message_id(1));
    let linked = Placement::Linked {
        to: ticket_id(1),
        rule: MatchedBy::OwnAnchor,
    };
    assert_eq!(world.place_mail(&reply(&[], &[&anchor]), &who(EVE)), linked);
    let address = signer().reply_address("demo01", &ticket_id(1));
    let given = clues(&reply(&[], &[]), &[address], &signer());
    assert_eq!(
        world.place(&given, &who(EVE)),
        join(1, MatchedBy::ReplyAddress)
    );
}

#[test]
fn a_clue_that_does_not_let_in_leaves_the_next_one_its_turn() {
    let mut world = World::new();
    world.ticket(2).participants.insert(EVE.into());
    let mail = reply(&["old-1@example.com"], &["old-2@example.com"]);
    assert_eq!(
        world.place_mail(&mail, &who(EVE)),
        join(2, MatchedBy::References)
    );
}

#[test]
fn tickets_that_were_not_found_are_ignored() {
    let mut world = World::new();
    world.found.tickets.remove(&ticket_id(1));
    let address = signer().reply_address("demo01", &ticket_id(1));
    let anchor = signer().anchor("demo01", &ticket_id(1), &message_id(1));
    let found = clues(
        &reply(&["old-1@example.com", &anchor], &[]),
        &[address],
        &signer(),
    );
    assert_eq!(found.tickets(&world.found), [ticket_id(1)]);
    assert_eq!(world.place(&found, &who(ANN)), Placement::New);
}

#[test]
fn a_record_under_our_own_id_does_not_draw_answers_away() {
    let anchor = signer().anchor("demo01", &ticket_id(1), &message_id(1));
    let mut world = World::new();
    world
        .found
        .ids
        .insert(anchor.clone(), record(IdKind::Seen, 2));
    assert_eq!(
        world.place_mail(&reply(&[], &[&anchor]), &who(ANN)),
        join(1, MatchedBy::OwnAnchor)
    );
}

#[test]
fn exchange_root_counts_for_same_person_same_subject_young_ticket() {
    let mut world = World::new();
    world.found.thread = Some(ticket_id(1));
    let joined = join(1, MatchedBy::ThreadIndex);
    let mail = reply(&[], &[]);
    assert_eq!(world.place_mail(&mail, &who(ANN)), joined);
    assert_eq!(world.place_mail(&mail, &who(EVE)), Placement::New);
    assert_eq!(
        world.place_mail(
            &mail,
            &Who {
                subject: "Invoice",
                ..who(ANN)
            }
        ),
        Placement::New
    );
    assert_eq!(world.place_mail(&mail, &colleague()), Placement::New);
    assert_eq!(
        world.place_mail(
            &mail,
            &Who {
                on_mail: vec![ANN],
                ..colleague()
            }
        ),
        joined
    );
    assert_eq!(world.place_mail(&mail, &daemon()), Placement::New);
    world.now = day(30);
    assert_eq!(world.place_mail(&mail, &who(ANN)), joined);
    world.now = day(31);
    assert_eq!(world.place_mail(&mail, &who(ANN)), Placement::New);
}

#[test]
fn exchange_root_is_the_first_22_bytes() {
    let read = |bytes: Vec<u8>| {
        clues(
            &Mail {
                thread_index: Some(bytes),
                ..Mail::default()
            },
            &[],
            &signer(),
        )
        .thread_root
    };
    assert_eq!(read(vec![1; 21]), None);
    assert_eq!(read(vec![1; 22]), Some("01".repeat(22)));
    assert_eq!(read(vec![255; 27]), Some("ff".repeat(22)));
}

#[test]
fn number_in_the_subject_counts_for_the_same_person() {
    let mut world = World::new();
    world.found.number = Some(ticket_id(2));
    let mail = Mail {
        subject: Some("[#2] new matter".into()),
        ..Mail::default()
    };
    assert_eq!(clues(&mail, &[], &signer()).subject_number, Some(2));
    assert_eq!(
        world.place_mail(&mail, &who(ANN)),
        join(2, MatchedBy::SubjectNumber)
    );
    assert_eq!(world.place_mail(&mail, &who(EVE)), Placement::New);
    assert_eq!(world.place_mail(&mail, &daemon()), Placement::New);
}

#[test]
fn held_back_tickets_are_joined_too() {
    let mut world = World::new();
    world.ticket(1).quarantine = Some("spam".into());
    assert_eq!(
        world.place_mail(&reply(&["old-1@example.com"], &[]), &who(ANN)),
        join(1, MatchedBy::InReplyTo)
    );
}

#[test]
fn awaited_mail_joins_who_waits_under_the_same_guards() {
    let mut world = World::new();
    world
        .found
        .ids
        .insert("new@example.com".into(), record(IdKind::Awaited, 1));
    let parent = reply(&[], &[]);
    assert_eq!(
        world.place_mail(&parent, &who(ANN)),
        join(1, MatchedBy::AwaitedParent)
    );
    let linked = Placement::Linked {
        to: ticket_id(1),
        rule: MatchedBy::AwaitedParent,
    };
    assert_eq!(world.place_mail(&parent, &who(EVE)), linked);
    assert_eq!(
        world.place_mail(&parent, &colleague()),
        join(1, MatchedBy::AwaitedParent)
    );
    let child_of_known = reply(&["old-2@example.com"], &[]);
    assert_eq!(
        world.place_mail(&child_of_known, &who(ANN)),
        join(2, MatchedBy::InReplyTo)
    );
    let sibling = Mail {
        message_id: Some("sibling@example.com".into()),
        ..reply(&["new@example.com"], &[])
    };
    assert_eq!(
        world.place_mail(&sibling, &who(ANN)),
        join(1, MatchedBy::InReplyTo)
    );
}
