//! One SMTP session: which command may come when, and what is answered (RFC 5321, 1870, 2034, 2920, 6152, 6531).
//!
//! Invariant: a mail reaches the sink only with a sender and at least one recipient that was accepted.

use std::borrow::Cow;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use smtp_proto::{Error as Syntax, MailFrom, Request};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::watch;
use tokio::time::Instant;

use super::dots::{Dots, Ended};
use super::input::{Input, Line};
use super::{Memory, SmtpSettings};
use crate::mail::{InboundMail, Sink};

/// After so many refused commands the client is shown the door.
const MAX_ERRORS: u32 = 20;
/// How long a client may leave our answers unread.
const WRITE_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a client that was told goodbye may go on sending.
const LINGER: Duration = Duration::from_secs(1);

/// What to do after a command.
enum Next {
    Go,
    Data,
    Quit,
}

pub(super) struct Session {
    settings: Arc<SmtpSettings>,
    sink: Sink,
    memory: Memory,
    peer: IpAddr,
    closing: watch::Receiver<bool>,
    helo: Option<String>,
    sender: Option<String>,
    recipients: Vec<String>,
    errors: u32,
    out: Vec<u8>,
}

impl Session {
    pub(super) fn new(
        settings: Arc<SmtpSettings>,
        sink: Sink,
        memory: Memory,
        peer: IpAddr,
        closing: watch::Receiver<bool>,
    ) -> Self {
        Self {
            settings,
            sink,
            memory,
            peer,
            closing,
            helo: None,
            sender: None,
            recipients: Vec::new(),
            errors: 0,
            out: Vec::new(),
        }
    }

