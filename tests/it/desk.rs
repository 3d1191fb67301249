//! A deployment to test against.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lambdesk_cloud::config::Role;
use lambdesk_domain::access::Scope;
use lambdesk_functions::api::tokens;
use lambdesk_local::mail::InboundMail;
use lambdesk_local::stack::{Options, Stack};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a flow may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Desk {
    pub stack: Stack,
    pub key: String,
    http: reqwest::Client,
    folder: TempDir,
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

pub fn options(folder: &Path) -> Options {
    let mut options = Options::new(folder);
    options.events.schedules = false;
    options.events.retry_after = None;
    options
}

impl Desk {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(adjust: impl FnOnce(&mut Options)) -> Self {
        let folder = TempDir::new().unwrap();
        let mut options = options(folder.path());
        adjust(&mut options);
        Self::start_in(folder, options).await
    }

    pub async fn start_in(folder: TempDir, options: Options) -> Self {
        let stack = Stack::start(options).await.unwrap();
        stack.invoke(Role::Sweep, json!({})).await.unwrap();
        let key = api_key(&stack, Scope::ALL).await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .unwrap();
        Self {
            stack,
            key,
            http,
            folder,
        }
    }

    /// Ends this deployment and starts another on its data.
    pub async fn restart(self) -> Self {
        let Self { stack, folder, .. } = self;
        stack.stop().await;
        let options = options(folder.path());
        Self::start_in(folder, options).await
    }

    /// Ends this deployment and gives its data folder away.
    pub async fn stop(self) -> TempDir {
        self.stack.stop().await;
        self.folder
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn idle(&self) {
        self.stack.until_idle(PATIENCE).await.unwrap();
    }

    pub async fn sweep(&self) -> Value {
        let answer = self.stack.invoke(Role::Sweep, json!({})).await.unwrap();
        self.idle().await;
        answer
    }

    /// Takes a mail in and waits until all stages are done with it.
    pub async fn receive(&self, raw: impl AsRef<[u8]>) {
        self.take_in(raw, "support@demo.test").await;
        self.idle().await;
    }

    /// Takes a mail in for a recipient, without waiting.
    pub async fn take_in(&self, raw: impl AsRef<[u8]>, recipient: &str) -> String {
        let mail = InboundMail {
            mail_from: "sender@example.com".into(),
            recipients: vec![recipient.into()],
            raw: raw.as_ref().to_vec(),
            helo: "client.example.com".into(),
            peer: None,
        };
        self.stack.receive(mail).await.unwrap()
    }

    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let url = format!("{}{path}", self.stack.environment.endpoints.api);
        let mut request = self.http.request(method, url);
        if !headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        {
            request = request.bearer_auth(&self.key);
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer {
            status,
            headers,
            body,
        }
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call(Method::GET, path, None, &[]).await;
        assert!(
            answer.status.is_success(),
            "GET {path}: {} {}",
            answer.status,
            answer.body
        );
        answer.body
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.call(Method::POST, path, Some(body), &[]).await;
        assert!(
            answer.status.is_success(),
            "POST {path}: {} {}",
            answer.status,
            answer.body
        );
        answer.body
    }

    /// Every ticket, newest first.
    pub async fn tickets(&self) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = "/api/v1/tickets?order=created&limit=100".to_owned();
        loop {
            let page = self.get(&path).await;
            all.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(cursor) => {
                    path = format!("/api/v1/tickets?order=created&limit=100&cursor={cursor}")
                }
                None => return all,
            }
        }
    }

    /// The only ticket there is.
    pub async fn the_ticket(&self) -> Value {
        let tickets = self.tickets().await;
        assert_eq!(tickets.len(), 1, "{tickets:?}");
        tickets[0].clone()
    }

    pub async fn messages(&self, ticket: &Value) -> Vec<Value> {
        let id = ticket["id"].as_str().unwrap();
        self.get(&format!("/api/v1/tickets/{id}/messages?limit=100"))
            .await["items"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// The mails that left, oldest first.
    pub fn sent(&self) -> Vec<String> {
        let mut listed = self.stack.outbox.list(10_000).unwrap();
        listed.sort_by_key(|mail| mail.accepted_at_ms);
        listed
            .iter()
            .map(|mail| String::from_utf8(self.stack.outbox.raw(&mail.id).unwrap()).unwrap())
            .collect()
    }
}

/// A key with some scopes.
pub async fn api_key(stack: &Stack, scopes: &[Scope]) -> String {
    let world = stack.world(Role::Api).unwrap();
    let organisation = world.default_organisation().await.unwrap();
    let scopes = scopes.iter().copied().collect();
    let (key, text) = tokens::mint(
        &world.entropy,
        &organisation.id,
        "test",
        scopes,
        None,
        world.clock.now(),
    );
    world.store.put_api_key(&key).await.unwrap();
    text
}

/// The value of a header of a mail, unfolded.
pub fn header(mail: &str, name: &str) -> Option<String> {
    let head = mail
        .split("\r\n\r\n")
        .next()?
        .replace("\r\n ", " ")
        .replace("\r\n\t", " ");
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

/// A small mail.
pub fn mail(id: &str, from: &str, subject: &str, more: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: support@demo.test\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n\
         Date: Fri, 20 Nov 2026 09:00:00 +0000\r\n{more}\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}
