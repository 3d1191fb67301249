//! Opens the loopback doors of the local stack and serves HTTP behind them.
//!
//! Invariant: nothing here binds any address but loopback, and every accepted socket has Nagle's
//! algorithm off (with it on, a small answer waits up to 40 ms for a delayed acknowledgement).

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long connections may finish what they do once a shutdown was asked for.
const DRAIN: Duration = Duration::from_secs(1);

/// Why a listener could not be opened. The text tells the reader which option to change.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program holds the port.
    #[error(
        "port {port} is already in use; stop the program that uses it, or choose another port with {option} (0 picks a free one)"
    )]
    InUse {
        /// The port asked for.
        port: u16,
        /// The command line option that sets it, for example `--smtp-port`.
        option: &'static str,
    },
    /// The operating system refused for another reason, such as a privileged port.
    #[error("cannot listen on port {port}; choose another port with {option} (0 picks a free one)")]
    Refused {
        /// The port asked for.
        port: u16,
        /// The command line option that sets it.
        option: &'static str,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
}

/// Opens `port` on 127.0.0.1 and says which address it got; port 0 picks a free one.
///
/// # Errors
/// [`ListenError`], naming `option` as the thing to change.
pub async fn bind(
    port: u16,
    option: &'static str,
) -> Result<(TcpListener, SocketAddr), ListenError> {
    let refused = |source: io::Error| {
        if source.kind() == io::ErrorKind::AddrInUse {
            ListenError::InUse { port, option }
        } else {
            ListenError::Refused {
                port,
                option,
                source,
            }
        }
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

/// Put into a response's extensions, makes [`serve`] close the connection without answering.
///
/// This is how a fault such as "accepted, but the answer got lost" is acted out on a real socket.
#[derive(Debug, Clone, Copy)]
pub struct DropConnection;

/// Refuses requests that name another host: a page of the internet whose name was pointed at this machine
/// (DNS rebinding) must not reach services that trust whoever is here.
pub async fn loopback_only(request: Request, next: Next) -> Response {
    let named = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = named.or_else(|| {
        request
            .uri()
            .authority()
            .map(|authority| authority.as_str())
    });
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _port)| name));
    match name {
        None | Some("127.0.0.1" | "localhost" | "[::1]") => next.run(request).await,
        Some(_) => {
            let text =
                "this service answers to 127.0.0.1 and localhost only; use one of these names";
            (StatusCode::MISDIRECTED_REQUEST, text).into_response()
        }
    }
}

/// Serves `router` on `listener` until `shutdown` resolves, then lets open requests finish for a second.
///
/// # Errors
/// Never at present; accept errors of one connection (such as too many open files) are waited out.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let (closing, closed) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone(), closed.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    closing.send_replace(true);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN, drained).await.is_err() {
        connections.shutdown().await;
    }
    Ok(())
}

async fn connection(stream: TcpStream, router: Router, mut closed: watch::Receiver<bool>) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        let answer = router.call(request);
        async move { keep_or_drop(answer.await) }
    });
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let finished = tokio::select! {
        finished = connection.as_mut() => Some(finished),
        _ = closed.wait_for(|closing| *closing) => None,
    };
    let finished = match finished {
        Some(finished) => finished,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = finished {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn keep_or_drop(answer: Result<Response, Infallible>) -> Result<Response, io::Error> {
    match answer {
        Ok(response) if response.extensions().get::<DropConnection>().is_some() => Err(
            io::Error::new(io::ErrorKind::ConnectionAborted, "dropped on purpose"),
        ),
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    async fn exchange(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _reset_is_fine = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    async fn dropped() -> Response {
        let mut response = "never seen".into_response();
        response.extensions_mut().insert(DropConnection);
        response
    }

    #[tokio::test]
    async fn a_taken_port_names_the_option_to_change() {
        let (_held, address) = bind(0, "--port").await.unwrap();
        let refused = bind(address.port(), "--smtp-port").await.unwrap_err();
        assert!(matches!(refused, ListenError::InUse { .. }));
        assert!(refused.to_string().contains("--smtp-port"));
        assert!(address.ip().is_loopback());
    }

    #[tokio::test]
    async fn a_marked_response_closes_the_connection_without_a_byte() {
        let (listener, address) = bind(0, "--port").await.unwrap();
        let router = Router::new()
            .route("/ok", get(async || "fine"))
            .route("/drop", get(dropped));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(serve(router, listener, async {
            let _either_way = stopped.await;
        }));
        assert!(exchange(address, "/ok").await.ends_with("fine"));
        assert_eq!(exchange(address, "/drop").await, "");
        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
