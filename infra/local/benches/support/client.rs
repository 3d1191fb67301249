//! The smallest HTTP client that measures a server and not itself: one connection, one request at a time.
//!
//! Invariant: a time is from the first byte written to the last byte read.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// A kept-open connection to the API.
pub struct Client {
    connection: BufReader<TcpStream>,
    host: String,
    key: String,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null when it is no JSON.
    pub body: Value,
    /// How long it took.
    pub took: Duration,
}

impl Client {
    /// Connects to a base address such as `http://127.0.0.1:8025`, with an API key.
    pub async fn connect(base: &str, key: &str) -> anyhow::Result<Self> {
        let host = base.trim_start_matches("http://").to_owned();
        let connection = TcpStream::connect(&host).await.context("connect")?;
        connection.set_nodelay(true)?;
        Ok(Self {
            connection: BufReader::new(connection),
            host,
            key: key.to_owned(),
        })
    }

    /// Reads one address and expects success.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.call("GET", path, None).await
    }

    /// Makes one call and expects success.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.host,
            self.key,
            body.len()
        );
        let begun = Instant::now();
        self.connection.write_all(request.as_bytes()).await?;
        let (status, length) = self.head().await?;
        let mut text = vec![0; length];
        self.connection.read_exact(&mut text).await?;
        let took = begun.elapsed();
        let body = serde_json::from_slice(&text).unwrap_or_default();
        anyhow::ensure!(
            (200..300).contains(&status),
            "{method} {path}: {status} {body}"
        );
        Ok(Answer { status, body, took })
    }

    async fn head(&mut self) -> anyhow::Result<(u16, usize)> {
        let mut line = String::new();
        self.connection.read_line(&mut line).await?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .context("no status line")?;
        let mut length = 0;
        loop {
            line.clear();
            self.connection.read_line(&mut line).await?;
            let Some((name, value)) = line.trim().split_once(':') else {
                return Ok((status, length));
            };
            anyhow::ensure!(
                !name.eq_ignore_ascii_case("transfer-encoding"),
                "a chunked answer cannot be read here"
            );
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().context("a length")?;
            }
        }
    }
}
