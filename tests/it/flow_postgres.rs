//! The organisation's own database, asked for real: what it says, what it refuses, and what it cannot be made to do.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use lambdesk_cloud::config::Secret;
use lambdesk_cloud::facts::{Facts, Limits, Question, Secrets, Stored};
use lambdesk_cloud::outbound::guard::Reach;
use lambdesk_domain::facts::settings::{EnrichmentSettings, PostgresSettings};
use lambdesk_domain::facts::{Looked, Outcome, Source, Trouble};
use lambdesk_domain::ids::OrganisationId;

use crate::postgres::Postgres;

const SQL: &str = "
    CREATE TYPE tier AS ENUM ('free', 'pro');
    CREATE TABLE users (email varchar(100), plan tier, seats int, created_at timestamptz, password text);
    INSERT INTO users VALUES
        ('Ann@Example.com', 'pro', 3, '2024-05-03 10:11:12+00', 'hush'),
        ('bob@example.com', 'free', NULL, NULL, 'hush'),
        ('twin@example.com', 'free', 1, NULL, 'x'), ('twin@example.com', 'pro', 2, NULL, 'x');
    CREATE TABLE log (what text);
    CREATE FUNCTION spy(x text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO log VALUES (x); RETURN x; END $$;
    CREATE VIEW spying AS SELECT spy(email::text) AS email, plan FROM users;
    CREATE VIEW slow AS SELECT email, plan::text || pg_sleep(30)::text AS plan FROM users;
    CREATE TABLE closed (email text, plan text);
    GRANT SELECT ON users, spying, slow TO reader;";

/// Asks with these settings and this address of the database.
async fn ask(settings: &PostgresSettings, dsn: &str, email: &str) -> Looked {
    let facts = Facts::new(Limits {
        reach: Reach {
            loopback: true,
            private: false,
        },
        ..Limits::default()
    });
    let settings = EnrichmentSettings {
        postgres: Some(settings.clone()),
        ..EnrichmentSettings::default()
    };
    let secrets = Secrets {
        postgres: Stored::Some(Secret::new(dsn)),
        ..Secrets::default()
    };
    let question = Question {
        organisation: &OrganisationId::new(1, [1; 10]),
        settings: &settings,
        secrets: &secrets,
        email,
        fresh: &[],
        spent: &[],
        now: Timestamp::from_second(1_795_168_800).unwrap(),
    };
    let known = facts.look_up(question).await;
    let mut sources = known.sources.into_iter();
    sources
        .find(|looked| looked.source == Source::Postgres)
        .unwrap()
}

fn table(table: &str, columns: &[&str]) -> PostgresSettings {
    PostgresSettings {
        table: table.to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..PostgresSettings::default()
    }
}

fn shown(looked: &Looked) -> Vec<String> {
    let facts = looked.facts.iter();
    facts
        .map(|fact| format!("{}: {}", fact.label, fact.value))
        .collect()
}

#[tokio::test]
async fn the_row_of_an_address_is_read_and_only_the_listed_columns_of_it() {
    let postgres = Postgres::start(SQL);
    let dsn = postgres.dsn("127.0.0.1", "");
    let usual = table("users", &["plan", "seats", "created_at"]);
    let ann = ask(&usual, &dsn, "ann@example.com").await;
    assert_eq!(
        shown(&ann),
        ["plan: pro", "seats: 3", "created at: 2024-05-03 10:11 UTC"],
        "{ann:?}"
    );
    let bob = ask(
        &table("public.users", &["plan", "seats"]),
        &dsn,
        "bob@example.com",
    )
    .await;
    assert_eq!(shown(&bob), ["plan: free"], "what is null is not shown");
    let twins = ask(&usual, &dsn, "twin@example.com").await;
    assert!(shown(&twins).last().unwrap().contains("more than one"));
    let exact = PostgresSettings {
        ignore_case: false,
        ..usual.clone()
    };
    let nobody = ask(&exact, &dsn, "ann@example.com").await;
    assert_eq!(nobody.outcome, Outcome::Nothing, "{nobody:?}");
    for hostile in [
        "x' or '1'='1@example.com",
        "%@example.com",
        "$1@example.com",
        "\\'; drop table users; --@example.com",
    ] {
        let nothing = ask(&usual, &dsn, hostile).await;
        assert_eq!(nothing.outcome, Outcome::Nothing, "{hostile} {nothing:?}");
    }
    assert_eq!(postgres.sql("SELECT count(*) FROM users"), "4");
}

#[tokio::test]
async fn nothing_can_be_changed_not_even_by_a_view_that_tries() {
    let postgres = Postgres::start(SQL);
    let dsn = postgres.dsn("127.0.0.1", "");
    let spied = ask(&table("spying", &["plan"]), &dsn, "ann@example.com").await;
    let read_only = Trouble::Database("25006".to_owned()).to_string();
    assert_eq!(spied.reason, Some(read_only));
    assert_eq!(postgres.sql("SELECT count(*) FROM log"), "0");
}

#[tokio::test]
async fn what_takes_too_long_is_ended_by_the_database_and_what_is_wrong_is_named() {
    let mut postgres = Postgres::start(SQL);
    let dsn = postgres.dsn("127.0.0.1", "");
    let begun = Instant::now();
    let slow = ask(&table("slow", &["plan"]), &dsn, "bob@example.com").await;
    assert!(
        begun.elapsed() < Duration::from_millis(3_500),
        "{:?}",
        begun.elapsed()
    );
    assert!(slow.reason.unwrap().contains("did not answer within"));
    let running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND usename = 'reader'";
    assert_eq!(postgres.sql(running), "0", "it does not go on by itself");

    let usual = table("users", &["plan"]);
    let cases = [
        (
            table("user", &["plan"]),
            dsn.clone(),
            Trouble::NoSuch("table"),
        ),
        (
            table("users", &["nothing"]),
            dsn.clone(),
            Trouble::NoSuch("column"),
        ),
        (
            table("closed", &["plan"]),
            dsn.clone(),
            Trouble::NotAllowed("to read the table"),
        ),
        (
            usual.clone(),
            dsn.replace("/postgres", "/elsewhere"),
            Trouble::NoSuch("database"),
        ),
        (
            usual.clone(),
            dsn.replace("%401", "x"),
            Trouble::SecretRefused,
        ),
        (usual.clone(), "hello".to_owned(), Trouble::Malformed),
    ];
    for (settings, dsn, trouble) in cases {
        let settings = PostgresSettings {
            plan_column: None,
            ..settings
        };
        let looked = ask(&settings, &dsn, "ann@example.com").await;
        assert_eq!(looked.reason, Some(trouble.to_string()));
        assert_eq!(looked.outcome, Outcome::Failed);
    }
    postgres.kill();
    let gone = ask(&usual, &dsn, "ann@example.com").await;
    assert_eq!(gone.reason, Some(Trouble::Unreachable.to_string()));
}

#[tokio::test]
async fn the_certificate_is_verified_against_the_authorities_that_were_set() {
    let postgres = Postgres::start(SQL);
    let usual = table("users", &["plan"]);
    let trusting = PostgresSettings {
        ca_certificates: Some(postgres.authority()),
        ..usual.clone()
    };
    let dsn = postgres.dsn("localhost", "?sslmode=verify-full");
    let stranger = ask(&usual, &dsn, "ann@example.com").await;
    assert_eq!(stranger.reason, Some(Trouble::Certificate.to_string()));
    let known = ask(&trusting, &dsn, "ann@example.com").await;
    assert_eq!(shown(&known), ["plan: pro"], "{known:?}");
    let required = postgres.dsn("localhost", "?sslmode=require");
    let secure = ask(&trusting, &required, "ann@example.com").await;
    assert_eq!(secure.outcome, Outcome::Found);
    // The certificate is for a name, not for this address.
    let other = postgres.dsn("127.0.0.1", "?sslmode=require");
    let misnamed = ask(&trusting, &other, "ann@example.com").await;
    assert_eq!(misnamed.reason, Some(Trouble::Certificate.to_string()));
}
