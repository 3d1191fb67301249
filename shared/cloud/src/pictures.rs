//! Fetches pictures that mails show from other servers, so that whoever sent the mail never sees the agent's own address.
//!
//! Invariant: every address, also one that a redirect names, passes the guard before it is called; what is given back is one
//! of the safe kinds of pictures by its bytes.

use std::time::Duration;

use bytes::Bytes;
use lambdesk_domain::picture::{self, PictureKind};
use url::Url;

use crate::outbound::guard::{self, BadAddress, Reach};
use crate::outbound::{Answer, Line, Lost, Outbound, request};

/// How long a picture may take, and how large it may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Until the connection stands.
    pub connect: Duration,
    /// For all of it, redirects included.
    pub whole: Duration,
    /// Bytes. A function's answer holds 6 MB, and bytes become a third more in it (AWS, "Lambda quotas").
    pub most: usize,
    /// Redirects that are followed.
    pub hops: usize,
    /// Where it may lead.
    pub reach: Reach,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            whole: Duration::from_secs(8),
            most: 4 << 20,
            hops: 4,
            reach: Reach::default(),
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What its bytes say it is.
    pub kind: PictureKind,
    /// The bytes.
    pub bytes: Bytes,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// The address may not be called.
    #[error("its address is not one that may be called: {0}")]
    Address(#[from] BadAddress),
    /// No answer in time.
    #[error("its server does not answer")]
    NoAnswer,
    /// The server said something else than "here it is".
    #[error("its server answers with status {0}")]
    Status(u16),
    /// One redirect after the other.
    #[error("its server sends from one address to the next")]
    Redirects,
    /// Above the limit.
    #[error("it is larger than 4 MB")]
    TooLarge,
    /// Something else than a safe picture.
    #[error("it is not a PNG, JPEG, GIF, WebP or AVIF picture")]
    NotAPicture,
}

/// Fetches pictures; one for a process.
#[derive(Debug)]
pub struct Pictures {
    limits: Limits,
    outbound: Outbound,
}

