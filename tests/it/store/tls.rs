//! Encrypted connections to a PostgreSQL, and passwords from a file.

use crate::cluster::{self, Cluster};
use crate::server_process::new_folder;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PASSWORD: &str = r"se:cr\et";
/// The same as a line of a password file has it.
const WRITTEN: &str = r"se\:cr\\et";

/// A PostgreSQL that lets a user in over TLS only, with a password; its certificate is for `localhost`.
struct Guarded {
    /// `localhost:PORT`
    host: String,
    folder: TempDir,
    _cluster: Arc<Cluster>,
    database: cluster::Database,
}

impl Guarded {
    fn start() -> Self {
        let (cluster, folder) = (Cluster::start(), new_folder());
        let database = cluster.new_database();
        let port = database.url().rsplit_once(':').unwrap().1.split_once('/').unwrap().0.to_owned();
        for authority in ["ca", "other-ca"] {
            openssl(
                folder.path(),
                &format!("req -x509 {KEY} -days 2 -subj /CN={authority} -keyout {authority}.key -out {authority}.pem"),
            );
        }
        openssl(folder.path(), &format!("req {KEY} -subj /CN=database -keyout server.key -out server.csr"));
        std::fs::write(folder.path().join("names"), "subjectAltName=DNS:localhost").unwrap();
        openssl(
            folder.path(),
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt",
        );
        let guarded = Self { host: format!("localhost:{port}"), folder, _cluster: cluster, database };
        guarded.guard();
        guarded
    }

    /// Has the server read its certificate and who may come in. It writes the files itself, so that they are its own.
    fn guard(&self) {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap();
        let entries = "host all postgres all trust\nhostssl all guest all scram-sha-256\n";
        for (name, text) in [
            ("server.key", read("server.key")),
            ("server.crt", read("server.crt")),
            ("pg_hba.conf", entries.to_owned()),
        ] {
            let lines = format!("select unnest(string_to_array($text${}$text$, E'\\n'))", text.trim_end());
            self.database.rows(&format!("copy ({lines}) to program 'umask 077; cat > {name}'"));
        }
        self.database.rows(&format!("create role guest login password '{PASSWORD}'"));
        self.database.rows("grant all on schema public to guest");
        self.database.rows("alter system set ssl = on");
        self.database.rows("select pg_reload_conf()");
        let until = Instant::now() + Duration::from_secs(30);
        while self.database.rows("show ssl") != ["on"] {
            assert!(Instant::now() < until, "it takes its certificate");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A password file with these lines, for its owner alone.
    fn passwords(&self, name: &str, lines: &str) -> PathBuf {
        let file = self.file(name);
        std::fs::write(&file, lines).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        file
    }

    /// A command on the database, reached at a host on these terms.
    fn ask(&self, host: &str, terms: &str) -> Output {
        let name = self.database.url().rsplit_once('/').unwrap().1.to_owned();
        let url = format!("postgresql://guest@{host}/{name}?{terms}");
        Command::new(env!("CARGO_BIN_EXE_cardfile")).args(["company", "list", "--database", &url]).output().unwrap()
    }

    fn is_let_in(&self, terms: &str) {
        let output = self.ask(&self.host, terms);
        assert!(output.status.success(), "{terms}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The line in which a command says why it is not let in.
    fn refusal(&self, host: &str, terms: &str) -> String {
        let output = self.ask(host, terms);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(1), 1), "{terms}: {text}");
        assert!(!text.contains(PASSWORD) && !text.contains(WRITTEN), "{text}");
        text
    }
}

const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder).output();
    let output = output.expect("openssl; scripts/test installs it");
    assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn only_the_server_that_the_url_names_is_spoken_to() {
    let guarded = Guarded::start();
    let passwords = guarded.passwords("passwords", &format!("*:*:*:guest:{WRITTEN}\n"));
    let trusting = |authority: &str| {
        let (root, passwords) = (guarded.file(authority), passwords.display());
        format!("sslmode=verify-full&sslrootcert={}&passfile={passwords}", root.display())
    };
    guarded.is_let_in(&trusting("ca.pem"));
    guarded.is_let_in(&format!("sslmode=require&passfile={}", passwords.display()));
    let refusal = guarded.refusal(&guarded.host, &trusting("other-ca.pem"));
    assert!(refusal.contains("its certificate is not signed by one in sslrootcert"), "{refusal}");
    let refusal = guarded.refusal(&guarded.host.replace("localhost", "127.0.0.1"), &trusting("ca.pem"));
    assert!(refusal.contains("its certificate is for another host than 127.0.0.1"), "{refusal}");
    let refusal = guarded.refusal(&guarded.host, &format!("sslmode=disable&passfile={}", passwords.display()));
    assert!(refusal.contains("no encryption"), "{refusal}");
    let refusal = guarded.refusal(&guarded.host, &trusting("missing.pem"));
    assert!(refusal.contains("sslrootcert") && refusal.contains("missing.pem"), "{refusal}");
}

#[test]
fn the_password_is_read_from_a_file_of_its_owner_alone() {
    let guarded = Guarded::start();
    let terms = |file: &Path| format!("sslmode=require&passfile={}", file.display());
    let good = guarded.passwords("good", &format!("# for tests\nother:*:*:*:no\n{}:*:guest:{WRITTEN}\n", guarded.host));
    guarded.is_let_in(&terms(&good));
    let without = guarded.passwords("without", "localhost:1:*:guest:no\n");
    let refusal = guarded.refusal(&guarded.host, &terms(&without));
    let (file, place) = (without.display().to_string(), format!("{}:", guarded.host));
    assert!(
        refusal.contains("asks for a password") && refusal.contains(&file) && refusal.contains(&place),
        "{refusal}"
    );
    let refusal = guarded.refusal(&guarded.host, "sslmode=require");
    assert!(refusal.contains("asks for the password of \"guest\"") && refusal.contains("passfile"), "{refusal}");
    let wrong = guarded.passwords("wrong", &format!("{}:*:guest:wrong\n", guarded.host));
    let refusal = guarded.refusal(&guarded.host, &terms(&wrong));
    assert!(refusal.contains("password authentication failed for user \"guest\""), "{refusal}");
    let refusal = guarded.refusal(&guarded.host, &terms(&guarded.file("missing")));
    assert!(refusal.contains("cannot read") && refusal.contains("missing"), "{refusal}");
    for mode in [0o640, 0o604, 0o620] {
        std::fs::set_permissions(&good, PermissionsExt::from_mode(mode)).unwrap();
        let refusal = guarded.refusal(&guarded.host, &terms(&good));
        assert!(refusal.contains("may be read or written by others") && refusal.contains("chmod 600"), "{refusal}");
    }
}
