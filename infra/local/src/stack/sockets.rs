//! The data folder's lock and the listeners, which come before everything else.
//!
//! Invariant: every listener is on loopback, and one process at a time has the folder.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, bail};
use tokio::net::TcpListener;

use super::Options;
use crate::environment::{self, Endpoints};
use crate::listen;

/// Listeners first: their addresses are part of the functions' environment.
pub(super) struct Sockets {
    api: TcpListener,
    dynamodb: TcpListener,
    s3: TcpListener,
    sqs: TcpListener,
    ses: TcpListener,
    kms: TcpListener,
    smtp: TcpListener,
    pub(super) smtp_address: SocketAddr,
    addresses: [SocketAddr; 6],
}

impl Sockets {
    pub(super) async fn bind(options: &Options) -> anyhow::Result<Self> {
        let (api, api_address) = listen::bind(options.api_port, "--port").await?;
        let (smtp, smtp_address) = listen::bind(options.smtp_port, "--smtp-port").await?;
        let (dynamodb, dynamodb_address) = listen::bind(0, "--port").await?;
        let (s3, s3_address) = listen::bind(0, "--port").await?;
        let (sqs, sqs_address) = listen::bind(0, "--port").await?;
        let (ses, ses_address) = listen::bind(0, "--port").await?;
        let (kms, kms_address) = listen::bind(0, "--port").await?;
        let addresses = [
            api_address,
            dynamodb_address,
            s3_address,
            sqs_address,
            ses_address,
            kms_address,
        ];
        Ok(Self {
            api,
            dynamodb,
            s3,
            sqs,
            ses,
            kms,
            smtp,
            smtp_address,
            addresses,
        })
    }

    pub(super) fn endpoints(&self) -> Endpoints {
        let [api, dynamodb, s3, sqs, ses, kms] = self.addresses.map(environment::base_url);
        Endpoints {
            api,
            dynamodb,
            s3,
            sqs,
            ses,
            kms,
        }
    }

    /// The listeners by who takes them: table, bucket, queues, mail service and keys; the API; SMTP.
    pub(super) fn apart(self) -> ([TcpListener; 5], TcpListener, TcpListener) {
        (
            [self.dynamodb, self.s3, self.sqs, self.ses, self.kms],
            self.api,
            self.smtp,
        )
    }
}

/// One process at a time may use a data folder.
pub(super) fn lock(folder: &Path) -> anyhow::Result<File> {
    let shown = folder.display();
    std::fs::create_dir_all(folder).with_context(|| {
        format!("cannot create the data folder {shown}; choose another with --data")
    })?;
    let path = folder.join("lock");
    let file = File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&path)
        .with_context(|| {
            format!("cannot write to the data folder {shown}; choose another with --data")
        })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            bail!(
                "the data folder {shown} is in use by another lambdesk; stop it, or choose another with --data"
            )
        }
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock the data folder {shown}"))
        }
    }
}
