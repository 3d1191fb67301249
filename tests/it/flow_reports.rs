//! Mail that machines write, mail of colleagues, and mail that is held back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::new_ticket;
use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, answer, begun, close, message, must, now, parked, place};

/// A report that a mail of ours came back, as a receiving server writes it.
fn report(id: &str, of: &str, status: &str) -> String {
    let action = if status.starts_with('5') {
        "failed"
    } else {
        "delayed"
    };
    format!(
        "From: Mail Delivery System <mailer-daemon@mx.example.com>\r\nTo: support@demo.test\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <{id}>\r\nAuto-Submitted: auto-replied\r\n\
         Date: Fri, 20 Nov 2026 09:05:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"cut\"\r\n\r\n\
         --cut\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n\
         --cut\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example.com\r\n\r\n\
         Final-Recipient: rfc822; ann@example.com\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} no such user\r\n\r\n\
         --cut\r\nContent-Type: text/rfc822-headers\r\n\r\n\
         From: Demo <support@demo.test>\r\nTo: ann@example.com\r\nSubject: Re: Cannot log in\r\n\
         Message-ID: {of}\r\n\r\n--cut--\r\n"
    )
}

#[tokio::test]
async fn a_bounce_is_filed_with_the_message_it_speaks_of_and_gives_the_ticket_back() {
    let desk = Desk::start().await;
    let (ticket, sent, raw) = begun(&desk).await;
    assert_eq!(now(&desk, &ticket).await["status"], "waiting_on_customer");
    let bounce = report("dsn@mx.example.com", &must(&raw, "Message-ID"), "5.1.1");
    for _ in 0..2 {
        desk.receive(&bounce).await;
    }
    assert_eq!(desk.tickets().await.len(), 1);
    let after = message(&desk, &ticket, &sent).await;
    assert_eq!(after["delivery"]["state"], "bounced");
    assert!(
        after["delivery"]["reason"]
            .as_str()
            .unwrap()
            .contains("5.1.1")
    );
    assert_eq!(after["delivery"]["can_resend"], true);
    assert_eq!(now(&desk, &ticket).await["status"], "open");
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[2]["automatic"], "bounce");
    let events = desk.get(&format!("{}/events", place(&ticket))).await;
    let told = events["items"].as_array().unwrap().iter();
    assert_eq!(
        told.filter(|e| e["kind"] == "message.undelivered").count(),
        1
    );
    assert_eq!(desk.sent().len(), 1, "nobody answers a bounce");
}

#[tokio::test]
async fn a_delay_told_by_mail_changes_nothing_but_is_kept() {
    let desk = Desk::start().await;
    let (ticket, sent, raw) = begun(&desk).await;
    let late = report("dsn@mx.example.com", &must(&raw, "Message-ID"), "4.4.1");
    desk.receive(late).await;
    assert_eq!(desk.messages(&desk.the_ticket().await).await.len(), 3);
    let state = message(&desk, &ticket, &sent).await["delivery"]["state"].clone();
    assert_eq!(state, "delivered", "a delay does not undo a delivery");
    assert_eq!(now(&desk, &ticket).await["status"], "waiting_on_customer");
}

#[tokio::test]
async fn an_absence_note_never_opens_a_ticket_again() {
    let desk = Desk::start().await;
    let (ticket, _, raw) = begun(&desk).await;
    let id = must(&raw, "Message-ID");
    let away = |name: &str, more: &str| {
        let more = format!("In-Reply-To: {id}\r\n{more}");
        mail(
            name,
            ANN,
            "Automatic reply: Cannot log in",
            &more,
            "I am away.",
        )
    };
    desk.receive(away("one@example.com", "Auto-Submitted: auto-replied\r\n"))
        .await;
    assert_eq!(now(&desk, &ticket).await["status"], "waiting_on_customer");
    close(&desk, &ticket).await;
    desk.receive(away(
        "two@example.com",
        "X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n",
    ))
    .await;
    let after = now(&desk, &ticket).await;
    assert_eq!(
        (&after["status"], &after["message_count"]),
        (&json!("closed"), &json!(4))
    );
    assert_eq!(desk.tickets().await.len(), 1);
    assert_eq!(desk.sent().len(), 1);
}

