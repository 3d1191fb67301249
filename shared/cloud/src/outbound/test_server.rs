//! A server on loopback that answers with exactly the bytes of a script, to test what goes over the wire.
//!
//! Invariant: every request is kept whole, also those for which the script has no answer left.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Answers with a status, more headers and a body.
    Say(u16, Vec<(&'static str, String)>, String),
    /// Sends these bytes and closes the connection.
    Cut(String),
    /// Sends a head and then bytes until the client has had enough.
    Flood,
    /// Never answers.
    Wait,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The server; it ends with the runtime of the test.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Serves these acts, one for each request; then it hangs up.
    pub(crate) async fn play(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(acts.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, Arc::clone(&script), Arc::clone(&kept)));
            }
        });
        Self { url, seen }
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn connection(
    mut stream: TcpStream,
    script: Arc<Mutex<VecDeque<Act>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    while let Some(request) = request(&mut stream).await {
        seen.lock().unwrap().push(request);
        let act = script.lock().unwrap().pop_front();
        match act.unwrap_or_else(|| Act::Cut(String::new())) {
            Act::Say(status, headers, body) => {
                let mut head = format!(
                    "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n",
                    body.len()
                );
                for (name, value) in headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                let _ = stream
                    .write_all(format!("{head}\r\n{body}").as_bytes())
                    .await;
            }
            Act::Cut(bytes) => {
                let _ = stream.write_all(bytes.as_bytes()).await;
                return;
            }
            Act::Flood => {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99000000\r\n\r\n")
                    .await;
                while stream.write_all(&[b' '; 65_536]).await.is_ok() {}
                return;
            }
            Act::Wait => while stream.read(&mut [0; 64]).await.is_ok_and(|n| n > 0) {},
        }
    }
}

async fn request(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let n = stream.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&buffer[..n]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let line = lines.next().unwrap().to_owned();
        let pair = |line: &str| {
            line.split_once(": ")
                .map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned()))
        };
        let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
        if bytes.len() >= end + 4 + length {
            let body = match &bytes[end + 4..] {
                [] => Value::Null,
                body => serde_json::from_slice(body).unwrap(),
            };
            return Some(Seen {
                line,
                headers,
                body,
            });
        }
    }
}
