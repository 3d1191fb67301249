//! The real program is killed at random moments while mail comes in and replies go out.
//!
//! Invariant: what was acknowledged is there once, what was not may be repeated, and nothing leaves twice.
//! `LAMBDESK_KILLS` sets how often it is killed, `LAMBDESK_SEED` when.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::desk::{Desk, PATIENCE, mail, options};
use crate::flow_smtp;
use crate::flow_support::{later, nothing_left_undone, parked};

/// The program, built beside this test.
pub fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.parent().unwrap().parent().unwrap().join("lambdesk");
    assert!(
        path.is_file(),
        "{} is missing; run: cargo build -p lambdesk-local --bins",
        path.display()
    );
    path
}

/// A running helpdesk.
struct Server {
    child: Child,
    api: String,
    smtp: SocketAddr,
}

impl Server {
    async fn start(data: &Path) -> Self {
        let mut child = Command::new(program())
            .args([
                "serve",
                "--json",
                "--empty",
                "--port",
                "0",
                "--smtp-port",
                "0",
                "--data",
            ])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line())
            .await
            .unwrap()
            .unwrap();
        let ready: Value =
            serde_json::from_str(&line.expect("it starts after every kill")).unwrap();
        Self {
            child,
            api: ready["api"].as_str().unwrap().to_owned(),
            smtp: ready["smtp"].as_str().unwrap().parse().unwrap(),
        }
    }

    /// SIGKILL: nothing in the process gets to run any more.
    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long to go on is the caller's choice, not the program's configuration"
)]
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// What the outside world did and what it was told.
struct World {
    key: String,
    http: reqwest::Client,
    /// Mails handed over or to be handed over: id, raw.
    mails: Vec<(String, String)>,
    acknowledged: usize,
    /// Replies to be acknowledged: text, which is also the key, and the path.
    replies: Vec<(String, String)>,
    replied: usize,
    written: BTreeMap<String, bool>,
}

impl World {
    /// Whether too little happened to tell anything.
    fn is_small(&self) -> bool {
        self.replies.len() < 2 || self.mails.len() < 6
    }

    /// Hands over and repeats what was not acknowledged, until the server is gone.
    async fn press(&mut self, server: &Server) {
        for round in 0.. {
            if self.mail(server).await.is_err() {
                return;
            }
            if round % 2 == 1 && self.reply(server).await.is_err() {
                return;
            }
        }
    }

    /// The next mail: every third answers an earlier one.
    async fn mail(&mut self, server: &Server) -> std::io::Result<()> {
        if self.acknowledged == self.mails.len() {
            let at = self.mails.len();
            let id = format!("kill-{at}@example.com");
            let (of, text) = (at - at % 3, format!("mail {at}"));
            let more = match at % 3 {
                0 => String::new(),
                _ => format!("In-Reply-To: <kill-{of}@example.com>\r\n"),
            };
            let raw = mail(
                &id,
                "Ann <ann@example.com>",
                &format!("thread {of}"),
                &more,
                &text,
            );
            self.mails.push((text, raw));
        }
        let (_, raw) = &self.mails[self.acknowledged];
        let said = flow_smtp::send(server.smtp, "support@demo.test", raw).await?;
        assert!(said.starts_with("250"), "{said}");
        self.acknowledged += 1;
        Ok(())
    }

    /// The next reply to the ticket that changed last.
    async fn reply(&mut self, server: &Server) -> reqwest::Result<()> {
        if self.replied == self.replies.len() {
            let list = format!("{}/api/v1/tickets?limit=3", server.api);
            let page: Value = self
                .http
                .get(list)
                .bearer_auth(&self.key)
                .send()
                .await?
                .json()
                .await?;
            let Some(id) = page["items"]
                .as_array()
                .and_then(|items| items.last()?["id"].as_str())
            else {
                return Ok(());
            };
            let path = format!("/api/v1/tickets/{id}/replies");
            self.replies
                .push((format!("reply-{}", self.replies.len()), path));
        }
        let (text, path) = &self.replies[self.replied];
        let request = self
            .http
            .post(format!("{}{path}", server.api))
            .bearer_auth(&self.key);
        let request = request
            .header("idempotency-key", text)
            .json(&json!({ "text": text }));
        let status = request.send().await?.status();
        // Begun before the kill and not finished: it can be repeated in a minute, at the end of the test.
        assert!(
            status.is_success() || status == 409 || status == 429,
            "{status}"
        );
        if status != 429 {
            self.written.insert(text.clone(), status.is_success());
            self.replied += 1;
        }
        Ok(())
    }
}

