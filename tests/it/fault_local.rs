//! The machine under the local stack: a full disk, a taken port, a folder in use.

use std::time::Duration;

use lambdesk_local::stack::Stack;
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::desk::{Desk, mail, options};
use crate::flow_smtp::send;
use crate::flow_support::{ANN, nothing_left, texts};

fn large(at: usize) -> String {
    let body = format!("{}\r\n", "x".repeat(70)).repeat(2_000);
    mail(
        &format!("large-{at}@example.com"),
        ANN,
        &format!("Large {at}"),
        "",
        &body,
    )
}

#[tokio::test]
async fn a_full_disk_is_told_and_harms_nothing() {
    let desk = Desk::start_with(|options| {
        options.quota_bytes = Some(600_000);
        options.events.retry_after = Some(Duration::ZERO);
    })
    .await;
    let mut taken = 0;
    let refusal = loop {
        let said = send(desk.stack.smtp, "support@demo.test", &large(taken))
            .await
            .unwrap();
        desk.idle().await;
        if !said.starts_with("250") {
            break said;
        }
        taken += 1;
        assert!(taken < 10, "the disk never filled up");
    };
    assert!(
        refusal.starts_with("45"),
        "the sender keeps the mail and tries again: {refusal}"
    );
    assert!(
        refusal.to_lowercase().contains("space") || refusal.contains("full"),
        "{refusal}"
    );
    assert!(taken >= 1);
    assert_eq!(
        desk.tickets().await.len(),
        taken,
        "what was taken before is whole"
    );

    // Somebody frees some space.
    let bucket = desk.stack.environment.bucket().unwrap();
    for key in desk.stack.objects.list(&bucket, "parts/").await.unwrap() {
        desk.stack.objects.delete(&bucket, &key).await.unwrap();
    }
    for key in desk
        .stack
        .objects
        .list(&bucket, "raw/")
        .await
        .unwrap()
        .iter()
        .take(1)
    {
        desk.stack.objects.delete(&bucket, key).await.unwrap();
    }
    let small = mail("small@example.com", ANN, "Small", "", "Fits again.");
    let said = send(desk.stack.smtp, "support@demo.test", &small)
        .await
        .unwrap();
    assert!(said.starts_with("250"), "{said}");
    desk.idle().await;
    assert_eq!(desk.tickets().await.len(), taken + 1);
    nothing_left(&desk).await;
}

#[tokio::test]
async fn a_disk_that_fills_up_while_a_mail_is_worked_on_keeps_the_mail() {
    let desk = Desk::start_with(|options| options.quota_bytes = Some(250_000)).await;
    // The raw mail fits; its text beside the message does not.
    let key = desk.take_in(large(0), "support@demo.test").await;
    crate::flow_support::until("the mail waits for another try", async || {
        let queue = desk.stack.environment.queue("MailQueue").unwrap();
        let counts = desk.stack.queues.counts(&queue).await.unwrap();
        desk.idle().await;
        desk.tickets().await.len() == 1 || counts != Default::default()
    })
    .await;
    let bucket = desk.stack.environment.bucket().unwrap();
    assert!(desk.stack.objects.exists(&bucket, &key).await.unwrap());
    let folder = desk.folder().to_owned();
    assert!(folder.exists());
    let desk = desk.restart().await;
    desk.idle().await;
    assert_eq!(
        texts(&desk).await.len(),
        1,
        "with space it becomes a ticket"
    );
    nothing_left(&desk).await;
}

#[tokio::test]
async fn a_taken_port_names_the_option_to_change() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    for (option, api) in [("--port", true), ("--smtp-port", false)] {
        let folder = TempDir::new().unwrap();
        let mut options = options(folder.path());
        *(if api {
            &mut options.api_port
        } else {
            &mut options.smtp_port
        }) = port;
        let Err(error) = Stack::start(options).await else {
            panic!("it started on a taken port")
        };
        let text = format!("{error:#}");
        assert!(
            text.contains(&port.to_string()) && text.contains(option),
            "{text}"
        );
        assert!(text.contains("in use"), "{text}");
    }
}

#[tokio::test]
async fn a_data_folder_in_use_is_refused_and_left_alone() {
    let desk = Desk::start().await;
    let Err(error) = Stack::start(options(desk.folder())).await else {
        panic!("two stacks share a folder")
    };
    let text = format!("{error:#}");
    assert!(text.contains("in use") && text.contains("--data"), "{text}");
    desk.receive(mail("a@example.com", ANN, "Still", "", "works"))
        .await;
    assert_eq!(desk.tickets().await.len(), 1);
    // Whoever stops in order leaves the folder free.
    let desk = desk.restart().await;
    assert_eq!(desk.tickets().await.len(), 1);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "not a folder").unwrap();
    let Err(error) = Stack::start(options(&file)).await else {
        panic!("it started in a file")
    };
    let text = format!("{error:#}");
    assert!(text.contains("a-file") && text.contains("--data"), "{text}");
}
