//! Decides which addresses that organisations set may be called.
//!
//! Invariant: an address an organisation typed in never leads to this machine, to a private network or to the
//! metadata service, whatever its name resolves to, unless the deployment says so. Checked twice: the address when
//! it is read, and what its name resolves to when the connection is made.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};
use url::Url;

/// What the deployment allows beyond the public internet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// This machine, also without TLS: for local mode.
    pub loopback: bool,
    /// Private networks, with TLS: for a server in the deployment's own network.
    pub private: bool,
}

/// Why an address may not be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It is not an address of a server.
    #[error(
        "enter the address as https://host or https://host/path, without user, query or fragment"
    )]
    Malformed,
    /// It is not encrypted.
    #[error("the address must begin with https://")]
    Plain,
    /// It leads to this machine or into a private network.
    #[error("the address leads into a private network, which this deployment does not allow")]
    Private,
}

/// An address that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Without a slash at the end.
    pub url: String,
    /// Whether it has no path.
    pub bare: bool,
    /// Whether it is spoken to without TLS, which is only done on this machine.
    pub plain: bool,
}

/// Checks an address that an organisation set.
///
/// # Errors
/// See [`BadAddress`].
pub fn check(text: &str, reach: Reach) -> Result<Address, BadAddress> {
    let text = text.trim();
    let uri: http::Uri = text.parse().map_err(|_| BadAddress::Malformed)?;
    let authority = uri.authority().ok_or(BadAddress::Malformed)?;
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '@' | '?' | '#' | '\\');
    let host = authority.host();
    if text.contains(odd) || host.is_empty() {
        return Err(BadAddress::Malformed);
    }
    let place = place(host);
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if reach.loopback && place == Place::Loopback => {}
        Some("http") => return Err(BadAddress::Plain),
        _ => return Err(BadAddress::Malformed),
    }
    if !place.is_within(reach) {
        return Err(BadAddress::Private);
    }
    Ok(Address {
        url: text.trim_end_matches('/').to_owned(),
        bare: uri.path().trim_end_matches('/').is_empty(),
        plain: uri.scheme_str() == Some("http"),
    })
}

/// Checks an address that stands in a mail, or that a server names as the next one: with a query, and asked for with TLS also
/// where it names none, as browsers do within encrypted pages.
///
/// # Errors
/// See [`BadAddress`].
pub fn link(address: &Url, reach: Reach) -> Result<Address, BadAddress> {
    let host = address.host_str().filter(|host| !host.is_empty());
    let place = place(host.ok_or(BadAddress::Malformed)?);
    let named = !address.username().is_empty() || address.password().is_some();
    if named || !matches!(address.scheme(), "http" | "https") {
        return Err(BadAddress::Malformed);
    }
    if !place.is_within(reach) {
        return Err(BadAddress::Private);
    }
    let mut safe = address.clone();
    safe.set_fragment(None);
    let plain = address.scheme() == "http" && place == Place::Loopback;
    if !plain && safe.set_scheme("https").is_err() {
        return Err(BadAddress::Malformed);
    }
    Ok(Address {
        bare: safe.path() == "/",
        url: safe.into(),
        plain,
    })
}

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// To the internet, or a name still to be resolved.
    Public,
    /// To this machine.
    Loopback,
    /// Into a private network.
    Private,
    /// Nowhere a server may be: metadata services, multicast, reserved.
    Nowhere,
}

impl Place {
    fn is_within(self, reach: Reach) -> bool {
        match self {
            Place::Public => true,
            Place::Loopback => reach.loopback,
            Place::Private => reach.private,
            Place::Nowhere => false,
        }
    }
}

fn place(host: &str) -> Place {
    let bare = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .trim_end_matches('.');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return of_ip(address);
    }
    let name = bare.to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return Place::Loopback;
    }
    Place::Public
}

fn of_ip(address: IpAddr) -> Place {
    match address {
        IpAddr::V4(v4) => of_v4(v4),
        IpAddr::V6(v6) => of_v6(v6),
    }
}