async fn owner_key(data: &Path) -> String {
    let made = Command::new(program())
        .args(["key", "create", "--role", "owner", "--data"])
        .arg(data)
        .output()
        .await
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_at_any_moment_lose_and_double_nothing() {
    let (kills, seed) = (setting("LAMBDESK_KILLS", 8), setting("LAMBDESK_SEED", 1));
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path()).await;
    let mut world = World {
        key: owner_key(folder.path()).await,
        http: reqwest::Client::builder()
            .timeout(PATIENCE)
            .build()
            .unwrap(),
        mails: Vec::new(),
        acknowledged: 0,
        replies: Vec::new(),
        replied: 0,
        written: BTreeMap::new(),
    };
    server.kill().await;
    let mut dice = Dice(seed);
    let mut lives = 0;
    // On a slow machine a life may be too short for anything; then there are more of them.
    while lives < kills || (world.is_small() && lives < 5 * kills) {
        lives += 1;
        let server = Server::start(folder.path()).await;
        let until_then = Duration::from_millis(20 + dice.roll(1_000));
        let _killed_in_the_middle = tokio::time::timeout(until_then, world.press(&server)).await;
        server.kill().await;
    }
    check(folder, world).await;
}

/// Opens the data in this process, repeats what was not acknowledged, and counts.
async fn check(folder: TempDir, world: World) {
    let clock = Clock::movable();
    let mut options = options(folder.path());
    options.clock = clock.clone();
    options.events.retry_after = Some(Duration::ZERO);
    let mut desk = Desk::start_in(folder, options).await;
    desk.key = world.key.clone();
    desk.idle().await;
    for (_, raw) in &world.mails[world.acknowledged..] {
        desk.receive(raw).await;
    }
    clock.advance(SignedDuration::from_mins(2));
    for (text, path) in &world.replies {
        if world.written.get(text) != Some(&true) {
            let body = Some(json!({ "text": text }));
            let answer = desk
                .call(
                    reqwest::Method::POST,
                    path,
                    body,
                    &[("idempotency-key", text)],
                )
                .await;
            assert!(answer.status.is_success(), "{}", answer.body);
        }
    }
    for _ in 0..3 {
        later(&desk, &clock, SignedDuration::from_mins(11)).await;
    }
    assert!(parked(&desk).await.is_empty());
    nothing_left_undone(&desk).await;
    count(&desk, &world).await;
}

async fn count(desk: &Desk, world: &World) {
    let mut seen: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for ticket in desk.tickets().await {
        for message in desk.messages(&ticket).await {
            let text = message["text"].as_str().unwrap().trim().to_owned();
            seen.entry(text).or_default().push(message);
        }
    }
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    for sent in desk.stack.outbox.list(100_000).unwrap() {
        let message = sent
            .tags
            .iter()
            .find(|(name, _)| name == "message")
            .unwrap()
            .1
            .clone();
        *mails.entry(message).or_default() += 1;
    }
    assert_eq!(desk.tickets().await.len(), world.mails.len().div_ceil(3));
    let mut uncertain = 0;
    for (text, _) in world.mails.iter().chain(&world.replies) {
        let found = seen.get(text).map_or(0, Vec::len);
        assert_eq!(found, 1, "{text}");
    }
    for (text, _) in &world.replies {
        let message = &seen[text][0];
        let left = mails
            .get(message["id"].as_str().unwrap())
            .copied()
            .unwrap_or(0);
        match message["delivery"]["state"].as_str().unwrap() {
            "sent" | "delivered" => assert_eq!(left, 1, "{text}"),
            "uncertain" => {
                // Had it left, its events would have settled it: they are kept with the mail.
                assert_eq!(left, 0, "{text}");
                uncertain += 1;
            }
            other => panic!("{text} is {other}"),
        }
    }
    let total = world.mails.len() + world.replies.len();
    assert_eq!(
        seen.values().map(Vec::len).sum::<usize>(),
        total,
        "nothing else is there"
    );
    assert!(!world.is_small(), "{total} messages are too few to tell");
    told(world, uncertain);
}

#[expect(clippy::print_stderr, reason = "the result of a long run by hand")]
fn told(world: &World, uncertain: usize) {
    let (mails, replies) = (world.mails.len(), world.replies.len());
    eprintln!("{mails} mails, {replies} replies, {uncertain} uncertain");
}
