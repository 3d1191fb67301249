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
        let port = free_port();
        let mut server = program("postgres");
        let folder_text = folder.path().display();
        let options = [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            format!("unix_socket_directories={folder_text}"),
            "fsync=off".to_owned(),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={folder_text}/server.pem"),
            format!("ssl_key_file={folder_text}/server.key"),
        ];
        for option in options {
            server.args(["-c", &option]);
        }
        let server = server
            .arg("-D")
            .arg(&data)
            .current_dir("/")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let postgres = Self {
            port,
            server,
            folder,
        };
        postgres.wait();
        let reader = format!("CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'; {sql}");
        postgres.sql(&reader);
        postgres
    }

    fn psql(&self) -> Command {
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
        psql.arg("-h").arg(self.folder.path());
        psql.args(["-p", &self.port.to_string()]).current_dir("/");
        psql
    }

    fn wait(&self) {
        let begun = Instant::now();
        loop {
            let asked = self.psql().args(["-c", "SELECT 1"]).output().unwrap();
            if asked.status.success() {
                return;
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
        let output = self.psql().args(["-c", sql]).output().unwrap();
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

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
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
