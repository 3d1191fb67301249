//! A server on loopback that answers by a script: for tests of what goes over the wire.
//!
//! Invariant: every request is kept, also those for which the script has no answer left.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::config::{AwsSettings, Secret};

/// What the server does with one request.
pub(crate) enum Answer {
    /// Answers with a status and a body.
    Says(u16, String),
    /// Closes the connection.
    HangsUp,
    /// Waits until the client gives up.
    KeepsSilent,
}

/// The server and what it saw; it ends with the runtime of the test.
pub(crate) struct Wire {
    pub(crate) endpoint: String,
    seen: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Wire {
    /// Serves these answers, one per request.
    pub(crate) async fn serve(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(answers.into_iter().collect::<VecDeque<_>>()));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(connection(stream, Arc::clone(&script), Arc::clone(&kept)));
            }
        });
        Self {
            endpoint,
            seen,
            connections,
        }
    }

    /// Number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// All requests so far, head and body.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

/// Settings for clients whose every service is at one endpoint.
pub(crate) fn settings(endpoint: &str) -> AwsSettings {
    AwsSettings {
        region: "eu-central-1".to_owned(),
        access_key_id: "test".to_owned(),
        secret_access_key: Secret::new("test"),
        session_token: None,
        dynamodb_endpoint: Some(endpoint.to_owned()),
        s3_endpoint: Some(endpoint.to_owned()),
        sqs_endpoint: Some(endpoint.to_owned()),
        ses_endpoint: Some(endpoint.to_owned()),
        kms_endpoint: Some(endpoint.to_owned()),
    }
}

async fn connection(
    mut stream: TcpStream,
    script: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<String>>>,
) {
    while let Some(request) = request(&mut stream).await {
        seen.lock().unwrap().push(request);
        let next = script.lock().unwrap().pop_front();
        match next.unwrap_or(Answer::Says(
            500,
            "the script has no more answers".to_owned(),
        )) {
            Answer::Says(status, body) => {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all((head + &body).as_bytes()).await.unwrap();
            }
            Answer::HangsUp => return,
            Answer::KeepsSilent => while stream.read(&mut [0; 64]).await.is_ok_and(|n| n > 0) {},
        }
    }
}

async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let n = stream.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        text.extend_from_slice(&buffer[..n]);
        let whole = String::from_utf8_lossy(&text).into_owned();
        let Some((head, body)) = whole.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().unwrap());
        if body.len() >= length {
            return Some(whole);
        }
    }
}
