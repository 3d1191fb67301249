//! What holds for any mail.

use proptest::prelude::*;

use super::*;

#[test]
fn placement_does_not_depend_on_the_order_of_headers() {
    let headers = [
        "From: Ann <ann@example.com>",
        "To: support@demo.test",
        "Subject: Re: Printer is on fire",
        "Message-ID: <new@example.com>",
        "In-Reply-To: <old-2@example.com>",
        "References: <old-1@example.com>\r\n <old-3@example.com>",
    ];
    let world = World::new();
    for turn in 0..headers.len() {
        let mut turned = headers;
        turned.rotate_left(turn);
        for headers in [turned.to_vec(), turned.iter().rev().copied().collect()] {
            let raw = format!("{}\r\n\r\nhello\r\n", headers.join("\r\n"));
            let mail = crate::mail::read(raw.as_bytes(), &crate::mail::Context::stranger());
            assert_eq!(
                world.place_mail(&mail, &who(ANN)),
                join(2, MatchedBy::InReplyTo),
                "{raw}"
            );
        }
    }
}

fn any_mail() -> impl Strategy<Value = Mail> {
    let id = || {
        prop::sample::select(vec![
            "old-1@example.com",
            "old-2@example.com",
            "old-3@example.com",
            "x@y.test",
            "",
            "<",
        ])
    };
    (
        prop::collection::vec(id(), 0..4),
        prop::collection::vec(id(), 0..6),
        prop::option::of(id()),
    )
        .prop_map(|(in_reply_to, references, message_id)| Mail {
            message_id: message_id.map(str::to_owned),
            ..reply(&in_reply_to, &references)
        })
}

proptest! {
    #[test]
    fn a_stranger_never_joins_without_a_signed_address(mail in any_mail(), thread: bool, number: bool) {
        let mut world = World::new();
        world.found.thread = thread.then(|| ticket_id(1));
        world.found.number = number.then(|| ticket_id(2));
        let placement = world.place_mail(&mail, &who(EVE));
        let alone = matches!(placement, Placement::Linked { .. } | Placement::New);
        prop_assert!(alone, "{placement:?}");
    }

    #[test]
    fn the_tickets_to_load_are_enough(mail in any_mail()) {
        let mut world = World::new();
        let clues = clues(&mail, &[], &signer());
        let before = world.place(&clues, &who(ANN));
        let needed = clues.tickets(&world.found);
        world.found.tickets.retain(|id, _| needed.contains(id));
        prop_assert_eq!(world.place(&clues, &who(ANN)), before);
        let keys = clues.keys("hash-of-new");
        world.found.ids = std::mem::take(&mut world.found.ids).into_iter().filter(|(k, _)| keys.contains(k)).collect::<HashMap<_, _>>();
        prop_assert_eq!(world.place(&clues, &who(ANN)), world.place(&clues, &who(ANN)));
    }
}
