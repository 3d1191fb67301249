//! Every sample mail becomes what `events/mail/README.md` says it must.
//!
//! Invariant: the expectations are read from that table, so text and code cannot part.

use std::collections::BTreeMap;

use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::message::{Author, Message};
use lambdesk_domain::people::{Agent, Role};
use lambdesk_domain::ticket::Ticket;
use mail_parser::MimeHeaders as _;
use serde_json::Value;

use crate::api_support::home;
use crate::desk::{Desk, root};
use crate::flow_support::{nothing_left, place, put_raw, stored};

/// One line of the table.
#[derive(Debug)]
struct Row {
    mail: String,
    customer: Option<String>,
    ticket: String,
    automatic: bool,
    attachments: Vec<String>,
    /// Whether the list of attachments is all there is.
    complete: bool,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("events/mail/README.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| {
        line.trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    });
    cells
        .filter(|cells| cells[0].starts_with(|c: char| c.is_ascii_digit()))
        .map(|cells| Row {
            mail: cells[0].clone(),
            customer: cells[1]
                .split([',', ' '])
                .find(|word| word.contains('@'))
                .map(str::to_owned),
            ticket: cells[2].clone(),
            automatic: cells[3].starts_with("yes"),
            attachments: quoted(&cells[4], '`'),
            // The machine-readable parts of reports may be kept as files as well.
            complete: !cells[3].starts_with("yes")
                && !["can be", "if kept", "itself"]
                    .iter()
                    .any(|loose| cells[4].contains(loose)),
        })
        .collect()
}

fn quoted(text: &str, mark: char) -> Vec<String> {
    text.split(mark)
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(root().join(format!("events/mail/{name}.eml"))).unwrap()
}

/// The agent whom the samples call Mira.
async fn hire_mira(desk: &Desk) {
    let world = desk.stack.world(Function::Api).unwrap();
    let mira = Agent {
        id: world.entropy.agent(world.clock.now()),
        organisation: home(desk).await,
        email: "mira@demo.test".into(),
        name: "Mira Lindqvist".into(),
        role: Role::Agent,
        teams: [].into(),
        active: true,
        created_at: world.clock.now(),
    };
    world.store.put_agent(&mira).await.unwrap();
}

/// The ticket and the message of each sample, by its number.
type Found = BTreeMap<String, (Ticket, Message)>;

fn by_mail(all: &[(Ticket, Vec<Message>)]) -> Found {
    let mut found = Found::new();
    for (ticket, messages) in all {
        for message in messages
            .iter()
            .filter(|m| m.contact.is_some() || m.agent.is_none())
        {
            let Some(key) = &message.provenance.raw_key else {
                continue;
            };
            if message.visibility == lambdesk_domain::message::Visibility::Public {
                let name = key.trim_start_matches("raw/").to_owned();
                let twice = found.insert(name, (ticket.clone(), message.clone()));
                assert!(twice.is_none(), "{key} is two messages");
            }
        }
    }
    found
}

fn check(row: &Row, found: &Found, complaints: &mut Vec<String>) {
    let mut wrong = |what: String| complaints.push(format!("{}: {what}", row.mail));
    let mine = found.get(&row.mail);
    if row.ticket.starts_with("nothing new") {
        if mine.is_some() {
            wrong("it is a message of its own".into());
        }
        return;
    }
    let Some((ticket, message)) = mine else {
        return wrong("it is no message".into());
    };
    if let Some(customer) = &row.customer
        && ticket.contact_email != *customer
    {
        wrong(format!(
            "customer {} and not {customer}",
            ticket.contact_email
        ));
    }
    if message.is_automatic() != row.automatic {
        wrong(format!("automatic is {:?}", message.provenance.automatic));
    }
    let by_agent = message.author == Author::Agent;
    if by_agent != row.ticket.contains("agent message") {
        wrong(format!("its author is {:?}", message.author));
    }
    check_place(row, ticket, message, found, &mut wrong);
    check_files(row, message, &mut wrong);
}

fn check_place(
    row: &Row,
    ticket: &Ticket,
    message: &Message,
    found: &Found,
    wrong: &mut dyn FnMut(String),
) {
    let numbered = |number: &str| {
        let (_, (ticket, _)) = found
            .iter()
            .find(|(name, _)| name.starts_with(number))
            .unwrap();
        ticket.clone()
    };
    let number_after = |text: &str| {
        let at = row.ticket.find(text).map(|at| at + text.len());
        at.map(|at| row.ticket[at..at + 2].to_owned())
    };
    if let Some(number) = number_after("joins ") {
        if numbered(&number).id != ticket.id {
            wrong(format!(
                "in ticket {} by {:?}",
                ticket.number, message.matched_by
            ));
        }
    } else if ticket.id != numbered(&row.mail[..2]).id || message.id < first_of(ticket, found) {
        wrong("not the first of its ticket".into());
    }
    let opened = first_of(ticket, found) == message.id;
    if row.ticket.starts_with("new") && !opened {
        wrong(format!(
            "joined {} by {:?}",
            ticket.number, message.matched_by
        ));
    }
    if let Some(number) = number_after("linked to ")
        && ticket.follows.as_ref() != Some(&numbered(&number).id)
    {
        wrong("not linked".into());
    }
    if ticket.quarantine.is_some() != row.ticket.contains("quarantine") {
        wrong(format!("quarantine is {:?}", ticket.quarantine));
    }
    if let Some(subject) = quoted(&row.ticket, '"').first()
        && ticket.subject != *subject
    {
        wrong(format!("subject {:?}", ticket.subject));
    }
    if row.ticket.contains("bounded") && ticket.subject.chars().count() > 500 {
        wrong("the subject is too long".into());
    }
}

