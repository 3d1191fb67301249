//! Pictures of other servers, shown without telling them who looks.

use std::sync::{Arc, Mutex};

use reqwest::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::api_support::refused;
use crate::desk::{Answer, Desk};
use crate::flow_support::place;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe";

/// A server of pictures on this machine; what it was asked is kept whole.
async fn server(body: &'static [u8]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            let text = String::from_utf8_lossy(&request[..read]).into_owned();
            kept.lock().unwrap().push(text);
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nset-cookie: t=1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(body).await.unwrap();
        }
    });
    (url, asked)
}

/// A ticket of a mail that shows these pictures, and the path of the route for its first message.
async fn shown(desk: &Desk, pictures: &[&str]) -> String {
    let images: String = pictures
        .iter()
        .map(|url| format!("<img src=\"{url}\">"))
        .collect();
    let raw = format!(
        "From: Pia <pia@customer.test>\r\nTo: support@demo.test\r\nSubject: Our newsletter\r\nMessage-ID: <pic1@customer.test>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Look:</p>{images}\r\n"
    );
    desk.receive(raw).await;
    let ticket = desk.tickets().await.remove(0);
    let messages = desk.get(&format!("{}/messages", place(&ticket))).await;
    let message = messages["items"][0]["id"].as_str().unwrap().to_owned();
    format!("{}/messages/{message}/picture", place(&ticket))
}

async fn ask(desk: &Desk, path: &str, url: &str) -> Answer {
    let base = reqwest::Url::parse_with_params("http://x.test", [("url", url)]).unwrap();
    let query = base.query().unwrap();
    desk.call(Method::GET, &format!("{path}?{query}"), None, &[])
        .await
}

#[tokio::test]
async fn a_picture_comes_through_the_helpdesk_and_its_server_learns_nothing() {
    let desk = Desk::start().await;
    let (url, asked) = server(PNG).await;
    let picture = format!("{url}/open.png?who=pia&n=1");
    let path = shown(&desk, &[&picture.replace('&', "&amp;")]).await;
    assert!(
        asked.lock().unwrap().is_empty(),
        "nothing is loaded unasked"
    );
    let answer = ask(&desk, &path, &picture).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let header = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap());
    assert_eq!(header("content-type"), Some("image/png"));
    assert_eq!(header("x-content-type-options"), Some("nosniff"));
    assert_eq!(header("set-cookie"), None);
    let policy = header("content-security-policy").unwrap_or_default();
    assert!(policy.contains("sandbox"), "{policy}");
    let asked = asked.lock().unwrap().join("\n").to_ascii_lowercase();
    assert!(asked.starts_with("get /open.png?who=pia&n=1 "), "{asked}");
    for private in ["cookie:", "authorization:", "referer:", "forwarded"] {
        assert!(!asked.contains(private), "{private} {asked}");
    }
}

#[tokio::test]
async fn only_what_the_mail_shows_is_fetched_and_only_pictures_are_given() {
    let desk = Desk::start().await;
    let (url, asked) = server(b"<script>alert(1)</script>").await;
    let page = format!("{url}/page");
    let path = shown(&desk, &[&page, "https://169.254.169.254/latest/meta-data"]).await;
    let other = ask(&desk, &path, &format!("{url}/other")).await;
    refused(&other, 404, "not_found");
    assert!(asked.lock().unwrap().is_empty());
    let table = [
        (page.as_str(), "it is not a PNG"),
        (
            "https://169.254.169.254/latest/meta-data",
            "private network",
        ),
    ];
    for (url, why) in table {
        let answer = ask(&desk, &path, url).await;
        refused(&answer, 422, "no_picture");
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(detail.contains(why), "{detail}");
    }
    let missing = desk.call(Method::GET, &path, None, &[]).await;
    refused(&missing, 400, "bad_request");
}
