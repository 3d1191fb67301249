//! A mail becomes a ticket that says what it is about, why, and who takes it; what people set stays.

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{Person, home, person};
use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, answer, now, place};

const REFUND: &str = "Guten Tag\r\n\r\nMein Jahresabo wurde gestern automatisch verlängert und abgebucht. \
     Das wollte ich nicht. Ich möchte bitte mein Geld zurück.\r\n\r\nFreundliche Grüsse\r\nAnn";

/// What triage found about a ticket's messages.
async fn judged(desk: &Desk, ticket: &Value) -> Vec<Value> {
    let found = desk.get(&format!("{}/triage", place(ticket))).await;
    found["items"].as_array().unwrap().clone()
}

fn tags(ticket: &Value) -> Vec<&str> {
    let tags = ticket["tags"].as_array().unwrap();
    tags.iter().map(|tag| tag.as_str().unwrap()).collect()
}

/// Puts people into the team of a key.
async fn staff(desk: &Desk, key: &str, people: &[&Person]) {
    let world = desk.stack.world(lambdesk_cloud::config::Role::Api).unwrap();
    let organisation = world.default_organisation().await.unwrap().id;
    let teams = world.store.teams(&organisation).await.unwrap();
    let team = teams.iter().find(|team| team.key == key).unwrap();
    for person in people {
        let mut agent = person.agent.clone();
        agent.teams = [team.id.clone()].into();
        let stored = world.store.change_agent(&person.agent, &agent).await;
        stored.unwrap();
    }
}

#[tokio::test]
async fn a_mail_becomes_a_judged_ticket_with_its_reasons() {
    let desk = Desk::start().await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let facts =
        ["category", "language", "assigned_team"].map(|field| ticket[field].as_str().unwrap());
    assert_eq!(facts, ["refund-request", "de", "finance"], "{ticket:#}");
    assert!(ticket["confidence"].as_f64().unwrap() >= 0.8, "{ticket:#}");
    assert!(
        tags(&ticket).contains(&"refund-request") && tags(&ticket).contains(&"high-confidence")
    );
    for field in ["suggested_reply", "next_action"] {
        assert!(!ticket[field].as_str().unwrap().is_empty(), "{field}");
    }
    let judged = judged(&desk, &ticket).await;
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0]["decided_by"], "rules");
    assert_eq!(judged[0]["rules"]["category"], "refund-request");
    assert!(!judged[0]["rules"]["why"].as_array().unwrap().is_empty());
    assert_eq!(judged[0]["model"], Value::Null);
    let events = desk.get(&format!("{}/events", place(&ticket))).await;
    let kinds: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].clone())
        .collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == "ticket.triaged")
            .count(),
        1,
        "{kinds:?}"
    );
}

#[tokio::test]
async fn sure_judgements_are_assigned_in_turn_and_others_need_a_person() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let (one, two) = (
        person(&desk, &home, Role::Agent).await,
        person(&desk, &home, Role::Agent).await,
    );
    staff(&desk, "finance", &[&one, &two]).await;
    for n in 0..4 {
        desk.receive(mail(
            &format!("{n}@example.com"),
            ANN,
            &format!("Rückerstattung {n}"),
            "",
            REFUND,
        ))
        .await;
    }
    let tickets = desk.tickets().await;
    let of = |who: &Person| {
        tickets
            .iter()
            .filter(|t| t["assignee"] == json!(who.agent.id))
            .count()
    };
    assert_eq!((of(&one), of(&two)), (2, 2));
    desk.receive(mail("x@example.com", ANN, "Hmm", "", "Hmm."))
        .await;
    let unsure = desk.tickets().await.remove(0);
    assert_eq!(unsure["assignee"], Value::Null, "{unsure:#}");
    assert!(tags(&unsure).contains(&"needs-triage"));
}

#[tokio::test]
async fn who_has_enough_tickets_gets_no_more() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let one = person(&desk, &home, Role::Agent).await;
    staff(&desk, "finance", &[&one]).await;
    let cap = json!({ "settings": { "triage": { "capacity": 1 } } });
    let set = desk
        .call(Method::PATCH, "/api/v1/organisation", Some(cap), &[])
        .await;
    assert_eq!(set.status, 200, "{}", set.body);
    for n in 0..2 {
        desk.receive(mail(
            &format!("{n}@example.com"),
            ANN,
            &format!("Rückerstattung {n}"),
            "",
            REFUND,
        ))
        .await;
    }
    let tickets = desk.tickets().await;
    let assigned: Vec<_> = tickets.iter().map(|t| t["assignee"].is_string()).collect();
    assert_eq!(assigned, [false, true], "newest first");
    let why = &judged(&desk, &tickets[0]).await[0]["assignment"];
    assert!(why.as_str().unwrap().contains("as many tickets"), "{why}");
}

