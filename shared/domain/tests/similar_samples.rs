//! How often the past ticket most like a new one is about the same thing, on our own labelled messages.
//!
//! Invariant: each message is looked up among all others; what is of no use to an agent lowers the figure.

#[cfg(test)]
mod samples {
    use std::collections::BTreeSet;

    use lambdesk_domain::ids::TicketId;
    use lambdesk_domain::knowledge::similar::{PastTicket, PastTickets};

    /// What the API asks for: share of the telling words, and tickets shown.
    const WANTED: (f32, usize) = (0.25, 5);

    struct Sample {
        ticket: PastTicket,
        categories: BTreeSet<String>,
    }

    fn samples() -> Vec<Sample> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/triage");
        let codes = ["de", "en", "es", "fr", "it", "nl", "pt", "sv"];
        let files =
            codes.map(|code| std::fs::read_to_string(format!("{folder}/{code}.jsonl")).unwrap());
        let lines = files.iter().flat_map(|file| file.lines());
        let read = |(at, line): (i64, &str)| {
            let sample: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| sample[name].as_str().unwrap_or_default().to_owned();
            let keys = sample["categories"].as_array().unwrap().iter();
            Sample {
                ticket: PastTicket {
                    id: TicketId::new(at, [0; 10]),
                    subject: text("subject"),
                    text: text("text"),
                    language: text("language"),
                },
                categories: keys.map(|key| key.as_str().unwrap().to_owned()).collect(),
            }
        };
        (1..).zip(lines).map(read).collect()
    }

    #[test]
    fn the_ticket_most_like_a_new_one_is_mostly_about_the_same_thing() {
        let samples = samples();
        let tickets: Vec<PastTicket> = samples.iter().map(|s| s.ticket.clone()).collect();
        let past = PastTickets::build(&tickets);
        let (mut found, mut first, mut any) = (0, 0, 0);
        for sample in &samples {
            let like = past.like(&sample.ticket, WANTED.0, WANTED.1);
            let same = |id: &TicketId| {
                let other = samples.iter().find(|other| other.ticket.id == *id).unwrap();
                !other.categories.is_disjoint(&sample.categories)
            };
            found += usize::from(!like.is_empty());
            first += usize::from(like.first().is_some_and(|one| same(&one.id)));
            any += usize::from(like.iter().any(|one| same(&one.id)));
        }
        let said = format!(
            "{found} of {} find one, {first} the same first, {any} among five",
            samples.len()
        );
        // They were written to differ, so this is less than real tickets find.
        assert!(found * 10 >= samples.len() * 7, "{said}");
        assert!(first * 10 >= found * 6, "{said}");
        assert!(any * 100 >= found * 85, "{said}");
    }
}
