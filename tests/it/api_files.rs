//! Files and raw mails over the API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{mailed, place, refused, reply};
use crate::desk::Desk;

#[tokio::test]
async fn long_texts_are_kept_beside_the_message_and_shown_whole() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let long = "All work and no play. ".repeat(7_000);
    let answer = reply(
        &desk,
        &ticket,
        json!({ "text": long, "quote_history": false }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let messages = desk.messages(&ticket).await;
    assert_eq!(messages[1]["text"].as_str().unwrap().len(), long.len());
    assert_eq!(messages[1]["truncated"], false);
}

#[tokio::test]
async fn a_file_goes_up_by_its_own_address_and_out_with_the_reply() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let bytes = b"%PDF-1.4 invoice".to_vec();
    let upload = desk
        .post(
            "/api/v1/uploads",
            json!({ "name": "invoice.pdf", "media_type": "application/pdf", "size": bytes.len() }),
        )
        .await;
    let file = json!({ "upload": upload["upload"], "name": "invoice.pdf" });
    let early = reply(
        &desk,
        &ticket,
        json!({ "text": "x", "attachments": [file] }),
    )
    .await;
    refused(&early, 422, "invalid");
    let put = reqwest::Client::new().put(upload["url"].as_str().unwrap());
    let put = put
        .header("content-type", "application/pdf")
        .body(bytes.clone())
        .send()
        .await
        .unwrap();
    assert!(put.status().is_success(), "{}", put.text().await.unwrap());
    let answer = reply(
        &desk,
        &ticket,
        json!({ "text": "See file", "attachments": [file] }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let kept = &answer.body["attachments"][0];
    assert_eq!(
        (&kept["name"], &kept["size"], &kept["available"]),
        (&json!("invoice.pdf"), &json!(bytes.len()), &json!(true))
    );
    desk.idle().await;
    assert!(desk.sent()[0].contains("invoice.pdf"));

    let path = format!(
        "{}/messages/{}/attachments/0",
        place(&ticket),
        answer.body["id"].as_str().unwrap()
    );
    let sent_on = desk.call(Method::GET, &path, None, &[]).await;
    assert_eq!(sent_on.status, 302, "{}", sent_on.body);
    let named = desk
        .call(Method::GET, &path, None, &[("accept", "application/json")])
        .await;
    for url in [
        sent_on.headers["location"].to_str().unwrap(),
        named.body["url"].as_str().unwrap(),
    ] {
        let got = reqwest::get(url).await.unwrap();
        assert!(
            got.headers()["content-disposition"]
                .to_str()
                .unwrap()
                .contains("invoice.pdf")
        );
        assert_eq!(got.bytes().await.unwrap(), bytes);
    }
    let missing = path.replace("attachments/0", "attachments/7");
    refused(
        &desk.call(Method::GET, &missing, None, &[]).await,
        404,
        "not_found",
    );
}

#[tokio::test]
async fn the_raw_mail_can_be_downloaded_and_a_reply_has_none() {
    let desk = Desk::start().await;
    let ticket = mailed(&desk).await;
    let sent = reply(&desk, &ticket, json!({ "text": "x" })).await.body;
    let messages = desk.messages(&ticket).await;
    let path = |id: &Value| format!("{}/messages/{}/raw", place(&ticket), id.as_str().unwrap());
    let answer = desk
        .call(Method::GET, &path(&messages[0]["id"]), None, &[])
        .await;
    let raw = reqwest::get(answer.headers["location"].to_str().unwrap())
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(raw.contains("Please help."), "{raw}");
    refused(
        &desk.call(Method::GET, &path(&sent["id"]), None, &[]).await,
        404,
        "not_found",
    );
}

#[tokio::test]
async fn uploads_are_bounded_and_named() {
    let desk = Desk::start().await;
    for body in [
        json!({ "name": "a\nb", "media_type": "text/plain", "size": 1 }),
        json!({ "name": "a", "media_type": "text", "size": 1 }),
        json!({ "name": "a", "media_type": "text/plain", "size": 0 }),
        json!({ "name": "a", "media_type": "text/plain", "size": 30_000_000 }),
    ] {
        refused(
            &desk
                .call(Method::POST, "/api/v1/uploads", Some(body), &[])
                .await,
            422,
            "invalid",
        );
    }
}
