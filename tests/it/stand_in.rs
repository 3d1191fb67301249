//! Servers on loopback that answer as Sentry and `PostHog` are documented to, and can be made to fail.
//!
//! Invariant: what was asked is kept, so that a test can tell that nobody was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How a server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Answers well.
    Well,
    /// Answers with this status.
    Status(u16),
    /// Takes connections and says nothing.
    Silent,
    /// Sends half an answer.
    Half,
}

type Answers = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// The server; it ends with the runtime of the test.
pub struct StandIn {
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl StandIn {
    /// Serves JSON by path and query.
    pub async fn start(answers: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mood = Arc::new(Mutex::new(Mood::Well));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let answers: Answers = Arc::new(answers);
        let (now, kept) = (Arc::clone(&mood), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mood, asked) = (Arc::clone(&now), Arc::clone(&kept));
                tokio::spawn(serve(stream, Arc::clone(&answers), mood, asked));
            }
        });
        Self { url, mood, asked }
    }

    /// Changes how it is from the next request on.
    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// Paths and queries so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    answers: Answers,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<Vec<String>>>,
) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4_096];
    while let Ok(n @ 1..) = stream.read(&mut buffer).await {
        bytes.extend_from_slice(&buffer[..n]);
        if !bytes.ends_with(b"\r\n\r\n") {
            continue;
        }
        let head = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        asked.lock().unwrap().push(path.clone());
        let now = *mood.lock().unwrap();
        let (status, body) = match now {
            Mood::Well | Mood::Half => (200, answers(&path)),
            Mood::Status(status) => (status, "{}".to_owned()),
            Mood::Silent => {
                while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
                return;
            }
        };
        let length = body.len() + usize::from(now == Mood::Half);
        let answer = format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\n\r\n{body}");
        let _ = stream.write_all(answer.as_bytes()).await;
        if now == Mood::Half {
            return;
        }
    }
}

/// A Sentry that knows one issue of Ann's, last seen at a moment.
pub async fn sentry(seen: jiff::Timestamp) -> StandIn {
    StandIn::start(move |path| {
        if !path.contains("user.email%3A%22ann%40example.com%22") {
            return "[]".to_owned();
        }
        format!(
            r#"[{{"id":"1","shortId":"WEB-12","title":"TypeError: export is undefined","culprit":"app/export",
            "permalink":"https://acme.sentry.io/issues/1/","status":"unresolved","count":"812","lastSeen":"{seen}",
            "filtered":{{"count":"3","userCount":1,"lastSeen":"{seen}"}}}}]"#
        )
    })
    .await
}

/// A `PostHog` that knows Ann and one of her sessions.
pub async fn posthog() -> StandIn {
    StandIn::start(|path| {
        let body = if path.contains("/session_recordings/") {
            r#"{"results":[{"id":"rec-1","start_time":"2026-11-20T08:00:00Z","recording_duration":372,"click_count":12,
                "console_error_count":2,"start_url":"https://app.example.com/export?token=hush"}]}"#
        } else if path.contains("email=ann%40example.com") {
            r#"{"results":[{"id":1,"uuid":"0190-aa","name":"Ann Lee","distinct_ids":["d1"],
                "properties":{"email":"ann@example.com"},"created_at":"2025-02-03T00:00:00Z"}]}"#
        } else {
            r#"{"results":[]}"#
        };
        body.to_owned()
    })
    .await
}