    /// Talks until the client leaves, is too slow, or the server closes.
    pub(super) async fn run<R, W>(self, reader: R, mut writer: W) -> io::Result<()>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        let mut input = Input::new(reader);
        self.talk(&mut input, &mut writer).await?;
        writer.shutdown().await?;
        // Closing with bytes unread would make the system throw away our last answer.
        input.discard(LINGER).await
    }

    async fn talk<R, W>(mut self, input: &mut Input<R>, writer: &mut W) -> io::Result<()>
    where
        R: AsyncRead + Unpin,
        W: AsyncWrite + Unpin,
    {
        self.say(&format!("220 {} ESMTP", self.settings.hostname));
        loop {
            if !input.has_line() {
                self.flush(writer).await?;
            }
            let line = tokio::select! {
                line = input.line(self.settings.command_timeout) => line,
                () = closed(self.closing.clone()) => {
                    self.say("421 4.3.2 The server is closing, try again later");
                    return self.flush(writer).await;
                }
            };
            let next = match line {
                Ok(Some(Line::Whole(line))) => self.command(&line),
                Ok(Some(Line::TooLong)) => self.refuse("500 5.5.6 Line too long"),
                Ok(None) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    self.say("421 4.4.2 Timeout, closing");
                    return self.flush(writer).await;
                }
                Err(error) => return Err(error),
            };
            match next {
                Next::Go => {}
                Next::Quit => return self.flush(writer).await,
                Next::Data => {
                    self.flush(writer).await?;
                    if !self.data(input).await? {
                        return self.flush(writer).await;
                    }
                }
            }
        }
    }

    fn command(&mut self, line: &[u8]) -> Next {
        match Request::parse(&mut line.iter()) {
            Ok(Request::Ehlo { host }) => self.hello(&host, true),
            Ok(Request::Helo { host }) => self.hello(&host, false),
            Ok(Request::Mail { from }) => self.mail(&from),
            Ok(Request::Rcpt { to }) => self.recipient(&to.address),
            Ok(Request::Data) => self.may_send_data(),
            Ok(Request::Rset) => {
                self.forget();
                self.go("250 2.0.0 Ok")
            }
            Ok(Request::Noop { .. }) => self.go("250 2.0.0 Ok"),
            Ok(Request::Quit) => {
                self.say("221 2.0.0 Bye");
                Next::Quit
            }
            Ok(Request::Vrfy { .. }) => self.go("252 2.5.1 Cannot verify, but will take mail"),
            Ok(Request::Help { .. }) => self.go("214 2.0.0 See RFC 5321"),
            Ok(
                Request::Lhlo { .. }
                | Request::Bdat { .. }
                | Request::Auth { .. }
                | Request::Expn { .. }
                | Request::Etrn { .. }
                | Request::Atrn { .. }
                | Request::Burl { .. }
                | Request::StartTls,
            ) => self.refuse("502 5.5.1 Command not offered"),
            Err(error) => self.misunderstood(&error),
        }
    }

    fn misunderstood(&mut self, error: &Syntax) -> Next {
        match error {
            Syntax::UnknownCommand => self.refuse("500 5.5.1 Unknown command"),
            Syntax::InvalidSenderAddress => self.refuse("501 5.1.7 Bad sender address"),
            Syntax::InvalidRecipientAddress => self.refuse("501 5.1.3 Bad recipient address"),
            Syntax::SyntaxError { syntax } => self.refuse(&format!("501 5.5.4 Syntax: {syntax}")),
            Syntax::InvalidParameter { param } => {
                self.refuse(&format!("501 5.5.4 Bad parameter: {param}"))
            }
            Syntax::UnsupportedParameter { .. } => {
                self.refuse("555 5.5.4 Parameter not recognised")
            }
            Syntax::NeedsMoreData { .. }
            | Syntax::ResponseTooLong
            | Syntax::InvalidResponse { .. } => self.refuse("501 5.5.2 Syntax error"),
        }
    }

    fn hello(&mut self, host: &str, extended: bool) -> Next {
        self.forget();
        self.helo = Some(host.to_owned());
        let name = self.settings.hostname.clone();
        if !extended {
            return self.go(&format!("250 {name}"));
        }
        self.say(&format!("250-{name} greets you"));
        self.say(&format!("250-SIZE {}", self.settings.max_bytes));
        self.say("250-8BITMIME");
        self.say("250-SMTPUTF8");
        self.say("250-PIPELINING");
        self.go("250 ENHANCEDSTATUSCODES")
    }

    fn mail(&mut self, from: &MailFrom<Cow<'_, str>>) -> Next {
        if self.helo.is_none() {
            return self.refuse("503 5.5.1 Say EHLO first");
        }
        if self.sender.is_some() {
            return self.refuse("503 5.5.1 The sender is given already");
        }
        if from.size > self.settings.max_bytes {
            return self.refuse("552 5.3.4 The mail is too large");
        }
        self.sender = Some(from.address.to_string());
        self.go("250 2.1.0 Ok")
    }

    fn recipient(&mut self, address: &str) -> Next {
        if self.sender.is_none() {
            return self.refuse("503 5.5.1 Give the sender first");
        }
        if self.recipients.len() >= self.settings.max_recipients {
            return self.refuse("452 4.5.3 Too many recipients");
        }
        // The parser gives an empty address for the bare word postmaster.
        let address = if address.is_empty() {
            "postmaster"
        } else {
            address
        };
        if !(self.settings.accepts)(address) {
            return self.refuse("550 5.1.1 No such mailbox here");
        }
        if !self.recipients.iter().any(|known| known == address) {
            self.recipients.push(address.to_owned());
        }
        self.go("250 2.1.5 Ok")
    }

    fn may_send_data(&mut self) -> Next {
        if self.sender.is_none() {
            return self.refuse("503 5.5.1 Give the sender first");
        }
        if self.recipients.is_empty() {
            return self.refuse("554 5.5.1 No valid recipients");
        }
        self.say("354 End data with <CR><LF>.<CR><LF>");
        Next::Data
    }

    /// Reads one mail and hands it to the sink; `false` ends the session.
    async fn data<R: AsyncRead + Unpin>(&mut self, input: &mut Input<R>) -> io::Result<bool> {
        let deadline = Instant::now() + self.settings.data_timeout;
        let mut dots = Dots::new(self.settings.max_bytes, self.memory.lease());
        loop {
            let (used, ended) = dots.take(input.waiting());
            input.consume(used);
            if ended {
                break;
            }
            if dots.dropped() > self.settings.max_bytes.saturating_mul(2) {
                self.say("552 5.3.4 The mail is too large, closing");
                return Ok(false);
            }
            match tokio::time::timeout_at(deadline, input.fill()).await {
                Ok(Ok(true)) => {}
                Ok(Ok(false)) => return Ok(false),
                Ok(Err(error)) => return Err(error),
                Err(_) => {
                    self.say("421 4.4.2 Timeout, closing");
                    return Ok(false);
                }
            }
        }
        let (ended, _lease) = dots.end();
        match ended {
            Ended::Whole(raw) => self.store(raw).await,
            Ended::TooLarge => self.say("552 5.3.4 The mail is too large"),
            Ended::NoMemory => self.say("452 4.3.1 Too many large mails at once, try again later"),
        }
        self.forget();
        Ok(true)
    }

    async fn store(&mut self, raw: Vec<u8>) {
        let mail = InboundMail {
            mail_from: self.sender.take().unwrap_or_default(),
            recipients: std::mem::take(&mut self.recipients),
            raw,
            helo: self.helo.clone().unwrap_or_default(),
            peer: Some(self.peer),
        };
        match (self.sink)(mail).await {
            Ok(id) => self.say(&format!("250 2.0.0 Ok {}", one_line(&id))),
            Err(reason) => {
                tracing::warn!("a mail was not stored and the client was asked to try again");
                self.say(&format!("451 4.3.0 {}", one_line(&reason)));
            }
        }
    }

    fn forget(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    fn go(&mut self, answer: &str) -> Next {
        self.say(answer);
        Next::Go
    }

    fn refuse(&mut self, answer: &str) -> Next {
        self.errors += 1;
        if self.errors > MAX_ERRORS {
            self.say("421 4.7.0 Too many errors, closing");
            return Next::Quit;
        }
        self.go(answer)
    }

    fn say(&mut self, answer: &str) {
        self.out.extend_from_slice(answer.as_bytes());
        self.out.extend_from_slice(b"\r\n");
    }

    async fn flush<W: AsyncWrite + Unpin>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let out = std::mem::take(&mut self.out);
        let written = async {
            writer.write_all(&out).await?;
            writer.flush().await
        };
        tokio::time::timeout(WRITE_TIMEOUT, written)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

async fn closed(mut closing: watch::Receiver<bool>) {
    let _gone_means_closed = closing.wait_for(|closing| *closing).await;
}

/// Text that fits into one answer line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(400)
        .collect()
}
