//! A model server on loopback: speaks as OpenAI, Anthropic and Bedrock do, by a script.
//!
//! Invariant: every request is kept, with its headers; nothing leaves this machine.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Act {
    /// Answers with these words of the model; 1000 tokens read, 100 written.
    Words(String),
    /// Answers with what this makes of the request; with the status it names as `$status` instead.
    By(fn(&Value) -> Value),
    /// The model declines.
    Refuse,
    /// Answers with a status and these headers.
    Status(u16, &'static str),
    /// Begins an answer and breaks off.
    Cut,
    /// Never answers.
    Wait,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub path: String,
    pub head: String,
    pub body: Value,
}

/// The server; it ends when it is dropped.
pub struct ModelServer {
    pub url: String,
    script: Arc<Mutex<(VecDeque<Act>, Act)>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl ModelServer {
    /// Serves; without a script it does the same with every request.
    pub async fn start(always: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new((VecDeque::new(), always)));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (acts, kept) = (Arc::clone(&script), Arc::clone(&seen));
        let task = tokio::spawn(async move {
            // Connections end with the door: a killed server answers on none.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(connection(stream, Arc::clone(&acts), Arc::clone(&kept)));
            }
        });
        Self {
            url,
            script,
            seen,
            task,
        }
    }

    /// Does these with the next requests.
    pub fn next(&self, acts: impl IntoIterator<Item = Act>) {
        self.script.lock().unwrap().0.extend(acts);
    }

    /// Forgets the script and does this with every request.
    pub fn always(&self, act: Act) {
        *self.script.lock().unwrap() = (VecDeque::new(), act);
    }

    /// Ends it: connections break, and nobody can connect any more.
    pub async fn kill(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// A judgement as a model gives it.
pub fn judgement(category: &str, sentences: &[&str]) -> Value {
    let sentence = |text: &&str| json!({"text": text, "text_team_language": "In English.", "sources": ["ticket"]});
    json!({
        "injection_suspected": false, "language": "de", "translation_en": "I would like my money back, please.",
        "summary": "Wants a refund for a yearly plan.", "reasons": ["A refund is asked for."], "category": category,
        "priority": "high", "sentiment": "negative", "confidence": {"category": 0.97, "priority": 0.8},
        "next_action": "Check the payment.", "draft_language": "de",
        "draft_sentences": sentences.iter().map(sentence).collect::<Vec<_>>(), "needs_human_reason": null
    })
}

/// The model gives this judgement.
pub fn says(judgement: &Value) -> Act {
    Act::Words(judgement.to_string())
}

/// A body with status 200, in the words of the format that was asked.
fn body(path: &str, text: Option<&str>) -> String {
    // Vectors are answered as they are made.
    if path.ends_with("/embeddings") || path.ends_with("/invoke") {
        return text.unwrap_or("{}").to_owned();
    }
    if path.ends_with("/v1/messages") {
        let content = text.map(|text| json!({"type": "text", "text": text}));
        let stop = if text.is_some() {
            "end_turn"
        } else {
            "refusal"
        };
        let content: Vec<Value> = content.into_iter().collect();
        return json!({"type": "message", "role": "assistant", "content": content, "stop_reason": stop,
            "usage": {"input_tokens": 1000, "output_tokens": 100}})
        .to_string();
    }
    if path.ends_with("/converse") {
        let content = text.map(|text| json!({"text": text}));
        let stop = if text.is_some() {
            "end_turn"
        } else {
            "refusal"
        };
        let content: Vec<Value> = content.into_iter().collect();
        return json!({"output": {"message": {"role": "assistant", "content": content}}, "stopReason": stop,
            "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100}})
        .to_string();
    }
    let refusal = text.is_none().then_some("I cannot help with that.");
    json!({"object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": text, "refusal": refusal}}],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}})
    .to_string()
}

async fn connection(
    mut stream: TcpStream,
    script: Arc<Mutex<(VecDeque<Act>, Act)>>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    while let Some(request) = request(&mut stream).await {
        let path = request.path.clone();
        let asked = request.body.clone();
        seen.lock().unwrap().push(request);
        let act = {
            let mut script = script.lock().unwrap();
            let next = script.0.pop_front();
            next.unwrap_or_else(|| script.1.clone())
        };
        let (status, headers, text) = match act {
            Act::Words(text) => (200, "", body(&path, Some(&text))),
            Act::By(make) => {
                let made = make(&asked);
                match made["$status"].as_u64().and_then(|n| u16::try_from(n).ok()) {
                    Some(status) => (status, "", r#"{"error":{}}"#.to_owned()),
                    None => (200, "", body(&path, Some(&made.to_string()))),
                }
            }
            Act::Refuse => (200, "", body(&path, None)),
            Act::Status(status, headers) => (status, headers, r#"{"error":{}}"#.to_owned()),
            Act::Cut => {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{")
                    .await;
                return;
            }
            Act::Wait => {
                while stream.read(&mut [0; 64]).await.is_ok_and(|n| n > 0) {}
                return;
            }
        };
        let length = text.len();
        let answer = format!(
            "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{text}"
        );
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn request(stream: &mut TcpStream) -> Option<Seen> {
    let mut text = Vec::new();
    let mut buffer = [0; 8_192];
    loop {
        let n = stream.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        text.extend_from_slice(&buffer[..n]);
        let Some(end) = text.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&text[..end]).into_owned();
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().unwrap());
        let body = &text[end + 4..];
        if body.len() >= length {
            return Some(Seen {
                path: head.split(' ').nth(1).unwrap_or_default().to_owned(),
                body: serde_json::from_slice(body).unwrap_or_default(),
                head,
            });
        }
    }
}
