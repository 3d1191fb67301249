//! An SMTP listener for mail clients on the same machine; in the cloud SES holds this end.
//!
//! Invariant: 250 after the data is said only when the sink has stored the mail; memory, connections,
//! line lengths and time are bounded whatever a client sends.

mod dots;
mod input;
mod session;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::{MAX_INBOUND_BYTES, Sink};
use session::Session;

/// How long sessions may go on once a shutdown was asked for.
const DRAIN: Duration = Duration::from_secs(2);

/// Decides whether mail for an address is taken.
pub type Accepts = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// The limits and manners of the listener.
#[derive(Clone)]
pub struct SmtpSettings {
    /// What the server calls itself.
    pub hostname: String,
    /// The largest mail, in bytes.
    pub max_bytes: usize,
    /// The most recipients of one mail.
    pub max_recipients: usize,
    /// The most connections at once; further ones are told to come back.
    pub max_connections: usize,
    /// The most bytes of mail held in memory over all connections.
    pub max_buffered: usize,
    /// How long a client may take for one command.
    pub command_timeout: Duration,
    /// How long a client may take for the data of one mail.
    pub data_timeout: Duration,
    /// Which recipients are known; others get 550.
    pub accepts: Accepts,
}

impl Default for SmtpSettings {
    fn default() -> Self {
        Self {
            hostname: "localhost".to_owned(),
            max_bytes: MAX_INBOUND_BYTES,
            max_recipients: 100,
            max_connections: 64,
            max_buffered: 8 * MAX_INBOUND_BYTES,
            command_timeout: Duration::from_secs(300),
            data_timeout: Duration::from_secs(600),
            accepts: Arc::new(|_| true),
        }
    }
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("SmtpSettings")
            .field("hostname", &self.hostname)
            .field("max_bytes", &self.max_bytes)
            .field("max_connections", &self.max_connections)
            .finish_non_exhaustive()
    }
}

/// Serves SMTP on `listener` until `shutdown` resolves; each mail goes to `sink`.
///
/// # Errors
/// Never at present; accept errors of one connection are waited out.
pub async fn serve(
    listener: TcpListener,
    settings: SmtpSettings,
    sink: Sink,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (closing, closed) = watch::channel(false);
    let door = Door {
        seats: Arc::new(Semaphore::new(settings.max_connections)),
        memory: Memory {
            used: Arc::default(),
            most: settings.max_buffered,
        },
        settings: Arc::new(settings),
        sink,
        closed,
    };
    let mut sessions = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            Some(_) = sessions.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => door.admit(stream, peer.ip(), &mut sessions),
                Err(error) => {
                    tracing::warn!(%error, "cannot accept an SMTP connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    closing.send_replace(true);
    let drained = async { while sessions.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN, drained).await.is_err() {
        sessions.shutdown().await;
    }
    Ok(())
}

/// What every session shares.
struct Door {
    seats: Arc<Semaphore>,
    memory: Memory,
    settings: Arc<SmtpSettings>,
    sink: Sink,
    closed: watch::Receiver<bool>,
}

impl Door {
    /// Starts a session, or asks the client to come back when all seats are taken.
    fn admit(&self, stream: TcpStream, peer: IpAddr, sessions: &mut JoinSet<()>) {
        let Ok(seat) = Arc::clone(&self.seats).try_acquire_owned() else {
            sessions.spawn(turn_away(stream));
            return;
        };
        let session = Session::new(
            Arc::clone(&self.settings),
            Arc::clone(&self.sink),
            self.memory.clone(),
            peer,
            self.closed.clone(),
        );
        sessions.spawn(async move {
            let _seat = seat;
            if let Err(error) = talk(stream, session).await {
                tracing::debug!(%error, "an SMTP session ended early");
            }
        });
    }
}

async fn talk(mut stream: TcpStream, session: Session) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, writer) = stream.split();
    session.run(reader, writer).await
}

async fn turn_away(mut stream: TcpStream) {
    let answer = stream.write_all(b"421 4.3.2 Too many connections, try again later\r\n");
    let _gone_is_fine = tokio::time::timeout(Duration::from_secs(1), answer).await;
}

/// Counts the bytes of mail held by all sessions together.
#[derive(Debug, Clone)]
struct Memory {
    used: Arc<AtomicUsize>,
    most: usize,
}

impl Memory {
    fn lease(&self) -> Lease {
        Lease {
            memory: self.clone(),
            held: 0,
        }
    }
}

/// The share of one mail; given back when the mail is stored or dropped.
#[derive(Debug)]
struct Lease {
    memory: Memory,
    held: usize,
}

impl Lease {
    /// Asks for `more` bytes; `false` means that all sessions together hold too much.
    fn grow(&mut self, more: usize) -> bool {
        let most = self.memory.most;
        let grown = self
            .memory
            .used
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |used| {
                used.checked_add(more).filter(|total| *total <= most)
            });
        if grown.is_ok() {
            self.held += more;
        }
        grown.is_ok()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.memory.used.fetch_sub(self.held, Ordering::AcqRel);
    }
}
