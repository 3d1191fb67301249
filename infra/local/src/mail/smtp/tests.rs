//! Talks to the listener as clients do, good ones and bad ones.

use std::net::SocketAddr;
use std::sync::Mutex;

use tokio::io::AsyncReadExt;
use tokio::sync::oneshot;

use super::*;
use crate::listen;
use crate::mail::InboundMail;

type Taken = Arc<Mutex<Vec<InboundMail>>>;

struct Server {
    address: SocketAddr,
    taken: Taken,
    stop: Option<oneshot::Sender<()>>,
    running: tokio::task::JoinHandle<io::Result<()>>,
}

fn sink(taken: &Taken) -> Sink {
    let taken = Arc::clone(taken);
    Arc::new(move |mail: InboundMail| {
        let full = mail.raw.windows(9).any(|window| window == b"DISK FULL");
        if !full {
            taken.lock().unwrap().push(mail);
        }
        Box::pin(async move {
            if full {
                Err("no space\r\nis left".to_owned())
            } else {
                Ok("id-1".to_owned())
            }
        })
    })
}

async fn server(settings: SmtpSettings) -> Server {
    let taken = Taken::default();
    let (listener, address) = listen::bind(0, "--smtp-port").await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(serve(listener, settings, sink(&taken), async {
        let _either_way = stopped.await;
    }));
    Server {
        address,
        taken,
        stop: Some(stop),
        running,
    }
}

struct Client(TcpStream);

impl Client {
    async fn connect(server: &Server) -> Self {
        let mut client = Self(TcpStream::connect(server.address).await.unwrap());
        assert!(client.answer().await.starts_with("220 "));
        client
    }

