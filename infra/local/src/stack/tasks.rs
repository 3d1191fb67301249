//! What runs until the stack stops: listeners, doors for mail, upkeep, and the host of the functions.
//!
//! Invariant: every task ends with the stack.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use lambdesk_cloud::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::Options;
use super::stores::Stores;
use crate::environment::Environment;
use crate::events::Invoker;
use crate::faults::{Faults, Service};
use crate::host::InProcess;
use crate::listen;
use crate::mail::Sink;
use crate::mail::drop_folder::{self, DropFolder};
use crate::mail::smtp::{self, SmtpSettings};
use crate::objects::Objects;
use crate::runtime::{ProcessSettings, Processes};
use crate::table::Table;

pub(super) fn invoker(
    options: &Options,
    environment: &Environment,
) -> anyhow::Result<Arc<dyn Invoker>> {
    Ok(match &options.processes {
        None => Arc::new(InProcess::new(
            environment,
            &options.clock,
            &options.entropy,
            &options.faults,
        )?),
        Some(binary) => {
            let settings = ProcessSettings {
                environment: environment.connection(),
                ..ProcessSettings::new(binary.clone())
            };
            Arc::new(Processes::new(&environment.template, settings))
        }
    })
}

/// Opens the doors of the services, each behind its planned faults.
pub(super) fn open_services(
    tasks: &mut JoinSet<()>,
    listeners: [TcpListener; 5],
    stores: &Stores,
    faults: &Faults,
    stopped: &watch::Receiver<bool>,
) {
    let routers = [
        (stores.table.router(), Service::Table),
        (
            stores.objects.router().layer(from_the_app()),
            Service::Objects,
        ),
        (stores.queues.router(), Service::Queues),
        (stores.ses.router(), Service::Mail),
        (stores.keys.router(), Service::Keys),
    ];
    for (listener, (router, service)) in listeners.into_iter().zip(routers) {
        serve(
            tasks,
            listener,
            router.layer(faults.layer(service)),
            stopped,
        );
    }
}

/// Lets pages on this machine read and write the bucket by signed addresses, as the bucket's rules do on AWS.
fn from_the_app() -> CorsLayer {
    let here = |origin: &HeaderValue, _: &Parts| {
        let rest = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://"));
        rest.is_some_and(|host| host.starts_with("127.0.0.1:") || host.starts_with("localhost:"))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(here))
        .allow_methods([Method::GET, Method::HEAD, Method::PUT])
        .allow_headers(tower_http::cors::Any)
}

/// The two doors for mail: SMTP, and a folder to drop files into.
pub(super) fn take_mail(
    tasks: &mut JoinSet<()>,
    listener: TcpListener,
    data: &Path,
    environment: &Environment,
    sink: &Sink,
    stopped: &watch::Receiver<bool>,
) {
    let receiving = environment.clone();
    let settings = SmtpSettings {
        accepts: Arc::new(move |recipient: &str| receiving.receives(recipient)),
        ..SmtpSettings::default()
    };
    let (sink_of_smtp, end) = (Arc::clone(sink), ended(stopped.clone()));
    tasks.spawn(async move {
        if let Err(error) = smtp::serve(listener, settings, sink_of_smtp, end).await {
            tracing::error!(%error, "the SMTP listener ended");
        }
    });
    let folder = DropFolder {
        path: data.join("drop"),
        recipient: None,
        every: Duration::from_millis(500),
    };
    let (sink, end) = (Arc::clone(sink), ended(stopped.clone()));
    tasks.spawn(async move {
        if let Err(error) = drop_folder::watch(folder, sink, end).await {
            tracing::error!(%error, "the drop folder is not watched any more");
        }
    });
}

pub(super) fn serve(
    tasks: &mut JoinSet<()>,
    listener: TcpListener,
    router: axum::Router,
    stopped: &watch::Receiver<bool>,
) {
    let router = router.layer(axum::middleware::from_fn(listen::loopback_only));
    let stopped = ended(stopped.clone());
    tasks.spawn(async move {
        if let Err(error) = listen::serve(router, listener, stopped).await {
            tracing::error!(%error, "a listener ended");
        }
    });
}

async fn ended(mut stopped: watch::Receiver<bool>) {
    // An error means the stack was dropped, which is an end as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

pub(super) fn upkeep(tasks: &mut JoinSet<()>, table: &Table, objects: &Objects, clock: &Clock) {
    let (table, clock) = (table.clone(), clock.clone());
    tasks.spawn(async move { table.maintain(move || clock.now().as_second()).await });
    let objects = objects.clone();
    tasks.spawn(async move { objects.deliver_notifications().await });
}
