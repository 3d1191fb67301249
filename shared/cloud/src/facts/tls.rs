//! TLS for the wire protocol of Postgres, on the stack everything else uses.
//!
//! Invariant: the server's certificate and name are always verified; there is no way to switch that off.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use lambdesk_domain::facts::Trouble;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_postgres::tls::{ChannelBinding, TlsConnect};
use tokio_rustls::TlsConnector;

/// The authorities this machine trusts, read at the first use.
#[derive(Debug, Default)]
pub(super) struct Trust(OnceLock<RootCertStore>);

impl Trust {
    /// A verified connection to a server; `more` are authorities as PEM beside those of the machine.
    ///
    /// # Errors
    /// [`Trouble::Certificate`] when the authorities cannot be read, [`Trouble::Malformed`] when the name is none.
    pub(super) fn connect(&self, host: &str, more: Option<&str>) -> Result<Secure, Trouble> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Trouble::Malformed)?;
        let mut roots = self.0.get_or_init(native).clone();
        for certificate in CertificateDer::pem_slice_iter(more.unwrap_or_default().as_bytes()) {
            let certificate = certificate.map_err(|_| Trouble::Certificate)?;
            roots.add(certificate).map_err(|_| Trouble::Certificate)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|_| Trouble::Certificate)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Secure {
            connector: TlsConnector::from(Arc::new(config)),
            name,
        })
    }
}

fn native() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Makes one connection secure.
pub(super) struct Secure {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl TlsConnect<TcpStream> for Secure {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

    fn connect(self, stream: TcpStream) -> Self::Future {
        Box::pin(async move {
            let stream = self.connector.connect(self.name, stream).await?;
            Ok(Stream(stream))
        })
    }
}

/// A secure connection. The password travels inside it and is not bound to it: the certificate is verified instead.
pub(super) struct Stream(tokio_rustls::client::TlsStream<TcpStream>);

impl tokio_postgres::tls::TlsStream for Stream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
