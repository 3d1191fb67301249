//! SES: what `SendRawEmail` takes, refuses and changes.
//!
//! Invariant: every case sends over the client the functions use, which never repeats a send.

use std::sync::Arc;

use aws_sdk_ses::error::ProvideErrorMetadata;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::RawMessage;
use lambdesk_cloud::mailer::{Mailer, Raw, SendFailure};
use serde_json::Value;

use super::cases;
use super::known::Peer;
use super::place::Place;
use crate::desk::header;

cases!(Mail:
    a_mail_is_accepted_and_can_be_looked_at,
    a_mail_goes_out_as_it_was_sent,
    every_mail_has_an_id_of_its_own,
    an_id_is_bare,
    recipients_are_those_of_the_call,
    a_message_id_of_ours_is_replaced,
    a_mail_without_a_sender_is_refused,
    a_mail_to_fifty_one_recipients_is_refused,
    a_tag_with_other_characters_is_refused,
    a_blind_copy_is_not_shown,
);

const FROM: &str = "support@demo.test";

fn mail(id: &str, more: &str) -> Vec<u8> {
    format!(
        "From: Demo <{FROM}>\r\nTo: ann@example.com\r\nSubject: Re: Export\r\nMessage-ID: <{id}>\r\n\
         In-Reply-To: <first@example.com>\r\nReferences: <first@example.com> <{id}>\r\n\
         X-Lambdesk-Message: {id}\r\n{more}Date: Fri, 20 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Gr=C3=BC=C3=9Fe=20\r\n.\r\n..two dots\r\nthe end\r\n"
    )
    .into_bytes()
}

fn raw(id: &str, destinations: &[&str]) -> Raw {
    Raw {
        raw: mail(id, ""),
        source: FROM.to_owned(),
        destinations: destinations
            .iter()
            .map(|address| (*address).to_owned())
            .collect(),
        tags: vec![
            ("organisation".to_owned(), "org_1".to_owned()),
            ("message".to_owned(), id.to_owned()),
        ],
    }
}

/// The endpoint with an account that may send.
struct Post {
    place: Arc<Place>,
    mailer: Mailer,
}

/// One mail as the endpoint shows it.
struct Kept {
    subject: String,
    /// The mail as it goes out, and the recipients of its envelope; not every endpoint shows them.
    sent: Option<(String, Vec<String>)>,
}

impl Kept {
    fn text(&self) -> &str {
        &self
            .sent
            .as_ref()
            .expect("the endpoint shows the mail as it goes out")
            .0
    }

    fn destinations(&self) -> &[String] {
        &self
            .sent
            .as_ref()
            .expect("the endpoint shows the envelope")
            .1
    }
}

impl Post {
    async fn new(place: Arc<Place>) -> Self {
        let client = place.aws.ses();
        if place.peer != Peer::Embedded {
            for domain in ["demo.test", "example.com"] {
                client
                    .verify_domain_identity()
                    .domain(domain)
                    .send()
                    .await
                    .unwrap();
            }
        }
        let mailer = Mailer::new(client, "");
        Self { place, mailer }
    }

    async fn send(&self, mail: &Raw) -> Result<String, SendFailure> {
        self.mailer.send(mail).await
    }

    /// The mail with an id, by the way its endpoint has for looking.
    async fn kept(&self, id: &str) -> Kept {
        if let Some(stack) = &self.place.stack {
            let listed = stack.outbox.list(1_000).unwrap();
            let listed = listed.into_iter().find(|mail| mail.id == id).unwrap();
            let text = String::from_utf8(stack.outbox.raw(id).unwrap()).unwrap();
            return Kept {
                subject: listed.subject,
                sent: Some((text, listed.destinations)),
            };
        }
        let url = format!("{}/_ministack/ses/messages", self.place.endpoint);
        let all: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        let found = found(&all, id).unwrap_or_else(|| panic!("{id} was not kept: {all}"));
        Kept {
            subject: found["Subject"].as_str().unwrap_or_default().to_owned(),
            sent: None,
        }
    }
}

