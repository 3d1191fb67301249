//! Where a case is asked: endpoints, clients, and names that no other case uses.
//!
//! Invariant: a case makes its own table, bucket and queues through the endpoint it asks, so it runs against any peer.

use std::future::Future;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lambdesk_cloud::aws::Aws;
use lambdesk_cloud::config::{AwsSettings, Secret, environment as variable};
use lambdesk_local::environment::{ACCESS_KEY, REGION};
use lambdesk_local::stack::Stack;
use tempfile::TempDir;

use super::known::{self, Peer};
use crate::desk;

/// How long a case waits for what must come.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Table,
    Objects,
    Queues,
    Mail,
}

impl Service {
    /// The variable that names another endpoint.
    fn variable(self) -> &'static str {
        match self {
            Service::Table => "LAMBDESK_SEMANTICS_DYNAMODB",
            Service::Objects => "LAMBDESK_SEMANTICS_S3",
            Service::Queues => "LAMBDESK_SEMANTICS_SQS",
            Service::Mail => "LAMBDESK_SEMANTICS_SES",
        }
    }
}

/// The endpoint a case is asked of.
pub(super) struct Place {
    pub(super) peer: Peer,
    pub(super) endpoint: String,
    pub(super) aws: Aws,
    /// The embedded stack, when it is the one that answers.
    pub(super) stack: Option<Stack>,
    names: AtomicU32,
    _folder: Option<TempDir>,
}

impl Place {
    async fn of(service: Service) -> Self {
        let given = variable(service.variable()).filter(|address| !address.is_empty());
        let Some(endpoint) = given else {
            return Self::embedded(service).await;
        };
        Self::at(Peer::Ministack, endpoint, "test", None)
    }

    async fn embedded(service: Service) -> Self {
        let folder = TempDir::new().unwrap();
        let stack = Stack::start(desk::options(folder.path())).await.unwrap();
        let endpoints = &stack.environment.endpoints;
        let endpoint = match service {
            Service::Table => &endpoints.dynamodb,
            Service::Objects => &endpoints.s3,
            Service::Queues => &endpoints.sqs,
            Service::Mail => &endpoints.ses,
        };
        let (endpoint, connection) = (endpoint.clone(), stack.environment.connection());
        let secret = &connection["AWS_SECRET_ACCESS_KEY"];
        Self::at(Peer::Embedded, endpoint, secret, Some((stack, folder)))
    }

    fn at(peer: Peer, endpoint: String, secret: &str, embedded: Option<(Stack, TempDir)>) -> Self {
        let address = || Some(endpoint.clone());
        let settings = AwsSettings {
            region: REGION.to_owned(),
            access_key_id: match peer {
                Peer::Embedded => ACCESS_KEY.to_owned(),
                // The only key the emulator knows from the start.
                Peer::Ministack => "test".to_owned(),
            },
            secret_access_key: Secret::new(secret),
            session_token: None,
            dynamodb_endpoint: address(),
            s3_endpoint: address(),
            sqs_endpoint: address(),
            ses_endpoint: address(),
            kms_endpoint: None,
        };
        let aws = Aws::new(&settings);
        let (stack, folder) = embedded.unzip();
        let names = AtomicU32::new(0);
        Self {
            peer,
            endpoint,
            aws,
            stack,
            names,
            _folder: folder,
        }
    }

    /// A name that nobody else uses: peers keep what earlier runs left behind.
    #[expect(
        clippy::disallowed_methods,
        reason = "only to tell one run from another at a peer that outlives both"
    )]
    pub(super) fn name(&self, what: &str) -> String {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let (process, count) = (
            std::process::id(),
            self.names.fetch_add(1, Ordering::Relaxed),
        );
        format!("{what}-{:x}-{process:x}-{count}", since.as_nanos())
    }
}

/// Asks one case, and holds the answer against what is known of the peer.
#[expect(
    clippy::print_stdout,
    reason = "a case that a peer fails as known must not look like one it passes"
)]
pub(super) async fn ask<C, F>(service: Service, name: &str, case: C)
where
    C: FnOnce(std::sync::Arc<Place>) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let place = std::sync::Arc::new(Place::of(service).await);
    let peer = place.peer;
    let outcome = tokio::spawn(case(place)).await;
    match (outcome, known::difference(peer, name)) {
        (Ok(()), None) => {}
        (Ok(()), Some(known)) => panic!(
            "{peer:?} now behaves as AWS documents ({}); remove the line from known.rs",
            known.reason
        ),
        (Err(_), Some(known)) => println!("{peer:?} differs, as known: {}", known.reason),
        (Err(failed), None) => resume_unwind(failed.into_panic()),
    }
}
