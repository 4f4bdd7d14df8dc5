//! The program itself, as it is started, refused and stopped.

use crate::support::Browser;
use remote_help::store::Store;
use reqwest::StatusCode;
use rh_protocol::Role;
use rustix::process::{Pid, Signal, kill_process};
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use url::Url;

/// The program, running as a process of its own.
pub(super) struct Program {
    child: Child,
    pub(super) origin: String,
    errors: Lines<BufReader<ChildStderr>>,
    /// Kept open: a closed pipe would be a signal.
    _output: Lines<BufReader<ChildStdout>>,
}

/// The program with these arguments, not started yet.
pub(super) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_remote-help"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

impl Program {
    /// Starts the demonstration on a port (0: any) and some data.
    pub(super) async fn demo(port: u16, data: &Path, environment: &[(&str, &str)]) -> Self {
        let listen = format!("127.0.0.1:{port}");
        let data = data.to_str().unwrap();
        let arguments = ["serve", "--demo", "--listen", &listen, "--data", data];
        Self::start(&arguments, environment).await
    }

    /// Starts the demonstration with these arguments.
    async fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = command(arguments)
            .envs(environment.iter().copied())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let origin = loop {
            let line = output.next_line().await.unwrap().expect("it should start");
            if let Some((_, url)) = line.split_once("sharer") {
                break url.trim().trim_end_matches("/rh").to_owned();
            }
        };
        Self {
            child,
            origin,
            errors,
            _output: output,
        }
    }

    pub(super) fn port(&self) -> u16 {
        Url::parse(&self.origin).unwrap().port().unwrap()
    }

    pub(super) fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id().unwrap()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits until it has ended, however it does.
    pub(super) async fn wait(&mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }

    /// Waits for a line of the log that holds a text.
    async fn logged(&mut self, text: &str) {
        loop {
            let line = self.errors.next_line().await.unwrap();
            if line.expect("it ended early").contains(text) {
                return;
            }
        }
    }

    /// Stops it in good order; what it still logs, and how it ended.
    pub(super) async fn stop(mut self) -> (String, ExitStatus) {
        self.signal(Signal::TERM);
        let mut log = String::new();
        while let Some(line) = self.errors.next_line().await.unwrap() {
            log.push_str(&line);
            log.push('\n');
        }
        (log, self.wait().await)
    }
}

#[tokio::test]
async fn the_first_signal_ends_it_in_good_order_and_the_second_at_once() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::demo(0, data.path(), &[]).await;
    let begun = Instant::now();
    let (log, status) = program.stop().await;
    assert!(status.success(), "{log}");
    assert!(log.contains("going down") && log.contains("down"), "{log}");
    assert!(begun.elapsed() < Duration::from_secs(5));

    let mut program = Program::demo(0, data.path(), &[]).await;
    // Something to wait for.
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, program.port()))
        .await
        .unwrap();
    let head = "POST /api/v1/sharer/redeem HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\
                expect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.read_exact(&mut [0; 25]).await.unwrap();
    program.signal(Signal::INT);
    program.logged("going down").await;
    program.signal(Signal::INT);
    assert_eq!(program.wait().await.code(), Some(130));
}

#[tokio::test]
async fn the_demonstration_listens_where_it_is_told_and_nowhere_else() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("of-the-environment");
    let environment = [
        ("REMOTE_HELP_LISTEN", "127.0.0.3:0"),
        ("REMOTE_HELP_DATA_DIR", folder.to_str().unwrap()),
    ];
    for (arguments, host) in [
        (&["serve", "--demo"][..], "127.0.0.3"),
        (&["serve", "--demo", "--listen", "127.0.0.2:0"], "127.0.0.2"),
    ] {
        let program = Program::start(arguments, &environment).await;
        let url = Url::parse(&program.origin).unwrap();
        assert_eq!(url.host_str(), Some(host));
        // The whole flow works from there.
        let browser = Browser::new(&program.origin);
        let signed_in = browser.sign_in(Role::Helper, "helper1").await;
        assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text);
        let elsewhere = TcpStream::connect((Ipv4Addr::LOCALHOST, program.port())).await;
        assert!(elsewhere.is_err());
        assert!(folder.join("remote-help.sqlite").exists());
        program.stop().await;
    }
}

#[tokio::test]
async fn two_do_not_share_a_folder() {
    let data = tempfile::tempdir().unwrap();
    let program = Program::demo(0, data.path(), &[]).await;
    // Up, and not only on its way.
    Browser::new(&program.origin).get("/healthz").await;
    let folder = data.path().to_str().unwrap();
    let second = [
        "serve",
        "--demo",
        "--listen",
        "127.0.0.1:0",
        "--data",
        folder,
    ];
    let mut second = command(&second);
    let output = tokio::time::timeout(Duration::from_secs(20), second.output());
    let output = output.await.expect("it started").unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    let reason = format!("another remote-help uses this folder: {folder}");
    assert!(words.contains(&reason), "{words}");
    program.stop().await;

    let again = Program::demo(0, data.path(), &[]).await;
    Browser::new(&again.origin).get("/healthz").await;
    let (log, status) = again.stop().await;
    assert!(status.success(), "{log}");
}

