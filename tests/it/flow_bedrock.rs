//! A model of Amazon Bedrock on the whole stack: asked with the function's own credentials, shown the customer's picture.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::flow_models::{DRAFT, REFUND, configure, costs, judged, settings};
use crate::flow_support::ANN;
use crate::model_server::{ModelServer, judgement, says};

const MODEL: &str = "eu.anthropic.claude-haiku-4-5-20251001-v1:0";
/// The smallest picture: one transparent point.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn mail_with_picture() -> String {
    format!(
        "From: {ANN}\r\nTo: support@demo.test\r\nSubject: Abbuchung\r\nMessage-ID: <1@example.com>\r\n\
         Date: Fri, 20 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{REFUND}\r\n\
         --b\r\nContent-Type: image/png; name=beleg.png\r\nContent-Disposition: attachment; filename=beleg.png\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{PICTURE}\r\n--b--\r\n"
    )
}

fn pictures(question: &Value) -> Vec<&Value> {
    let content = question["messages"][0]["content"].as_array().unwrap();
    content
        .iter()
        .filter_map(|block| block.get("image"))
        .collect()
}

#[tokio::test]
async fn bedrock_is_asked_without_a_key_and_sees_the_picture_where_that_is_allowed() {
    for vision in [false, true] {
        let server = ModelServer::start(says(&judgement("refund-request", &[DRAFT]))).await;
        let desk = Desk::start().await;
        let more = json!({ "vision": vision });
        configure(&desk, settings(&server.url, "bedrock", MODEL, more)).await;
        desk.receive(mail_with_picture()).await;
        let ticket = desk.the_ticket().await;
        let judged = judged(&desk, &ticket).await;
        assert_eq!(judged[0]["decided_by"], "model", "{judged:#?}");
        let seen = server.seen();
        let [question] = seen.as_slice() else {
            panic!("one question, not {}", seen.len())
        };
        assert_eq!(
            question.path,
            format!("/model/{}/converse", MODEL.replace(':', "%3A"))
        );
        let head = question.head.to_lowercase();
        assert!(head.contains("authorization: aws4-hmac-sha256 "), "{head}");
        assert!(head.contains("/bedrock/aws4_request"), "{head}");
        let shown = pictures(&question.body);
        assert_eq!(shown.len(), usize::from(vision));
        for picture in shown {
            assert_eq!(picture["format"], "png");
            let bytes = picture["source"]["bytes"].as_str().unwrap();
            assert_eq!(STANDARD.decode(bytes), STANDARD.decode(PICTURE));
        }
        let costs = costs(&desk, &ticket).await;
        assert_eq!(costs["items"][0]["provider"], "bedrock");
        assert_eq!(costs["total"]["tokens"], 1_100);
        assert!(costs["total"]["microusd"].as_u64() > Some(0), "{costs:#}");
    }
}
