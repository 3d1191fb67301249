//! Correcting who wrote a mail.

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::access::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour, place, refused, together};
use crate::desk::{Answer, Desk, mail};

/// A ticket with two mails of a wrong sender.
async fn misread(desk: &Desk) -> (Value, Vec<Value>) {
    let wrong = "Wrong <wrong@example.com>";
    desk.receive(mail("one@x.test", wrong, "Help", "", "Please help."))
        .await;
    let more = "In-Reply-To: <one@x.test>\r\n";
    desk.receive(mail(
        "two@x.test",
        wrong,
        "Re: Help",
        more,
        "Still waiting.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 2);
    (ticket, messages)
}

fn address(ticket: &Value, message: &Value) -> String {
    format!(
        "{}/messages/{}/sender",
        place(ticket),
        message["id"].as_str().unwrap()
    )
}

async fn correct(desk: &Desk, path: &str, body: Value, headers: &[(&str, &str)]) -> Answer {
    desk.call(Method::POST, path, Some(body), headers).await
}

/// Tickets in the list of the contact with an address.
async fn tickets_of(desk: &Desk, email: &str) -> usize {
    let found = desk.get(&format!("/api/v1/contacts?email={email}")).await;
    let Some(id) = found["items"][0]["id"].as_str() else {
        return 0;
    };
    let list = desk.get(&format!("/api/v1/tickets?contact={id}")).await;
    list["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_first_mail_takes_its_ticket_to_the_right_customer() {
    let desk = Desk::start().await;
    let (ticket, messages) = misread(&desk).await;
    assert_eq!(tickets_of(&desk, "wrong@example.com").await, 1);
    let path = address(&ticket, &messages[0]);
    let body = json!({ "name": "Ann Right", "email": "Ann@Example.com" });
    let done = correct(&desk, &path, body.clone(), &[]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(
        (&done.body["customer_email"], &done.body["customer_name"]),
        (&json!("ann@example.com"), &json!("Ann Right"))
    );
    assert_eq!(tickets_of(&desk, "wrong@example.com").await, 0);
    assert_eq!(tickets_of(&desk, "ann@example.com").await, 1);
    let after = desk.messages(&ticket).await;
    assert_eq!(
        (&after[0]["from"], &after[0]["contact"]),
        (
            &json!({ "name": "Ann Right", "email": "ann@example.com" }),
            &done.body["contact"]
        )
    );
    assert_eq!(after[1]["from"], messages[1]["from"], "each mail by itself");
    let events = desk.get(&format!("{}/events", place(&ticket))).await;
    let lines: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["kind"] == "message.sender_corrected")
        .collect();
    assert_eq!(lines.len(), 1);
    let (before, now) = (&lines[0]["before"], &lines[0]["after"]);
    assert_eq!(
        (
            &before["sender"]["email"],
            &now["sender"]["email"],
            &now["message"]
        ),
        (
            &json!("wrong@example.com"),
            &json!("ann@example.com"),
            &messages[0]["id"]
        )
    );
    assert_eq!(
        (&before["contact_email"], &now["contact_email"]),
        (&json!("wrong@example.com"), &json!("ann@example.com"))
    );
    let again = correct(&desk, &path, body, &[]).await;
    assert_eq!(
        again.body["version"], done.body["version"],
        "said twice is said once"
    );
}

#[tokio::test]
async fn a_later_mail_takes_only_itself() {
    let desk = Desk::start().await;
    let (ticket, messages) = misread(&desk).await;
    let path = address(&ticket, &messages[1]);
    let done = correct(&desk, &path, json!({ "email": "bob@example.com" }), &[]).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(done.body["customer_email"], "wrong@example.com");
    assert_eq!(tickets_of(&desk, "wrong@example.com").await, 1);
    let after = desk.messages(&ticket).await;
    assert_eq!(after[1]["from"]["email"], "bob@example.com");
    let recipients = desk.get(&format!("{}/recipients", place(&ticket))).await;
    assert_eq!(
        recipients["to"][0]["email"], "bob@example.com",
        "the answer goes there"
    );
}

#[tokio::test]
async fn the_wrong_address_is_no_way_in_any_more() {
    let desk = Desk::start().await;
    desk.receive(mail(
        "one@x.test",
        "wrong@example.com",
        "Help",
        "",
        "Please help.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    let messages = desk.messages(&ticket).await;
    let right = json!({ "email": "ann@example.com" });
    correct(&desk, &address(&ticket, &messages[0]), right, &[]).await;
    let world = desk.stack.world(Function::Api).unwrap();
    let id = ticket["id"].as_str().unwrap().parse().unwrap();
    let stored = world
        .store
        .ticket(&home(&desk).await, &id)
        .await
        .unwrap()
        .unwrap();
    let participants: Vec<_> = stored.participants.iter().map(String::as_str).collect();
    assert_eq!(participants, ["ann@example.com"]);
    let number = stored.number;
    let subject = format!("Re: Help [#{number}]");
    desk.receive(mail(
        "three@x.test",
        "wrong@example.com",
        &subject,
        "",
        "It was me.",
    ))
    .await;
    assert_eq!(desk.messages(&ticket).await.len(), 1);
    assert_eq!(desk.tickets().await.len(), 2);
}

#[tokio::test]
async fn what_cannot_be_corrected_is_refused_and_changes_nothing() {
    let desk = Desk::start().await;
    let (ticket, messages) = misread(&desk).await;
    let path = address(&ticket, &messages[0]);
    let good = json!({ "email": "ann@example.com" });
    for (body, status, code) in [
        (json!({ "email": "support@demo.test" }), 422, "invalid"),
        (json!({ "email": "support+tag@demo.test" }), 422, "invalid"),
        (json!({ "email": "nobody" }), 422, "invalid"),
        (json!({ "name": "Ann" }), 422, "invalid"),
        (
            json!({ "name": "A\nb", "email": "ann@example.com" }),
            422,
            "invalid",
        ),
        (
            json!({ "email": "ann@example.com", "tier": "vip" }),
            422,
            "invalid",
        ),
    ] {
        refused(&correct(&desk, &path, body, &[]).await, status, code);
    }
    let old = correct(&desk, &path, good.clone(), &[("if-match", "\"v1\"")]).await;
    refused(&old, 412, "version_mismatch");
    let note = desk
        .post(
            &format!("{}/notes", place(&ticket)),
            json!({ "text": "Who?" }),
        )
        .await;
    let of_note = address(&ticket, &note);
    refused(
        &correct(&desk, &of_note, good.clone(), &[]).await,
        409,
        "not_possible",
    );
    let nothing = json!({ "id": "msg_00000000000000000000000000" });
    let of_nothing = address(&ticket, &nothing);
    refused(
        &correct(&desk, &of_nothing, good.clone(), &[]).await,
        404,
        "not_found",
    );
    let foreign = neighbour(&desk).await;
    let theirs = key(&desk, &foreign, Scope::ALL).await;
    let foreign = correct(&desk, &path, good, &[("authorization", &theirs)]).await;
    refused(&foreign, 404, "not_found");
    assert_eq!(tickets_of(&desk, "wrong@example.com").await, 1);
    assert_eq!(tickets_of(&desk, "ann@example.com").await, 0);
    assert_eq!(desk.messages(&ticket).await[0]["from"], messages[0]["from"]);
}

#[tokio::test]
async fn corrections_at_once_leave_one_of_them_whole() {
    let desk = Desk::start().await;
    let (ticket, messages) = misread(&desk).await;
    let path = address(&ticket, &messages[0]);
    let version = desk.get(&place(&ticket)).await["version"].clone();
    let tag = format!("\"v{version}\"");
    let emails = ["a@example.com", "b@example.com"];
    let with_tag = [("if-match", tag.as_str())];
    let answers = together(
        emails
            .iter()
            .map(|email| correct(&desk, &path, json!({ "email": email }), &with_tag)),
    )
    .await;
    let mut codes: Vec<_> = answers.iter().map(|a| a.status.as_u16()).collect();
    codes.sort_unstable();
    assert_eq!(codes, [200, 412], "of two who saw the same, one is first");
    // Without a version everybody gets their turn; the same new contact is created once.
    let emails = ["c@example.com", "c@example.com", "d@example.com"];
    let answers = together(
        emails
            .iter()
            .map(|email| correct(&desk, &path, json!({ "email": email }), &[])),
    )
    .await;
    assert!(answers.iter().all(|a| a.status == 200), "{answers:?}");
    let after = desk.get(&place(&ticket)).await;
    let winner = after["customer_email"].as_str().unwrap();
    assert!(emails.contains(&winner), "{winner}");
    let first = &desk.messages(&ticket).await[0];
    assert_eq!(
        (&first["from"]["email"], &first["contact"]),
        (&after["customer_email"], &after["contact"])
    );
    for email in [
        "wrong@example.com",
        "a@example.com",
        "b@example.com",
        "c@example.com",
        "d@example.com",
    ] {
        let listed = usize::from(email == winner);
        assert_eq!(tickets_of(&desk, email).await, listed, "{email}");
    }
}