#[tokio::test]
async fn what_a_person_set_before_triage_stays() {
    let desk = Desk::start().await;
    desk.stack.pump.pause().await;
    let new = json!({ "customer_name": "Ann Lee", "customer_email": "ann@example.com", "subject": "Rückerstattung", "message": REFUND });
    let ticket = desk.post("/api/v1/tickets", new).await;
    let change = json!({ "category": "other", "priority": "low" });
    let set = desk
        .call(
            Method::PATCH,
            &place(&ticket),
            Some(change),
            &[("if-match", "*")],
        )
        .await;
    assert_eq!(set.status, 200, "{}", set.body);
    desk.stack.pump.resume();
    desk.idle().await;
    let after = now(&desk, &ticket).await;
    assert_eq!(
        (&after["category"], &after["priority"]),
        (&json!("other"), &json!("low"))
    );
    assert_eq!(
        judged(&desk, &ticket).await[0]["rules"]["category"],
        "refund-request"
    );
}

#[tokio::test]
async fn a_later_answer_is_judged_for_itself_and_does_not_move_the_ticket() {
    let desk = Desk::start().await;
    desk.receive(mail("1@example.com", ANN, "Rückerstattung", "", REFUND))
        .await;
    let ticket = desk.the_ticket().await;
    let (_, raw) = answer(&desk, &ticket, "Wir kümmern uns darum.").await;
    let id = crate::flow_support::must(&raw, "Message-ID");
    let more = format!("In-Reply-To: {id}\r\n");
    let thanks = "Vielen herzlichen Dank, das ist super!";
    desk.receive(mail(
        "2@example.com",
        ANN,
        "Re: Rückerstattung",
        &more,
        thanks,
    ))
    .await;
    let after = now(&desk, &ticket).await;
    assert_eq!(
        (&after["category"], &after["assigned_team"]),
        (&json!("refund-request"), &json!("finance"))
    );
    assert_eq!(after["sentiment"], "positive");
    assert_eq!(judged(&desk, &ticket).await.len(), 2);
}