impl Pictures {
    /// Prepares; connects to nothing.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            outbound: Outbound::new(limits.connect, limits.reach),
        }
    }

    /// The picture at an address, which may be one without TLS: it is asked for with TLS all the same, as browsers do.
    ///
    /// # Errors
    /// See [`NoPicture`].
    pub async fn fetch(&self, address: &str) -> Result<Picture, NoPicture> {
        let address = address.trim();
        // An address without a scheme is one of the page it stands on, and a mail stands nowhere.
        let whole = address
            .strip_prefix("//")
            .map(|rest| format!("https://{rest}"));
        let address = Url::parse(whole.as_deref().unwrap_or(address));
        let address = address.map_err(|_| BadAddress::Malformed)?;
        tokio::time::timeout(self.limits.whole, self.follow(address))
            .await
            .unwrap_or(Err(NoPicture::NoAnswer))
    }

    async fn follow(&self, mut address: Url) -> Result<Picture, NoPicture> {
        for _ in 0..=self.limits.hops {
            let answer = self.ask(&address).await?;
            match answer.status {
                200 => {
                    let kind = picture::kind(&answer.body).ok_or(NoPicture::NotAPicture)?;
                    let bytes = answer.body;
                    return Ok(Picture { kind, bytes });
                }
                301 | 302 | 303 | 307 | 308 => {
                    let next = answer.headers.get("location");
                    let next = next.ok_or(NoPicture::Status(answer.status))?;
                    address = address.join(next).map_err(|_| BadAddress::Malformed)?;
                }
                status => return Err(NoPicture::Status(status)),
            }
        }
        Err(NoPicture::Redirects)
    }

    async fn ask(&self, address: &Url) -> Result<Answer, NoPicture> {
        let address = guard::link(address, self.limits.reach)?;
        let accept = "image/avif,image/webp,image/png,image/jpeg,image/gif".to_owned();
        let request = request("GET", &address.url, [("accept", accept)], Vec::new());
        let request = request.ok_or(BadAddress::Malformed)?;
        let called = self
            .outbound
            .call(Line::to(&address), request, self.limits.most)
            .await;
        called.map_err(|lost| match lost {
            Lost::Forbidden => NoPicture::Address(BadAddress::Private),
            Lost::TooLarge(200) => NoPicture::TooLarge,
            Lost::TooLarge(status) => NoPicture::Status(status),
            Lost::NoAnswer { .. } | Lost::Broken(_) => NoPicture::NoAnswer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::test_server::{Act, Server};

    const GIF: &str = "GIF89a\u{1}\0\u{1}\0";
    const LOCAL: Reach = Reach {
        loopback: true,
        private: false,
    };

    fn pictures(reach: Reach) -> Pictures {
        Pictures::new(Limits {
            whole: Duration::from_secs(2),
            reach,
            ..Limits::default()
        })
    }

    fn say(status: u16, headers: Vec<(&'static str, String)>, body: &str) -> Act {
        Act::Say(status, headers, body.to_owned())
    }

    async fn played(acts: impl IntoIterator<Item = Act>) -> (Server, Result<Picture, NoPicture>) {
        let server = Server::play(acts).await;
        let found = pictures(LOCAL)
            .fetch(&format!("{}/a.gif?x=1", server.url))
            .await;
        (server, found)
    }

    #[tokio::test]
    async fn a_picture_is_what_its_bytes_say() {
        let lies = vec![("content-type", "text/html".to_owned())];
        let (server, found) = played([say(200, lies, GIF)]).await;
        assert_eq!(found.unwrap().kind, PictureKind::Gif);
        let seen = server.seen();
        assert_eq!(seen[0].line, "GET /a.gif?x=1 HTTP/1.1");
        for private in ["cookie", "referer", "authorization"] {
            assert_eq!(seen[0].header(private), None);
        }
    }

    #[tokio::test]
    async fn what_is_no_picture_says_why() {
        let to = |place: &str| vec![("location", place.to_owned())];
        let svg = vec![("content-type", "image/svg+xml".to_owned())];
        let table = [
            (say(404, vec![], GIF), NoPicture::Status(404)),
            (say(200, svg, "<svg/>"), NoPicture::NotAPicture),
            (Act::Flood, NoPicture::TooLarge),
            (Act::Wait, NoPicture::NoAnswer),
            (
                Act::Cut("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\nGIF89a".to_owned()),
                NoPicture::NoAnswer,
            ),
            (
                say(302, to("http://10.0.0.7/a.gif"), ""),
                NoPicture::Address(BadAddress::Private),
            ),
            (
                say(302, to("https://169.254.169.254/latest"), ""),
                NoPicture::Address(BadAddress::Private),
            ),
            (
                say(302, to("file:///etc/passwd"), ""),
                NoPicture::Address(BadAddress::Malformed),
            ),
            (say(302, vec![], ""), NoPicture::Status(302)),
        ];
        for (act, expected) in table {
            let (_server, found) = played([act]).await;
            assert_eq!(found, Err(expected));
        }
    }

    #[tokio::test]
    async fn redirects_are_followed_a_few_times() {
        let next = || say(302, vec![("location", "/b.gif".to_owned())], "");
        let (server, found) = played([next(), next(), say(200, vec![], GIF)]).await;
        assert_eq!(found.unwrap().kind, PictureKind::Gif);
        assert_eq!(server.seen()[2].line, "GET /b.gif HTTP/1.1");
        let (server, found) = played((0..9).map(|_| next())).await;
        assert_eq!(found, Err(NoPicture::Redirects));
        assert_eq!(server.seen().len(), 5);
    }

    #[tokio::test]
    async fn this_machine_is_reached_only_where_the_deployment_allows_it() {
        let server = Server::play([say(200, vec![], GIF)]).await;
        let port = server.url.rsplit(':').next().unwrap().to_owned();
        let pictures = pictures(Reach::default());
        for host in ["127.0.0.1", "localhost", "0x7f.1", "[::1]", "2130706433"] {
            let found = pictures.fetch(&format!("http://{host}:{port}/a.gif")).await;
            assert_eq!(
                found,
                Err(NoPicture::Address(BadAddress::Private)),
                "{host}"
            );
        }
        assert!(server.seen().is_empty());
        for bad in [
            "",
            "a.gif",
            "/a.gif",
            "https://",
            "ftp://example.com/a.gif",
            "https://u:p@example.com/a.gif",
        ] {
            let found = pictures.fetch(bad).await;
            assert_eq!(
                found,
                Err(NoPicture::Address(BadAddress::Malformed)),
                "{bad}"
            );
        }
    }
}