/// By the special-purpose registry of IANA (RFC 6890).
fn of_v4(address: Ipv4Addr) -> Place {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127, ..) => Place::Loopback,
        (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => Place::Private,
        (0 | 224..=255, ..)
        | (169, 254, _)
        | (192, 0, 0 | 2)
        | (192, 88, 99)
        | (198, 18 | 19, _)
        | (198, 51, 100)
        | (203, 0, 113) => Place::Nowhere,
        _ => Place::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Place {
    if address.is_loopback() {
        return Place::Loopback;
    }
    let [a, b, c, d, e, f, high, low] = address.segments();
    let [one, two] = high.to_be_bytes();
    let [three, four] = low.to_be_bytes();
    let embedded = Ipv4Addr::new(one, two, three, four);
    match (a, b, c, d, e, f) {
        // Mapped, compatible and translated addresses lead where their IPv4 address leads.
        (0, 0, 0, 0, 0, 0 | 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => of_v4(embedded),
        (0xfc00..=0xfdff, ..) => Place::Private,
        // Only 2000::/3 is given out; 6to4, Teredo and documentation lie within it.
        (0x2002, ..) | (0x2001, 0..=0x1ff | 0xdb8, ..) => Place::Nowhere,
        (0x2000..=0x3fff, ..) => Place::Public,
        _ => Place::Nowhere,
    }
}

/// A name led to no address that may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name leads to no address that may be called")]
pub(crate) struct Forbidden;

/// Resolves names and drops every address that may not be called, so that a name cannot lead elsewhere than it did
/// when it was checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GuardedResolver(pub(crate) Reach);

/// Whether a host is this machine by its name or address.
pub(crate) fn is_loopback(host: &str) -> bool {
    place(host) == Place::Loopback
}

/// The addresses of a host and port that may be connected to, in the order in which they were found.
///
/// # Errors
/// [`std::io::ErrorKind::PermissionDenied`] when there are addresses and none may be; else as the resolver says.
pub(crate) async fn resolve(
    host: &str,
    port: u16,
    reach: Reach,
) -> std::io::Result<Vec<SocketAddr>> {
    let host = host.to_owned();
    let look_up = tokio::task::spawn_blocking(move || {
        (host.as_str(), port).to_socket_addrs().map(Vec::from_iter)
    });
    let mut found = look_up.await.map_err(std::io::Error::other)??;
    found.retain(|address| of_ip(address.ip()).is_within(reach));
    if found.is_empty() {
        return Err(std::io::Error::new(
            std::io::ErrorKind::PermissionDenied,
            Forbidden,
        ));
    }
    Ok(found)
}

impl ResolveDns for GuardedResolver {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        let (name, reach) = (name.to_owned(), self.0);
        DnsFuture::new(async move {
            let look_up = tokio::task::spawn_blocking(move || (name.as_str(), 0).to_socket_addrs());
            let found = look_up
                .await
                .map_err(ResolveDnsError::new)?
                .map_err(ResolveDnsError::new)?;
            let allowed: Vec<IpAddr> = found
                .map(|socket| socket.ip())
                .filter(|ip| of_ip(*ip).is_within(reach))
                .collect();
            if allowed.is_empty() {
                return Err(ResolveDnsError::new(Forbidden));
            }
            Ok(allowed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOWHERE: Reach = Reach {
        loopback: false,
        private: false,
    };
    const LOCAL: Reach = Reach {
        loopback: true,
        private: false,
    };
    const PRIVATE: Reach = Reach {
        loopback: false,
        private: true,
    };

    #[test]
    fn only_public_addresses_with_tls_pass() {
        let cases = [
            ("https://api.example.com/v1/", Ok(())),
            ("https://api.example.com:8443", Ok(())),
            ("https://8.8.8.8/v1", Ok(())),
            ("https://[2606:4700::1]/v1", Ok(())),
            ("http://api.example.com/v1", Err(BadAddress::Plain)),
            ("http://localhost:11434/v1", Err(BadAddress::Plain)),
            ("ftp://api.example.com", Err(BadAddress::Malformed)),
            ("api.example.com/v1", Err(BadAddress::Malformed)),
            ("https://key@api.example.com", Err(BadAddress::Malformed)),
            ("https://api.example.com/v1?x=1", Err(BadAddress::Malformed)),
            ("https://api.example.com/#a", Err(BadAddress::Malformed)),
            ("", Err(BadAddress::Malformed)),
            ("https://localhost", Err(BadAddress::Private)),
            ("https://a.LOCALHOST.", Err(BadAddress::Private)),
            ("https://127.0.0.2", Err(BadAddress::Private)),
            ("https://10.0.0.1", Err(BadAddress::Private)),
            ("https://172.31.255.255", Err(BadAddress::Private)),
            ("https://192.168.1.1", Err(BadAddress::Private)),
            ("https://100.64.0.1", Err(BadAddress::Private)),
            ("https://169.254.169.254/latest", Err(BadAddress::Private)),
            ("https://0.0.0.0", Err(BadAddress::Private)),
            ("https://224.0.0.1", Err(BadAddress::Private)),
            ("https://[::1]", Err(BadAddress::Private)),
            ("https://[::ffff:10.0.0.1]", Err(BadAddress::Private)),
            ("https://[64:ff9b::a9fe:a9fe]", Err(BadAddress::Private)),
            ("https://[fd00:ec2::254]", Err(BadAddress::Private)),
            ("https://[fe80::1]", Err(BadAddress::Private)),
            ("https://[2002:7f00:1::]", Err(BadAddress::Private)),
        ];
        for (text, expected) in cases {
            assert_eq!(check(text, NOWHERE).map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn deployment_may_allow_this_machine_or_its_own_network_but_never_metadata() {
        for text in [
            "http://localhost:11434/v1",
            "http://127.0.0.1:8080",
            "https://[::1]:1",
        ] {
            assert!(check(text, LOCAL).is_ok(), "{text}");
            assert!(check(text, PRIVATE).is_err(), "{text}");
        }
        assert!(check("https://10.1.2.3/v1", PRIVATE).is_ok());
        assert_eq!(check("http://10.1.2.3/v1", PRIVATE), Err(BadAddress::Plain));
        for reach in [LOCAL, PRIVATE] {
            assert_eq!(
                check("https://169.254.169.254", reach),
                Err(BadAddress::Private)
            );
            assert_eq!(check("http://10.1.2.3", reach), Err(BadAddress::Plain));
        }
    }

    #[test]
    fn address_keeps_its_path_and_loses_the_slash() {
        let address = check(" https://gateway.example.com/openai/v1/ ", NOWHERE).unwrap();
        assert_eq!(address.url, "https://gateway.example.com/openai/v1");
        assert!(!address.bare && !address.plain);
        assert!(check("https://gateway.example.com/", NOWHERE).unwrap().bare);
    }

    #[tokio::test]
    async fn name_that_leads_to_this_machine_is_not_resolved() {
        let error = GuardedResolver(NOWHERE)
            .resolve_dns("localhost")
            .await
            .unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().is::<Forbidden>());
        // Other spellings of 127.0.0.1 that the system's resolver understands.
        for name in ["2130706433", "0x7f.1", "127.1"] {
            assert!(
                GuardedResolver(NOWHERE).resolve_dns(name).await.is_err(),
                "{name}"
            );
        }
        assert!(
            GuardedResolver(LOCAL)
                .resolve_dns("localhost")
                .await
                .is_ok()
        );
    }
}