    async fn put(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// One answer, all lines of it, without the last line end; empty at the end of the connection.
    async fn answer(&mut self) -> String {
        let mut text = String::new();
        loop {
            let mut line = Vec::new();
            while !line.ends_with(b"\n") {
                let mut byte = [0];
                let read = self.0.read(&mut byte).await.unwrap_or(0);
                if read == 0 {
                    return text;
                }
                line.push(byte[0]);
            }
            let line = String::from_utf8(line).unwrap();
            text.push_str(&line);
            if line.as_bytes()[3] == b' ' {
                return text.trim_end().to_owned();
            }
        }
    }

    async fn ask(&mut self, line: &str) -> String {
        self.put(format!("{line}\r\n").as_bytes()).await;
        self.answer().await
    }

    async fn ready_for_data(&mut self) {
        for line in [
            "EHLO c.test",
            "MAIL FROM:<kim@example.com>",
            "RCPT TO:<desk@desk.test>",
        ] {
            assert!(self.ask(line).await.starts_with("250"));
        }
        assert!(self.ask("DATA").await.starts_with("354"));
    }
}

#[tokio::test]
async fn a_mail_is_taken_byte_for_byte_and_acknowledged_with_its_id() {
    let server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    let hello = client.ask("EHLO c.test").await;
    for offered in ["SIZE 41943040", "8BITMIME", "SMTPUTF8", "PIPELINING"] {
        assert!(hello.contains(offered), "{hello}");
    }
    assert!(
        client
            .ask("MAIL FROM:<kim@example.com> BODY=8BITMIME SIZE=100")
            .await
            .starts_with("250")
    );
    assert!(
        client
            .ask("RCPT TO:<desk+t1@desk.test>")
            .await
            .starts_with("250")
    );
    assert!(client.ask("DATA").await.starts_with("354"));
    client
        .put(b"Subject: x\r\n\r\n..dot\r\nbare\nlf \xff\0\r\n.\r\n")
        .await;
    assert_eq!(client.answer().await, "250 2.0.0 Ok id-1");
    assert!(client.ask("QUIT").await.starts_with("221"));
    assert_eq!(client.answer().await, "");
    let taken = server.taken.lock().unwrap();
    assert_eq!(
        taken[0].raw,
        b"Subject: x\r\n\r\n.dot\r\nbare\nlf \xff\0\r\n"
    );
    assert_eq!(taken[0].mail_from, "kim@example.com");
    assert_eq!(taken[0].recipients, ["desk+t1@desk.test"]);
    assert_eq!(taken[0].helo, "c.test");
    assert!(taken[0].peer.unwrap().is_loopback());
}

#[tokio::test]
async fn pipelined_mails_are_taken_in_order() {
    let server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    let mut wire = b"HELO c\r\n".to_vec();
    for number in 0..3 {
        let mail =
            format!("MAIL FROM:<>\r\nRCPT TO:<d@desk.test>\r\nDATA\r\nmail {number}\r\n.\r\n");
        wire.extend_from_slice(mail.as_bytes());
    }
    wire.extend_from_slice(b"QUIT\r\n");
    client.put(&wire).await;
    let mut codes = Vec::new();
    loop {
        match client.answer().await {
            answer if answer.is_empty() => break,
            answer => codes.push(answer[..3].to_owned()),
        }
    }
    let one = ["250", "250", "354", "250"];
    let expected = [vec!["250"], one.repeat(3), vec!["221"]].concat();
    assert_eq!(codes, expected);
    let bodies: Vec<Vec<u8>> = server
        .taken
        .lock()
        .unwrap()
        .iter()
        .map(|mail| mail.raw.clone())
        .collect();
    assert_eq!(bodies, [b"mail 0\r\n", b"mail 1\r\n", b"mail 2\r\n"]);
}

#[tokio::test]
async fn commands_out_of_order_and_unknown_ones_are_refused() {
    let server = server(SmtpSettings {
        accepts: Arc::new(|address| address.ends_with("@desk.test")),
        max_recipients: 2,
        ..SmtpSettings::default()
    })
    .await;
    let mut client = Client::connect(&server).await;
    let steps = [
        ("MAIL FROM:<a@x.test>", "503"),
        ("EHLO c", "250"),
        ("RCPT TO:<d@desk.test>", "503"),
        ("DATA", "503"),
        ("MAIL FROM:<a@x.test> SIZE=99999999", "552"),
        ("MAIL FROM:a@x.test>", "501"),
        ("MAIL FROM:<grüße@x.test> SMTPUTF8", "250"),
        ("MAIL FROM:<b@x.test>", "503"),
        ("DATA", "554"),
        ("RCPT TO:<who@elsewhere.test>", "550"),
        ("RCPT TO:<one@desk.test>", "250"),
        ("RCPT TO:<two@desk.test>", "250"),
        ("RCPT TO:<three@desk.test>", "452"),
        ("VRFY one", "252"),
        ("NOOP", "250"),
        ("STARTTLS", "502"),
        ("AUTH PLAIN", "50"),
        ("EXPN all", "502"),
        ("NONSENSE", "500"),
        ("RSET", "250"),
        ("DATA", "503"),
    ];
    for (line, expected) in steps {
        let answer = client.ask(line).await;
        assert!(answer.starts_with(expected), "{line}: {answer}");
    }
    assert_eq!(server.taken.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_store_that_fails_is_told_as_a_passing_error_on_one_line() {
    let server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    client.ready_for_data().await;
    client.put(b"DISK FULL\r\n.\r\n").await;
    assert_eq!(client.answer().await, "451 4.3.0 no space  is left");
    assert!(
        client.ask("MAIL FROM:<a@x.test>").await.starts_with("250"),
        "the session goes on"
    );
}

#[tokio::test]
async fn a_mail_over_the_limit_is_refused_and_the_session_goes_on() {
    let server = server(SmtpSettings {
        max_bytes: 1000,
        ..SmtpSettings::default()
    })
    .await;
    let mut client = Client::connect(&server).await;
    client.ready_for_data().await;
    client.put(&b"0123456789\r\n".repeat(100)).await;
    client.put(b".\r\n").await;
    assert!(client.answer().await.starts_with("552"));
    client.ready_for_data().await;
    client.put(b"small\r\n.\r\n").await;
    assert!(client.answer().await.starts_with("250"));
    client.ready_for_data().await;
    let endless = b"x".repeat(5000);
    client.put(&endless).await;
    assert!(client.answer().await.starts_with("552"));
    assert_eq!(client.answer().await, "", "who never stops is cut off");
}

#[tokio::test]
async fn a_mail_that_memory_has_no_room_for_is_put_off() {
    let settings = SmtpSettings {
        max_buffered: 300_000,
        ..SmtpSettings::default()
    };
    let server = server(settings).await;
    let mut client = Client::connect(&server).await;
    let half = b"0123456789abcd\r\n".repeat(200_000 / 16);
    for (halves, expected) in [(2, "452"), (1, "250"), (1, "250")] {
        client.ready_for_data().await;
        for _ in 0..halves {
            client.put(&half).await;
        }
        client.put(b".\r\n").await;
        assert!(
            client.answer().await.starts_with(expected),
            "the memory is given back each time"
        );
    }
}

#[tokio::test]
async fn hostile_lines_cost_little_and_end_the_session() {
    let server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    client
        .put(&[b"x".repeat(200_000), b"\r\n".to_vec()].concat())
        .await;
    assert!(client.answer().await.starts_with("500 5.5.6"));
    let hostile: [&[u8]; 8] = [
        b"\0\0\0\r\n",
        b"\xff\xfe MAIL\r\n",
        b"\r\n",
        b"EHLO \r\n",
        b"MAIL FROM:<a@x\0y>\r\n",
        b"MAIL FROM:<\r\r\r\n",
        b"RCPT TO:<<<<<>>>>\r\n",
        b"MAIL FROM:<a@b> SIZE=99999999999999999999999999\r\n",
    ];
    for line in hostile {
        client.put(line).await;
        let answer = client.answer().await;
        assert!(answer.starts_with('5'), "{line:?}: {answer}");
    }
    client.put(&b"NONSENSE\r\n".repeat(30)).await;
    let mut last = String::new();
    loop {
        match client.answer().await {
            answer if answer.is_empty() => break,
            answer => last = answer,
        }
    }
    assert!(last.starts_with("421 4.7.0"), "{last}");
}

#[tokio::test]
async fn an_envelope_with_line_ends_cannot_be_given() {
    let server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    assert!(client.ask("EHLO c").await.starts_with("250"));
    client.put(b"MAIL FROM:<\"a\rb\"@x.test>\r\n").await;
    let answer = client.answer().await;
    if answer.starts_with("250") {
        assert!(client.ask("RCPT TO:<d@desk.test>").await.starts_with("250"));
        assert!(client.ask("DATA").await.starts_with("354"));
        client.put(b"x\r\n.\r\n").await;
        assert!(client.answer().await.starts_with("250"));
        let taken = server.taken.lock().unwrap();
        assert!(!taken[0].mail_from.contains(['\r', '\n']));
    } else {
        assert!(answer.starts_with("501"), "{answer}");
    }
}

#[tokio::test]
async fn one_connection_too_many_is_asked_to_come_back() {
    let server = server(SmtpSettings {
        max_connections: 1,
        ..SmtpSettings::default()
    })
    .await;
    let mut first = Client::connect(&server).await;
    let mut extra = Client(TcpStream::connect(server.address).await.unwrap());
    assert!(extra.answer().await.starts_with("421 4.3.2"));
    assert!(first.ask("NOOP").await.starts_with("250"));
}

#[tokio::test]
async fn a_client_that_sends_half_a_command_is_shown_the_door() {
    let command_timeout = Duration::from_millis(40);
    let server = server(SmtpSettings {
        command_timeout,
        ..SmtpSettings::default()
    })
    .await;
    let mut slow = Client::connect(&server).await;
    slow.put(b"EHL").await;
    assert!(slow.answer().await.starts_with("421 4.4.2"));
    assert_eq!(slow.answer().await, "");
}

#[tokio::test]
async fn data_that_never_ends_times_out_and_stores_nothing() {
    let settings = SmtpSettings {
        data_timeout: Duration::from_millis(40),
        ..SmtpSettings::default()
    };
    let server = server(settings).await;
    let mut client = Client::connect(&server).await;
    client.ready_for_data().await;
    assert!(client.answer().await.starts_with("421 4.4.2"));
    assert_eq!(server.taken.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_shutdown_says_so_to_idle_clients_and_ends() {
    let mut server = server(SmtpSettings::default()).await;
    let mut client = Client::connect(&server).await;
    server.stop.take().unwrap().send(()).unwrap();
    assert!(client.answer().await.starts_with("421 4.3.2"));
    server.running.await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}