fn first_of(ticket: &Ticket, found: &Found) -> lambdesk_domain::ids::MessageId {
    let of = found
        .values()
        .filter(|(t, _)| t.id == ticket.id)
        .map(|(_, m)| m.id.clone());
    of.min().unwrap()
}

fn check_files(row: &Row, message: &Message, wrong: &mut dyn FnMut(String)) {
    let names: Vec<&str> = message
        .attachments
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    let missing: Vec<_> = row
        .attachments
        .iter()
        .filter(|name| !names.contains(&name.as_str()))
        .collect();
    if !missing.is_empty() || (row.complete && names.len() != row.attachments.len()) {
        wrong(format!("files {names:?} and not {:?}", row.attachments));
    }
    if let Some(file) = message
        .attachments
        .iter()
        .find(|file| file.blob.is_none() && file.note.is_none())
    {
        wrong(format!("{} is missing without a word", file.name));
    }
}

/// The files of a mail as another reader decodes them.
fn decoded(raw: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mail = mail_parser::MessageParser::default().parse(raw).unwrap();
    let mut files = BTreeMap::new();
    for part in &mail.parts {
        if let Some(name) = part.attachment_name() {
            files.insert(name.to_owned(), part.contents().to_vec());
        }
    }
    files
}

/// Downloads every file of a ticket's messages; answers how many were compared byte by byte.
async fn download(desk: &Desk, ticket: &Ticket, message: &Message, raw: &[u8]) -> usize {
    let expected = decoded(raw);
    let mut compared = 0;
    let json: Value = serde_json::json!({ "id": ticket.id });
    for file in message
        .attachments
        .iter()
        .filter(|file| file.blob.is_some())
    {
        let path = format!(
            "{}/messages/{}/attachments/{}",
            place(&json),
            message.id,
            file.index
        );
        let answer = desk.call(reqwest::Method::GET, &path, None, &[]).await;
        assert_eq!(answer.status, 302, "{path}: {}", answer.body);
        let url = answer.headers["location"].to_str().unwrap();
        let bytes = reqwest::get(url).await.unwrap().bytes().await.unwrap();
        assert_eq!(bytes.len() as u64, file.size, "{}", file.name);
        // Readers may differ about a mail that is broken.
        let sound = message.provenance.warnings.is_empty();
        if let Some(right) = expected.get(&file.name).filter(|_| sound) {
            assert!(bytes == right.as_slice(), "{} differs", file.name);
            compared += 1;
        }
    }
    compared
}

#[tokio::test]
async fn every_sample_becomes_what_the_table_says() {
    let desk = Desk::start().await;
    hire_mira(&desk).await;
    let rows = rows();
    let folder = std::fs::read_dir(root().join("events/mail")).unwrap();
    let mails = folder.filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.extension().is_some_and(|ending| ending == "eml")
    });
    assert_eq!(
        rows.len(),
        mails.count(),
        "the table has a line for every mail"
    );
    for row in &rows {
        put_raw(&desk, &row.mail, bytes_of(&row.mail)).await;
        desk.idle().await;
    }
    let all = stored(&desk).await;
    let found = by_mail(&all);
    let mut complaints = Vec::new();
    for row in &rows {
        check(row, &found, &mut complaints);
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    let mut compared = 0;
    for (name, (ticket, message)) in &found {
        compared += download(&desk, ticket, message, &bytes_of(name)).await;
    }
    assert!(compared >= 8, "{compared} files were compared");
    check_hostile(&desk, &found).await;
    assert!(desk.sent().is_empty(), "nothing is answered by itself");
    nothing_left(&desk).await;
}

/// What no reader of the table sees: the words survive and the harm does not.
async fn check_hostile(desk: &Desk, found: &Found) {
    let text = async |name: &str| {
        let (ticket, message) = &found[name];
        let path = format!("/api/v1/tickets/{}/messages/{}", ticket.id, message.id);
        desk.get(&path).await
    };
    let hostile = text("42-hostile-html").await;
    let html = hostile["html"].as_str().unwrap().to_lowercase();
    for harm in [
        "<script",
        "onerror",
        "onclick",
        "<iframe",
        "javascript:",
        "<form",
    ] {
        assert!(!html.contains(harm), "{harm} in {html}");
    }
    assert!(html.contains("order 42"), "{html}");
    let reply = text("07-reply-to-01-en").await;
    let new = reply["reply_text"].as_str().unwrap();
    assert!(!new.is_empty() && new.len() < reply["text"].as_str().unwrap().len());
}

#[tokio::test]
async fn the_demo_is_nine_tickets_and_comes_once() {
    let desk = Desk::start().await;
    let folder = desk.folder().to_owned();
    for _ in 0..2 {
        lambdesk_local::demo::load(&desk.stack, &folder)
            .await
            .unwrap();
        desk.idle().await;
        assert_eq!(desk.tickets().await.len(), 9);
    }
    let tickets = desk.tickets().await;
    let first = tickets.last().unwrap();
    assert_eq!(
        (&first["number"], &first["customer_email"]),
        (&1.into(), &"priya.nair@example.com".into())
    );
    let counts: i64 = tickets
        .iter()
        .map(|t| t["public_count"].as_i64().unwrap())
        .sum();
    assert_eq!(counts, 12, "twelve mails");
    nothing_left(&desk).await;
}