/// glibc opens the file in `HOSTALIASES` when it looks up a name without a dot: a pipe that nobody
/// writes to holds that look-up for as long as the test likes.
#[cfg(target_env = "gnu")]
#[tokio::test]
async fn a_look_up_that_hangs_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("aliases");
    let made = Command::new("mkfifo").arg(&pipe).status().await.unwrap();
    assert!(made.success());
    let file = folder.path().join("remote-help.toml");
    let text = format!(
        "public_url = 'http://localhost:8080'\nlisten = ['127.0.0.1:0']\ndata_dir = {:?}\n\
         [identity]\nissuer = 'https://provider'\nclient_id = 'rh'\n",
        folder.path().join("data")
    );
    std::fs::write(&file, text).unwrap();
    let mut child = command(&["serve", "--config", file.to_str().unwrap()])
        .env("HOSTALIASES", &pipe)
        .envs([("NO_PROXY", "*"), ("no_proxy", "*")])
        .spawn()
        .unwrap();
    // Opening the other end waits until the look-up has opened its own.
    let mut writing = tokio::fs::OpenOptions::new();
    let writer = writing.write(true).open(&pipe);
    let writer = tokio::time::timeout(Duration::from_secs(20), writer);
    let writer = writer.await.expect("no name was looked up").unwrap();
    let id = i32::try_from(child.id().unwrap()).unwrap();
    let begun = Instant::now();
    kill_process(Pid::from_raw(id).unwrap(), Signal::TERM).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), child.wait()).await;
    let status = ended.expect("the look-up held it up").unwrap();
    assert!(status.success() && begun.elapsed() < Duration::from_secs(5));
    drop(writer);
}

#[tokio::test]
async fn the_audit_is_proved_beside_the_broker_and_without_it() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    let prove = async |arguments: &[&str]| {
        let all = [&["audit"], arguments, &["--data", folder]].concat();
        let output = command(&all).output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (code, _, reason) = prove(&["verify"]).await;
    assert_eq!(code, Some(2), "{reason}");
    assert!(reason.contains("the database failed"), "{reason}");

    let program = Program::demo(0, data.path(), &[]).await;
    let browser = Browser::new(&program.origin);
    // Up, and not only on its way.
    browser.get("/healthz").await;
    // Its key is the first thing that is told.
    let (_, lines, _) = prove(&["export", "--format", "jsonl"]).await;
    assert!(
        lines.lines().count() == 1 && lines.contains("audit-key-told"),
        "{lines}"
    );
    browser.sign_in(Role::Helper, "helper1").await;
    let (code, head, _) = prove(&["head"]).await;
    assert!(
        code == Some(0) && head.starts_with(r#"{"hash":""#) && head.lines().count() == 1,
        "{head}"
    );
    let kept = data.path().join("head.json");
    std::fs::write(&kept, &head).unwrap();
    browser.sign_in(Role::Sharer, "sharer1").await;
    let against = ["verify", "--head", kept.to_str().unwrap()];
    let (code, told, _) = prove(&against).await;
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(
        told,
        "the audit holds (records: 3, days: 1); the kept head is in it\n"
    );
    // By the key that was noted, and by another.
    let head: serde_json::Value = serde_json::from_str(&head).unwrap();
    let key = head["public_key"].as_str().unwrap();
    for (key, code) in [(key, 0), (&key.to_lowercase(), 2)] {
        let noted = [&against[..], &["--key", key]].concat();
        assert_eq!(prove(&noted).await.0, Some(code));
    }
    let (_, csv, _) = prove(&["export"]).await;
    assert!(
        csv.starts_with("seq,at,session,") && csv.lines().count() == 4,
        "{csv}"
    );
    let (_, lines, _) = prove(&["export", "--format", "jsonl", "--to", "2026-01-01"]).await;
    assert_eq!(lines, "");
    let (log, _) = program.stop().await;
    assert!(log.contains("audit_key="), "{log}");

    let store = Store::open(data.path()).await.unwrap();
    let mut write = store.write().await.unwrap();
    for forged in [
        "DROP TRIGGER audit_rows_stay_as_written",
        "UPDATE audit SET actor = 'somebody else' WHERE seq = 2",
    ] {
        sqlx::query(forged).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
    store.close().await;
    let (code, _, reason) = prove(&against).await;
    assert_eq!(code, Some(1), "{reason}");
    assert!(
        reason.contains("does NOT hold: record 2 was changed"),
        "{reason}"
    );
}

#[tokio::test]
async fn it_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("remote-help.toml");
    std::fs::write(&file, "publik_url = 'https://help.example.com'").unwrap();
    let file = file.to_str().unwrap();
    for (arguments, reason) in [
        (
            vec!["serve", "--demo", "--listen", "0.0.0.0:0"],
            "listens on loopback only",
        ),
        (
            vec!["serve", "--config", file],
            "Did you mean `public_url`?",
        ),
        (
            vec!["serve", "--config", "/nowhere.toml"],
            "/nowhere.toml: ",
        ),
        (vec!["serve"], "--config <FILE>"),
        (vec!["audit", "verify"], "<--config <FILE>|--data <DIR>>"),
        (
            vec!["audit", "export", "--data", "x", "--from", "1.1.2026"],
            "--from <DAY>",
        ),
        (
            vec!["audit", "export", "--data", "x", "--format", "xlsx"],
            "either csv or jsonl",
        ),
        (
            vec!["audit", "head", "--config", file],
            "Did you mean `public_url`?",
        ),
        (
            vec!["directory", "export", "--data", "x", "--kind", "printers"],
            "one of people, groups and devices",
        ),
        (
            vec!["serve", "--demo", "--config", file],
            "cannot be used with",
        ),
        (
            vec!["serve", "--config", file, "--data", "x"],
            "cannot be used with",
        ),
    ] {
        let output = command(&arguments).output().await.unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(words.contains(reason), "{arguments:?}: {words}");
    }
    let output = command(&["--version"]).output().await.unwrap();
    let version = format!("remote-help {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), version);
}
