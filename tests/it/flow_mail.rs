//! Mail in, ticket, reply out, and back.

use serde_json::json;

use crate::desk::{Desk, header, mail};

#[tokio::test]
async fn a_mail_becomes_a_ticket_and_the_answer_comes_back_to_it() {
    let desk = Desk::start().await;
    desk.receive(mail(
        "first@example.com",
        "Ann Lee <ann@example.com>",
        "Cannot log in",
        "",
        "I cannot log in.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["subject"], "Cannot log in");
    assert_eq!(ticket["status"], "open");
    let id = ticket["id"].as_str().unwrap();

    desk.post(
        &format!("/api/v1/tickets/{id}/replies"),
        json!({ "text": "Please try again." }),
    )
    .await;
    desk.idle().await;
    let sent = desk.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let reply = &sent[0];
    assert_eq!(
        header(reply, "In-Reply-To").as_deref(),
        Some("<first@example.com>")
    );
    assert!(
        header(reply, "References")
            .unwrap()
            .contains("<first@example.com>")
    );
    assert!(header(reply, "Reply-To").unwrap().contains("reply+"));
    assert!(header(reply, "To").unwrap().contains("ann@example.com"));
    assert!(reply.contains("Please try again."));

    // The customer's mail program answers what it got, as SES changed it.
    let sent_id = header(reply, "Message-ID").unwrap();
    let references = format!("In-Reply-To: {sent_id}\r\nReferences: {sent_id}\r\n");
    desk.receive(mail(
        "second@example.com",
        "ann@example.com",
        "Re: Cannot log in",
        &references,
        "It works!",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["status"], "open");
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 3, "{messages:#?}");
    assert_eq!(messages[1]["delivery"]["state"], "delivered");
    assert_eq!(messages[2]["matched_by"], "in_reply_to");
}

#[tokio::test]
async fn the_same_mail_twice_is_one_message() {
    let desk = Desk::start().await;
    let raw = mail("same@example.com", "ann@example.com", "Hello", "", "Twice.");
    for _ in 0..3 {
        desk.take_in(&raw, "support@demo.test").await;
    }
    desk.idle().await;
    let ticket = desk.the_ticket().await;
    assert_eq!(desk.messages(&ticket).await.len(), 1);
}
