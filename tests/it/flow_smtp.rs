//! A mail program's side of SMTP, for tests.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// Hands one mail over; answers the server's last word. An error means that nobody knows whether it was taken.
pub async fn send(server: SocketAddr, to: &str, raw: &str) -> io::Result<String> {
    let mut stream = BufReader::new(TcpStream::connect(server).await?);
    answer(&mut stream).await?;
    let envelope = [
        "EHLO client.example.com".to_owned(),
        "MAIL FROM:<sender@example.com>".to_owned(),
        format!("RCPT TO:<{to}>"),
        "DATA".to_owned(),
    ];
    for line in envelope {
        let said = say(&mut stream, &line).await?;
        if !said.starts_with(['2', '3']) {
            return Ok(said);
        }
    }
    let stuffed = raw.replace("\r\n.", "\r\n..");
    let said = say(
        &mut stream,
        &format!("{}\r\n.", stuffed.trim_end_matches("\r\n")),
    )
    .await?;
    stream.write_all(b"QUIT\r\n").await?;
    Ok(said)
}

async fn say(stream: &mut BufReader<TcpStream>, line: &str) -> io::Result<String> {
    stream.write_all(line.as_bytes()).await?;
    stream.write_all(b"\r\n").await?;
    answer(stream).await
}

/// The last line of an answer: `250-` lines go on.
async fn answer(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok(line.trim_end().to_owned());
        }
    }
}
