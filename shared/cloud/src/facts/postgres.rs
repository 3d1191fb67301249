//! Postgres: one connection, one read-only transaction, one statement, and the connection is gone.
//!
//! Invariant: the connection goes to an address that was checked, and is encrypted and verified unless it stays on
//! this machine. What the database says in words is never kept, only its code.

use std::error::Error as _;

use lambdesk_domain::facts::dsn::Dsn;
use lambdesk_domain::facts::settings::PostgresSettings;
use lambdesk_domain::facts::{Fact, Trouble, postgres};
use tokio::net::TcpStream;
use tokio_postgres::config::SslMode;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config};

use super::{Facts, Question};
use crate::outbound::guard;

/// Asks for the row of an address.
///
/// # Errors
/// What the connection or the code of the database means.
pub(super) async fn ask(
    facts: &Facts,
    asking: &Question<'_>,
    settings: &PostgresSettings,
    dsn: &str,
) -> Result<Vec<Fact>, Trouble> {
    let dsn = Dsn::read(dsn)?;
    let here = guard::is_loopback(&dsn.host);
    let encrypted = dsn.tls.unwrap_or(!here);
    if !encrypted && !here {
        return Err(Trouble::Plain);
    }
    let mut config = Config::new();
    config
        .user(&dsn.user)
        .password(&dsn.password)
        .dbname(&dsn.database)
        .application_name("lambdesk")
        .ssl_mode(if encrypted {
            SslMode::Require
        } else {
            SslMode::Disable
        });
    let secure = facts
        .trust
        .connect(&dsn.host, settings.ca_certificates.as_deref())?;
    let stream = reach(facts, &dsn).await?;
    let (client, connection) = config
        .connect_raw(stream, secure)
        .await
        .map_err(|error| trouble(&error))?;
    // The connection does the talking, so both run until the answer is there.
    tokio::select! {
        answer = read(&client, settings, asking.email) => answer,
        ended = connection => Err(ended.err().map_or(Trouble::Unreachable, |error| trouble(&error))),
    }
}

/// Connects to the first address of the server that may be called and answers.
async fn reach(facts: &Facts, dsn: &Dsn) -> Result<TcpStream, Trouble> {
    let found = guard::resolve(&dsn.host, dsn.port, facts.limits.reach).await;
    let addresses = found.map_err(|error| {
        if error.kind() == std::io::ErrorKind::PermissionDenied {
            Trouble::Address
        } else {
            Trouble::Unreachable
        }
    })?;
    for address in addresses {
        let connecting = tokio::time::timeout(facts.limits.connect, TcpStream::connect(address));
        if let Ok(Ok(stream)) = connecting.await {
            return Ok(stream);
        }
    }
    Err(Trouble::Unreachable)
}

async fn read(
    client: &Client,
    settings: &PostgresSettings,
    email: &str,
) -> Result<Vec<Fact>, Trouble> {
    let failed = |error: tokio_postgres::Error| trouble(&error);
    client
        .batch_execute(postgres::BEGIN)
        .await
        .map_err(failed)?;
    let statement = postgres::statement(settings);
    // Typed here, so that the server is not asked first: one round trip less.
    let rows = client
        .query_typed(&statement, &[(&email, Type::TEXT)])
        .await
        .map_err(failed)?;
    let Some(row) = rows.first() else {
        return Ok(Vec::new());
    };
    let values = (0..row.len()).map(|n| row.try_get::<_, Option<String>>(n));
    let values: Vec<Option<String>> = values.collect::<Result<_, _>>().map_err(failed)?;
    Ok(postgres::facts(settings, &values, rows.len() > 1))
}

/// What went wrong, without its words: they may quote values.
fn trouble(error: &tokio_postgres::Error) -> Trouble {
    if let Some(code) = error.code() {
        return Trouble::of_sqlstate(code.code());
    }
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            let inner = io.get_ref();
            if inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
                return Trouble::Certificate;
            }
        }
        if cause.is::<rustls::Error>() {
            return Trouble::Certificate;
        }
        next = cause.source();
    }
    Trouble::Unreachable
}
