//! Calls of the API: how long they take, and what they cost in calls and capacity units.
//!
//! Invariant: each action is measured alone, on a deployment that has nothing else to do.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context as _;
use lambdesk_local::faults::Service;
use lambdesk_local::stack::Stack;
use serde::Serialize;
use serde_json::{Value, json};

use super::client::Client;
use super::desk::Desk;

/// Requests before the first one that counts.
const WARM_UP: usize = 30;
/// Requests that count; the 99th percentile has five above it.
const MEASURED: usize = 500;
const PATIENCE: Duration = Duration::from_secs(60);

/// Milliseconds of many requests of one kind.
#[derive(Debug, Serialize)]
pub struct Latency {
    pub requests: usize,
    pub p50_ms: f64,
    pub p90_ms: f64,
    pub p99_ms: f64,
    pub most_ms: f64,
}

/// What one thing caused: calls by service and operation, and capacity units of the table.
#[derive(Debug, Serialize)]
pub struct Cost {
    pub calls: BTreeMap<String, f64>,
    pub read_units: f64,
    pub write_units: f64,
}

/// Measures listing 25 tickets and opening one (the ticket, then its messages).
pub async fn latencies(desk: &Desk) -> anyhow::Result<BTreeMap<&'static str, Latency>> {
    let mut client = Client::connect(&desk.stack.environment.endpoints.api, &desk.key).await?;
    let open = "/api/v1/tickets?status=open&limit=25";
    let tickets = ticket_ids(&mut client).await?;
    let (mut lists, mut opens) = (Vec::new(), Vec::new());
    for n in 0..WARM_UP + MEASURED {
        let list = client.get(open).await?.took;
        let ticket = tickets
            .get(n * 7 % tickets.len())
            .context("there are no tickets")?;
        let read = client.get(&format!("/api/v1/tickets/{ticket}")).await?.took;
        let thread = client
            .get(&format!("/api/v1/tickets/{ticket}/messages?limit=50"))
            .await?
            .took;
        if n >= WARM_UP {
            lists.push(list);
            opens.push(read + thread);
        }
    }
    Ok([("list_25", summary(lists)), ("open_ticket", summary(opens))].into())
}

/// Ids of up to a thousand tickets, newest first.
async fn ticket_ids(client: &mut Client) -> anyhow::Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut path = "/api/v1/tickets?limit=100".to_owned();
    while ids.len() < 1_000 {
        let page = client.get(&path).await?.body;
        let items = page
            .get("items")
            .and_then(Value::as_array)
            .context("a list without items")?;
        ids.extend(
            items
                .iter()
                .filter_map(|item| item.get("id")?.as_str().map(str::to_owned)),
        );
        let Some(next) = page.get("next").and_then(Value::as_str) else {
            break;
        };
        path = format!("/api/v1/tickets?limit=100&cursor={next}");
    }
    Ok(ids)
}

fn summary(mut times: Vec<Duration>) -> Latency {
    times.sort();
    let at = |percent: usize| {
        let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times
            .get(place)
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    };
    Latency {
        requests: times.len(),
        p50_ms: at(50),
        p90_ms: at(90),
        p99_ms: at(99),
        most_ms: at(100),
    }
}

/// What everything since [`start_counting`] cost, divided by `times`.
pub fn cost(stack: &Stack, times: usize) -> Cost {
    let each = |n: f64| n / times.max(1) as f64;
    let counted = stack.faults.counts();
    let named = |service: Service, operation: &str| {
        let service = match service {
            Service::Table => "table",
            Service::Objects => "objects",
            Service::Queues => "queues",
            Service::Mail => "mail",
            Service::Keys => "keys",
        };
        format!("{service}.{operation}")
    };
    Cost {
        calls: counted
            .iter()
            .map(|((service, operation), calls)| (named(*service, operation), each(*calls as f64)))
            .collect(),
        read_units: each(stack.table.meter().reads()) + 0.0,
        write_units: each(stack.table.meter().writes()) + 0.0,
    }
}

/// Sets all counts to zero and has the table tell its units from now on.
pub fn start_counting(stack: &Stack) {
    stack.faults.reset_counts();
    stack.table.meter().start();
}

/// What each action of an agent costs, everything it sets off included.
pub async fn costs(desk: &Desk) -> anyhow::Result<BTreeMap<&'static str, Cost>> {
    let mut client = Client::connect(&desk.stack.environment.endpoints.api, &desk.key).await?;
    let ids = ticket_ids(&mut client).await?;
    let ticket = ids.get(ids.len() / 2).context("there are no tickets")?;
    let agents = client.get("/api/v1/agents").await?.body;
    let agent = agents.pointer("/items/0/id").cloned().unwrap_or_default();
    let of = |rest: &str| format!("/api/v1/tickets/{ticket}{rest}");
    let actions: [(&'static str, &str, String, Option<Value>); 9] = [
        (
            "list 25 open tickets",
            "GET",
            "/api/v1/tickets?status=open&limit=25".into(),
            None,
        ),
        (
            "search a word",
            "GET",
            "/api/v1/tickets?q=invoice&limit=25".into(),
            None,
        ),
        ("read a ticket", "GET", of(""), None),
        ("read its messages", "GET", of("/messages?limit=50"), None),
        ("read its events", "GET", of("/events"), None),
        (
            "assign it",
            "POST",
            of("/assign"),
            Some(json!({ "assignee": agent })),
        ),
        (
            "write a note",
            "POST",
            of("/notes"),
            Some(json!({ "text": "Asked the warehouse." })),
        ),
        (
            "reply, until the mail is sent",
            "POST",
            of("/replies"),
            Some(json!({ "text": "It is on its way." })),
        ),
        (
            "resolve it",
            "PATCH",
            of("/status"),
            Some(json!({ "status": "resolved" })),
        ),
    ];
    let mut costs = BTreeMap::new();
    for (name, method, path, body) in actions {
        desk.stack.pump.until_idle(PATIENCE).await?;
        start_counting(&desk.stack);
        client.call(method, &path, body.as_ref()).await?;
        desk.stack.pump.until_idle(PATIENCE).await?;
        costs.insert(name, cost(&desk.stack, 1));
    }
    Ok(costs)
}
