//! A real `PostgreSQL` server of the test's own, on a free port, with its data in a temporary folder.
//!
//! Invariant: without the server's programs a test fails and says what to install; nothing is skipped. The server never
//! runs as root, which it refuses.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The password of the user `reader`.
pub const PASSWORD: &str = "p/w:%@1";
const PATIENCE: Duration = Duration::from_secs(60);
/// Ports that are tried: between finding a free one and taking it somebody else may.
const PORTS: usize = 5;

/// The server; it ends when it is dropped.
pub struct Postgres {
    pub port: u16,
    server: Child,
    folder: TempDir,
}

/// Where the programs are: Debian keeps them by version, beside no path.
fn programs() -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|found| {
            found
                .flatten()
                .map(|entry| entry.path().join("bin"))
                .collect()
        })
        .unwrap_or_default();
    versions.extend(["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map(PathBuf::from));
    versions.sort();
    let found = versions.into_iter().rev().find(|bin| {
        ["initdb", "postgres", "psql"]
            .iter()
            .all(|name| bin.join(name).is_file())
    });
    found.unwrap_or_else(|| {
        panic!("there is no PostgreSQL server on this machine; install it, on Debian with: apt-get install postgresql")
    })
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

/// A program of the server, as somebody who is not root.
fn program(name: &str) -> Command {
    let path = programs().join(name);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        // Ends with the test, also when that is killed.
        .args(["--pdeathsig", "QUIT"])
        .arg(path);
    command
}

fn done(what: &str, command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {said}");
}

impl Postgres {
    /// Starts a server with TLS and runs SQL as its owner.
    pub fn start(sql: &str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("lambdesk-pg")
            .tempdir()
            .unwrap();
        certificates(folder.path());
        if is_root() {
            let mut chown = Command::new("chown");
            done("chown", chown.args(["-R", "postgres:"]).arg(folder.path()));
        }
        let data = folder.path().join("data");
        let mut initdb = program("initdb");
        initdb.args([
            "-U",
            "owner",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]);
        initdb.args(["--auth-local=trust", "--auth-host=scram-sha-256", "-D"]);
        done("initdb", initdb.current_dir("/").arg(&data));
        let started = (0..PORTS).find_map(|_| Self::serve(&folder));
        let (server, port) = started.expect("PostgreSQL ends as soon as it starts, on every port");
        let postgres = Self {
            port,
            server,
            folder,
        };
        let reader = format!("CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; {sql}");
        postgres.sql(&reader);
        postgres
    }

    /// Starts the server on a free port; `None` when somebody else took the port first.
    fn serve(folder: &TempDir) -> Option<(Child, u16)> {
        let port = free_port();
        let place = folder.path().display();
        let mut server = program("postgres");
        for option in [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={place}"),
            "fsync=off".to_owned(),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={place}/server.pem"),
            format!("ssl_key_file={place}/server.key"),
        ] {
            server.args(["-c", &option]);
        }
        server.arg("-D").arg(folder.path().join("data"));
        let quiet = server
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut server = quiet.spawn().unwrap();
        let begun = Instant::now();
        loop {
            let asked = psql(folder.path(), port)
                .args(["-c", "SELECT 1"])
                .output()
                .unwrap();
            if asked.status.success() {
                return Some((server, port));
            }
            if server.try_wait().unwrap().is_some() {
                return None;
            }
            let said = String::from_utf8_lossy(&asked.stderr);
            assert!(
                begun.elapsed() < PATIENCE,
                "PostgreSQL does not start: {said}"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs SQL as the owner and gives what it prints.
    pub fn sql(&self, sql: &str) -> String {
        let output = psql(self.folder.path(), self.port)
            .args(["-c", sql])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{sql}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// The address for the user `reader`, with a host and more to say.
    pub fn dsn(&self, host: &str, more: &str) -> String {
        let password = "p%2Fw%3A%25%401";
        format!(
            "postgres://reader:{password}@{host}:{}/postgres{more}",
            self.port
        )
    }

    /// The certificate of the authority that signed the server's.
    pub fn authority(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("ca.pem")).unwrap()
    }

    /// Ends the server at once, without waiting for anybody; it still gives its shared memory back.
    pub fn kill(&mut self) {
        if matches!(self.server.try_wait(), Ok(Some(_))) {
            return;
        }
        let id = self.server.id().to_string();
        if !Command::new("kill")
            .args(["-QUIT", &id])
            .status()
            .is_ok_and(|s| s.success())
        {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// The client, as the owner of everything.
fn psql(folder: &Path, port: u16) -> Command {
    let mut psql = program("psql");
    psql.args([
        "-X",
        "-q",
        "-t",
        "-A",
        "-v",
        "ON_ERROR_STOP=1",
        "-U",
        "owner",
        "-d",
        "postgres",
    ]);
    psql.arg("-h").arg(folder);
    psql.args(["-p", &port.to_string()]).current_dir("/");
    psql
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// An authority, and a certificate of it for `localhost`.
fn certificates(folder: &Path) {
    let openssl = |args: &str| {
        let mut command = Command::new("openssl");
        done("openssl", command.args(args.split(' ')).current_dir(folder));
    };
    openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test -keyout ca.key -out ca.pem",
    );
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr",
    );
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n").unwrap();
    openssl(
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem",
    );
}
