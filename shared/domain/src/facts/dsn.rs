//! Reads the address of a database.
//!
//! Invariant: TLS is asked for unless the address says otherwise; whether that is allowed is decided where the
//! connection is made. Parameters nobody here knows change nothing.

use std::fmt;

use url::Url;

use super::Trouble;

/// Where a database is, and who we are there.
#[derive(Clone, PartialEq, Eq)]
pub struct Dsn {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The user.
    pub user: String,
    /// Their password; empty for none.
    pub password: String,
    /// The database.
    pub database: String,
    /// Whether the address asks for TLS: `None` when it does not say.
    pub tls: Option<bool>,
}

impl fmt::Debug for Dsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dsn")
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

impl Dsn {
    /// Reads `postgres://user:password@host:5432/database?sslmode=require`.
    ///
    /// `sslmode` knows `disable`; `allow`, `prefer`, `require`, `verify-ca` and `verify-full` all mean a verified
    /// connection.
    ///
    /// # Errors
    /// [`Trouble::Malformed`] when it is not one.
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let url = Url::parse(text.trim()).map_err(|_| Trouble::Malformed)?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(Trouble::Malformed);
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = decoded(host.ok_or(Trouble::Malformed)?)?;
        // A folder with a socket is on this machine only, and a list of servers is not worth its trouble.
        if host.contains(['/', ',']) {
            return Err(Trouble::Malformed);
        }
        let user = decoded(url.username())?;
        let named = decoded(url.path().trim_start_matches('/'))?;
        if user.is_empty() {
            return Err(Trouble::Malformed);
        }
        let mode = url.query_pairs().find(|(name, _)| name == "sslmode");
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(5432),
            password: decoded(url.password().unwrap_or_default())?,
            database: if named.is_empty() {
                user.clone()
            } else {
                named
            },
            user,
            tls: mode.map(|(_, mode)| mode != "disable"),
        })
    }
}

/// A part of an address without its percent signs.
fn decoded(part: &str) -> Result<String, Trouble> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit().zip(digit()).map(|(high, low)| high * 16 + low);
        let value = value.and_then(|value| u8::try_from(value).ok());
        bytes.push(value.ok_or(Trouble::Malformed)?);
    }
    String::from_utf8(bytes).map_err(|_| Trouble::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_whole() {
        let dsn = Dsn::read(
            "postgresql://help%40desk:p%2Fw%3A%25@db.example.com/app?sslmode=verify-full&schema=x",
        )
        .unwrap();
        assert_eq!(
            (dsn.host.as_str(), dsn.port, dsn.user.as_str()),
            ("db.example.com", 5432, "help@desk")
        );
        assert_eq!(
            (dsn.password.as_str(), dsn.database.as_str()),
            ("p/w:%", "app")
        );
        assert_eq!(dsn.tls, Some(true));
        let short = Dsn::read("postgres://u@127.0.0.1:6000").unwrap();
        assert_eq!(
            (short.port, short.database.as_str(), short.tls),
            (6000, "u", None)
        );
        assert_eq!(
            Dsn::read("postgres://u@[::1]/x?sslmode=disable").unwrap(),
            Dsn {
                host: "::1".to_owned(),
                port: 5432,
                user: "u".to_owned(),
                password: String::new(),
                database: "x".to_owned(),
                tls: Some(false),
            }
        );
    }

    #[test]
    fn what_is_no_address_is_refused_and_never_shown() {
        for text in [
            "",
            "host=localhost user=x",
            "mysql://u@h/x",
            "postgres:///x",
            "postgres://h/x",
            "postgres://u:%zz@h/x",
            "postgres://u@a,b/x",
        ] {
            assert_eq!(Dsn::read(text), Err(Trouble::Malformed), "{text}");
        }
        let shown = format!("{:?}", Dsn::read("postgres://u:hush@h/x").unwrap());
        assert!(!shown.contains("hush"));
    }
}