/// The object anywhere in a tree that holds this text as one of its values.
fn found<'a>(tree: &'a Value, id: &str) -> Option<&'a Value> {
    match tree {
        Value::Object(members) if members.values().any(|value| value == id) => Some(tree),
        Value::Object(members) => members.values().find_map(|value| found(value, id)),
        Value::Array(items) => items.iter().find_map(|value| found(value, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

async fn a_mail_is_accepted_and_can_be_looked_at(place: Arc<Place>) {
    let post = Post::new(place).await;
    let id = post
        .send(&raw("msg_1", &["ann@example.com"]))
        .await
        .unwrap();
    assert_eq!(post.kept(&id).await.subject, "Re: Export");
}

async fn a_mail_goes_out_as_it_was_sent(place: Arc<Place>) {
    let post = Post::new(place).await;
    let id = post
        .send(&raw("msg_1", &["ann@example.com"]))
        .await
        .unwrap();
    let kept = post.kept(&id).await;
    let text = kept.text();
    assert_eq!(header(text, "X-Lambdesk-Message").as_deref(), Some("msg_1"));
    assert_eq!(
        header(text, "In-Reply-To").as_deref(),
        Some("<first@example.com>")
    );
    assert_eq!(
        header(text, "References").as_deref(),
        Some("<first@example.com> <msg_1>")
    );
    assert!(
        text.ends_with("\r\n\r\nGr=C3=BC=C3=9Fe=20\r\n.\r\n..two dots\r\nthe end\r\n"),
        "{text}"
    );
}

async fn every_mail_has_an_id_of_its_own(place: Arc<Place>) {
    let post = Post::new(place).await;
    let same = raw("msg_1", &["ann@example.com"]);
    let first = post.send(&same).await.unwrap();
    assert_ne!(first, post.send(&same).await.unwrap());
}

async fn an_id_is_bare(place: Arc<Place>) {
    let post = Post::new(place).await;
    let id = post
        .send(&raw("msg_1", &["ann@example.com"]))
        .await
        .unwrap();
    assert!(id.len() > 20 && !id.contains(['<', '@', '>']), "{id}");
}

async fn recipients_are_those_of_the_call(place: Arc<Place>) {
    let post = Post::new(place).await;
    let id = post
        .send(&raw("msg_1", &["ann@example.com", "hidden@example.com"]))
        .await
        .unwrap();
    let kept = post.kept(&id).await;
    assert_eq!(
        kept.destinations(),
        ["ann@example.com", "hidden@example.com"]
    );
    assert!(!kept.text().contains("hidden@example.com"));
}

async fn a_message_id_of_ours_is_replaced(place: Arc<Place>) {
    let post = Post::new(place).await;
    let id = post.send(&raw("ours", &["ann@example.com"])).await.unwrap();
    let given = header(post.kept(&id).await.text(), "Message-ID").unwrap();
    assert!(
        given.starts_with(&format!("<{id}@")) && given.ends_with("amazonses.com>"),
        "{given}"
    );
}

/// What the endpoint itself says to a mail; the mailer would refuse some before they are sent.
async fn refusal(post: &Post, raw: Vec<u8>, destinations: Vec<String>, tag: &str) -> String {
    let message = RawMessage::builder().data(Blob::new(raw)).build().unwrap();
    let tag = aws_sdk_ses::types::MessageTag::builder()
        .name("organisation")
        .value(tag)
        .build()
        .unwrap();
    let call = post
        .place
        .aws
        .ses()
        .send_raw_email()
        .raw_message(message)
        .tags(tag);
    let answer = call.set_destinations(Some(destinations)).send().await;
    let refused = answer.expect_err("it is accepted");
    let status = refused
        .raw_response()
        .map(|answer| answer.status().as_u16());
    assert_eq!(status, Some(400), "{refused:?}");
    refused.code().unwrap_or_default().to_owned()
}

async fn a_mail_without_a_sender_is_refused(place: Arc<Place>) {
    let post = Post::new(place).await;
    let raw = b"To: ann@example.com\r\nSubject: x\r\n\r\ntext\r\n".to_vec();
    let code = refusal(&post, raw, vec!["ann@example.com".to_owned()], "org_1").await;
    assert!(
        ["InvalidParameterValue", "MessageRejected"].contains(&code.as_str()),
        "{code}"
    );
}

async fn a_mail_to_fifty_one_recipients_is_refused(place: Arc<Place>) {
    let post = Post::new(place).await;
    let many = (0..51).map(|n| format!("c{n}@example.com")).collect();
    let code = refusal(&post, mail("msg_1", ""), many, "org_1").await;
    assert!(
        ["InvalidParameterValue", "MessageRejected"].contains(&code.as_str()),
        "{code}"
    );
}

async fn a_tag_with_other_characters_is_refused(place: Arc<Place>) {
    let post = Post::new(place).await;
    let code = refusal(
        &post,
        mail("msg_1", ""),
        vec!["ann@example.com".to_owned()],
        "a@b",
    )
    .await;
    assert_eq!(code, "InvalidParameterValue");
}

async fn a_blind_copy_is_not_shown(place: Arc<Place>) {
    let post = Post::new(place).await;
    let mut mail = raw("msg_1", &["ann@example.com"]);
    mail.raw = self::mail("msg_1", "Bcc: hidden@example.com\r\n");
    let id = post.send(&mail).await.unwrap();
    assert!(!post.kept(&id).await.text().contains("hidden@example.com"));
}