#[tokio::test]
async fn an_automatic_answer_of_the_other_side_ends_the_exchange() {
    let desk = Desk::start().await;
    desk.receive(mail(
        "a@example.com",
        "ooto@simulator.test",
        "Hello",
        "",
        "A question.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    answer(&desk, &ticket, "An answer.").await;
    crate::flow_support::until("the absence note is here", async || {
        desk.idle().await;
        desk.messages(&ticket).await.len() == 3
    })
    .await;
    let messages = desk.messages(&ticket).await;
    assert!(messages[2]["automatic"].is_string());
    assert_eq!(now(&desk, &ticket).await["status"], "waiting_on_customer");
    assert_eq!(desk.sent().len(), 1);
}

#[tokio::test]
async fn a_colleague_who_answers_in_outlook_writes_an_agents_message() {
    let desk = Desk::start().await;
    desk.receive(mail("first@example.com", ANN, "Cannot log in", "", "Help."))
        .await;
    let more = "Bcc: support@demo.test\r\nIn-Reply-To: <first@example.com>\r\n";
    let answer = mail(
        "outlook@demo.test",
        "Support <support@demo.test>",
        "AW: Cannot log in",
        more,
        "Use the new link.",
    );
    let answer = answer.replace("To: support@demo.test", "To: Ann Lee <ann@example.com>");
    desk.receive(answer).await;
    let ticket = desk.the_ticket().await;
    assert_eq!(ticket["status"], "waiting_on_customer");
    assert!(ticket["first_response_at"].is_string());
    let messages = desk.messages(&ticket).await;
    assert_eq!(
        (&messages[1]["author"], &messages[1]["visibility"]),
        (&json!("agent"), &json!("public"))
    );
    // The customer answers the colleague's mail, which never passed through us on its way out.
    let more = "In-Reply-To: <outlook@demo.test>\r\n";
    desk.receive(mail(
        "third@example.com",
        ANN,
        "Re: AW: Cannot log in",
        more,
        "It works.",
    ))
    .await;
    assert_eq!(now(&desk, &ticket).await["status"], "open");
    assert_eq!(desk.messages(&ticket).await.len(), 3);
    assert!(
        desk.sent().is_empty(),
        "what Outlook sent is not sent again"
    );
}

#[tokio::test]
async fn a_ticket_says_how_far_its_sender_is_known_and_so_does_each_mail() {
    let desk = Desk::start().await;
    let cases = [
        ("", "verified"),
        ("X-Local-Dmarc: FAIL\r\n", "failed"),
        ("X-Local-Dmarc: GRAY\r\n", "unverified"),
    ];
    for (n, (headers, trust)) in cases.into_iter().enumerate() {
        let id = format!("trust{n}@example.com");
        desk.receive(mail(&id, ANN, "Who am I", headers, "Guess."))
            .await;
        let ticket = desk.tickets().await.remove(0);
        assert_eq!(ticket["sender_trust"], trust, "{headers}");
        let messages = desk.messages(&ticket).await;
        assert_eq!(messages[0]["sender"]["trust"], trust);
    }
    let created = desk
        .post("/api/v1/tickets", new_ticket("By a program"))
        .await;
    let ticket = desk.get(&place(&created)).await;
    assert_eq!(ticket["sender_trust"], Value::Null);
}

#[tokio::test]
async fn spam_is_held_back_until_an_agent_releases_it() {
    let desk = Desk::start().await;
    for verdict in ["X-Local-Spam: FAIL\r\n", "X-Local-Virus: FAIL\r\n"] {
        let id = format!("{}@example.com", verdict.len());
        desk.receive(mail(&id, "win@example.org", "You won", verdict, "Click."))
            .await;
    }
    assert!(desk.tickets().await.is_empty());
    assert!(
        desk.get("/api/v1/tickets?status=open").await["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    let held = desk.get("/api/v1/tickets?quarantined=true").await["items"].clone();
    assert_eq!(held.as_array().unwrap().len(), 2);
    let path = place(&held[0]);
    let reply = json!({ "text": "Hello" });
    let answer = desk
        .call(
            Method::POST,
            &format!("{path}/replies"),
            Some(reply.clone()),
            &[],
        )
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.body);
    desk.post(&format!("{path}/release"), json!({})).await;
    assert_eq!(desk.tickets().await.len(), 1);
    desk.post(&format!("{path}/replies"), reply).await;
    desk.idle().await;
    assert_eq!(desk.sent().len(), 1);
    assert!(parked(&desk).await.is_empty());
}