#[tokio::test]
async fn automatic_mail_is_not_judged() {
    let desk = Desk::start().await;
    let more = "Auto-Submitted: auto-replied\r\n";
    desk.receive(mail(
        "1@example.com",
        ANN,
        "Abwesend",
        more,
        "Ich bin im Urlaub.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["category"], Value::Null);
    assert!(judged(&desk, &ticket).await.is_empty());
}

#[tokio::test]
async fn own_categories_are_checked_and_used() {
    let desk = Desk::start().await;
    let change = |own: Value| json!({ "settings": { "triage": { "own": own } } });
    let patch = async |own: Value| {
        desk.call(
            Method::PATCH,
            "/api/v1/organisation",
            Some(change(own)),
            &[],
        )
        .await
    };
    let bad = patch(json!({ "categories": [], "fallback": "x" })).await;
    assert_eq!(bad.status, 422, "{}", bad.body);
    let own = json!({ "fallback": "rest", "categories": [
        { "key": "printers", "description": "Printers", "team": "print_shop", "terms": { "*": ["printer", "toner"] } },
        { "key": "rest", "description": "The rest", "team": "support" } ] });
    let set = patch(own).await;
    assert_eq!(set.status, 200, "{}", set.body);
    desk.receive(mail(
        "1@example.com",
        ANN,
        "Toner",
        "",
        "Our printer is out of toner.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(
        (&ticket["category"], &ticket["assigned_team"]),
        (&json!("printers"), &json!("print_shop"))
    );
    let back = patch(Value::Null).await;
    assert_eq!(back.body["settings"]["triage"]["own_categories"], false);
}

#[tokio::test]
async fn past_tickets_are_judged_again_and_nothing_changes() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let agent = person(&desk, &home, Role::Agent).await;
    for n in 0..3 {
        let id = format!("{n}@example.com");
        desk.receive(mail(&id, ANN, &format!("Rückerstattung {n}"), "", REFUND))
            .await;
    }
    let tickets = desk.tickets().await;
    let set = json!({ "category": "other" });
    let path = place(&tickets[0]);
    let version = tickets[0]["version"].as_u64().unwrap();
    let changed = agent
        .call_with(
            &desk,
            Method::PATCH,
            &path,
            Some(set),
            &[
                ("x-lambdesk-request", "1"),
                ("if-match", &format!("\"v{version}\"")),
            ],
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    crate::flow_support::close(&desk, &tickets[1]).await;
    let before = desk.tickets().await;
    let world = desk.stack.world(lambdesk_cloud::config::Role::Api).unwrap();
    let organisation = world.default_organisation().await.unwrap();
    let wanted = lambdesk_functions::backtest::Wanted {
        most: 100,
        taxonomy: organisation.settings.triage.taxonomy(),
        ask: 0,
    };
    let found = lambdesk_functions::backtest::run(&world, &organisation, &wanted)
        .await
        .unwrap();
    assert_eq!(
        (found.tickets, found.unsettled, found.report.cases),
        (3, 1, 2)
    );
    assert!(
        (found.report.accuracy - 0.5).abs() < 1e-9,
        "one was kept, one was corrected"
    );
    assert_eq!(desk.tickets().await, before);
}

/// Two kinds of mail; no rule knows that the first kind belongs to a category of the organisation's own.
fn settled_mails() -> Vec<(String, &'static str)> {
    let deliveries = [
        "The parcel has not arrived at our school yet",
        "The courier left the box at the wrong door",
        "Our shipment is missing two cartons",
        "Where is the van with our books?",
    ];
    let faults = [
        "The app crashes as soon as I open a lesson",
        "I cannot log in, the password is rejected",
        "The page stays white after the update",
        "The sound does not work in the player",
    ];
    let endings = [
        "Please help.",
        "This is urgent.",
        "Regards, Ann",
        "We need it on Monday.",
        "Can you check?",
        "It was fine last week.",
        "Sent from my phone",
        "My colleague says the same.",
        "Any news?",
        "Thank you.",
        "I wrote before.",
        "We have thirty pupils.",
        "Greetings from Basel",
    ];
    let mut mails = Vec::new();
    for ending in endings {
        for (delivery, fault) in deliveries.iter().zip(faults) {
            mails.push((format!("{delivery}. {ending}"), "zone-b"));
            mails.push((format!("{fault}. {ending}"), "bug-report"));
        }
    }
    mails
}

#[tokio::test]
async fn what_people_settled_is_learned_used_and_forgotten() {
    let clock = Clock::movable();
    let desk = Desk::start_with(|options| options.clock = clock.clone()).await;
    let home = home(&desk).await;
    let admin = person(&desk, &home, Role::Admin).await;
    let learned = "/api/v1/triage/learned";
    let call = |method: Method, body: Option<Value>| {
        admin.call_with(&desk, method, learned, body, &[("x-lambdesk-request", "1")])
    };
    let category = |key: &str, team: &str| json!({ "key": key, "description": key, "team": team, "terms": {} });
    let own = json!({ "categories": [category("bug-report", "tech"), category("zone-b", "logistics"),
        category("other", "support")], "fallback": "other" });
    let change = json!({ "settings": { "triage": { "own": own } } });
    let set = desk
        .call(Method::PATCH, "/api/v1/organisation", Some(change), &[])
        .await;
    assert_eq!(set.status, 200, "{}", set.body);

    let too_few = call(Method::POST, Some(json!({}))).await;
    assert_eq!(too_few.status, 409, "{}", too_few.body);
    assert!(too_few.body["detail"].as_str().unwrap().contains("too few"));
    assert_eq!(call(Method::GET, None).await.status, 404);

    for (at, (text, category)) in settled_mails().iter().enumerate() {
        let id = format!("{at}@example.com");
        desk.receive(mail(&id, ANN, &format!("Case {at}"), "", text))
            .await;
        let newest = desk.get("/api/v1/tickets?order=created&limit=1").await;
        let ticket = newest["items"][0].clone();
        let changed = admin
            .call_with(
                &desk,
                Method::PATCH,
                &place(&ticket),
                Some(json!({ "category": category })),
                &[
                    ("x-lambdesk-request", "1"),
                    ("if-match", &format!("\"v{}\"", ticket["version"])),
                ],
            )
            .await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        crate::flow_support::close(&desk, &changed.body).await;
    }
    let trained = call(Method::POST, Some(json!({}))).await;
    assert_eq!(trained.status, 200, "{}", trained.body);
    let accuracy = |who: &str| trained.body[who]["accuracy"].as_f64().unwrap();
    assert!(accuracy("learned") > accuracy("rules"), "{}", trained.body);
    assert_eq!(trained.body["trained_on"], 104);
    assert_eq!(call(Method::GET, None).await.body["trained_on"], 104);

    clock.advance(SignedDuration::from_secs(31));
    desk.receive(mail(
        "new@example.com",
        ANN,
        "Delivery",
        "",
        "Hello, the parcels with our books never arrived.",
    ))
    .await;
    let ticket = desk.tickets().await[0].clone();
    assert_eq!(ticket["category"], "zone-b", "{ticket:#}");
    let found = &judged(&desk, &ticket).await[0];
    assert_eq!(found["decided_by"], "learned");
    assert_eq!(found["learned"]["why"][0]["rule"], "zone-b.learned");

    assert_eq!(call(Method::DELETE, None).await.status, 204);
    assert_eq!(call(Method::GET, None).await.status, 404);
    clock.advance(SignedDuration::from_secs(31));
    desk.receive(mail(
        "last@example.com",
        ANN,
        "Fault",
        "",
        "The export does not work, I see an error.",
    ))
    .await;
    let ticket = desk.tickets().await[0].clone();
    assert_eq!(judged(&desk, &ticket).await[0]["decided_by"], "rules");
}
