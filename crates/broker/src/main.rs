//! The program `remote-help`: arguments, signals, and nothing else.
#![forbid(unsafe_code)]

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use remote_help::{
    Listeners, Settings,
    audit::{command, export::Format, query::Filter},
    directory::{self, csv::Kind},
    launch,
    server::logs,
    settings,
};
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Time for calls that block (a name that is being looked up) once all else is down.
const LEFTOVERS: Duration = Duration::from_millis(100);

/// `audit verify` ends with this when it could not look: 1 is that the audit does not hold.
const NOT_LOOKED_AT: u8 = 2;

/// Remote Help for the web: one program that serves the web app, checks who people are, pairs two
/// browsers and keeps the audit.
#[derive(Debug, Parser)]
#[command(name = "remote-help", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the broker until Ctrl-C.
    Serve(Serve),
    /// Proves and exports the audit; see docs/audit.md. The broker may run meanwhile.
    #[command(subcommand)]
    Audit(Audit),
    /// Imports and exports the embedded directory as CSV; see docs/directory.md.
    #[command(subcommand)]
    Directory(Directory),
}

#[derive(Debug, Subcommand)]
enum Directory {
    /// Reads a file: its rows are added, or put in the place of those with their ids. No broker may run on the data.
    /// With a single bad row nothing is changed, all of them are named, and it ends with 1.
    Import {
        #[command(flatten)]
        data: Data,
        /// people, groups or devices.
        #[arg(long)]
        kind: Kind,
        /// Only tells what it would do. The broker may run meanwhile.
        #[arg(long)]
        dry_run: bool,
        /// Removes all of this kind that are not in the file.
        #[arg(long)]
        replace: bool,
        /// The file.
        file: PathBuf,
    },
    /// Prints all of one kind, as a file that can be imported, and records that in the audit. The broker may run meanwhile.
    Export {
        #[command(flatten)]
        data: Data,
        /// people, groups or devices.
        #[arg(long)]
        kind: Kind,
    },
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Hashes every record again and tells whether one was changed, put in or taken out. Ends with 1 if so, and with 2
    /// if it could not be looked at.
    Verify {
        #[command(flatten)]
        data: Data,
        /// A head that was kept elsewhere: the audit must still hold its record.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
        /// A public key that signed it, or what retention has removed, as the log tells it at each start (audit_key); more
        /// than once, if there were several. Else the key in the data folder.
        #[arg(long, value_name = "KEY")]
        key: Vec<String>,
    },
    /// Prints the number and hash of the newest record, signed: one line, to be kept elsewhere.
    Head {
        #[command(flatten)]
        data: Data,
    },
    /// Prints the records, the oldest first.
    Export {
        #[command(flatten)]
        data: Data,
        /// csv, for spreadsheets, or jsonl, one JSON object a line.
        #[arg(long, default_value = "csv")]
        format: Format,
        /// The first day (UTC), such as 2026-11-01.
        #[arg(long, value_name = "DAY")]
        from: Option<NaiveDate>,
        /// The last day (UTC).
        #[arg(long, value_name = "DAY")]
        to: Option<NaiveDate>,
    },
}

/// Which data: one of the two.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Data {
    /// The broker's configuration, which names the data folder.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder itself.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Data {
    fn folder(self) -> Result<PathBuf, Box<dyn Error>> {
        match (self.data, self.config) {
            (Some(folder), _) => Ok(folder),
            (None, config) => {
                let file = config.unwrap_or_default();
                Ok(settings::load::file(&file, environment())?.data_dir)
            }
        }
    }
}

#[derive(Debug, Args)]
struct Serve {
    /// The configuration; see docs/remote-help.example.toml.
    #[arg(long, value_name = "FILE", required_unless_present = "demo")]
    config: Option<PathBuf>,
    /// Runs a demonstration with an invented organisation, on this machine only.
    #[arg(long, conflicts_with = "config")]
    demo: bool,
    /// Where the demonstration listens: a loopback address and a port (0 picks a free one). Else
    /// REMOTE_HELP_LISTEN, else 127.0.0.1:8080, which is [::1]:8080 too.
    #[arg(long, value_name = "ADDR", conflicts_with = "config")]
    listen: Option<SocketAddr>,
    /// The folder in which the demonstration keeps its data. Else REMOTE_HELP_DATA_DIR, else "data".
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    data: Option<PathBuf>,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let verifies = matches!(command, Command::Audit(Audit::Verify { .. }));
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&error),
    };
    let outcome = runtime.block_on(async {
        match command {
            Command::Serve(serve) => run(serve).await,
            Command::Audit(audit) => prove(audit).await,
            Command::Directory(directory) => exchange(directory).await,
        }
    });
    // Dropping the runtime would wait for them as long as they take.
    runtime.shutdown_timeout(LEFTOVERS);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if verifies && !is_broken(error.as_ref()) => {
            refuse(error.as_ref());
            ExitCode::from(NOT_LOOKED_AT)
        }
        Err(error) => refuse(error.as_ref()),
    }
}

/// Whether the audit was looked at, and does not hold.
fn is_broken(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref();
    matches!(error, Some(command::CommandError::Broken(_)))
}

fn refuse(error: &dyn Error) -> ExitCode {
    eprintln!("remote-help: {error}");
    ExitCode::FAILURE
}

async fn prove(audit: Audit) -> Result<(), Box<dyn Error>> {
    match audit {
        Audit::Verify { data, head, key } => {
            let keys = (!key.is_empty()).then_some(&*key);
            let told = command::verify(&data.folder()?, head.as_deref(), keys).await?;
            println!("{told}");
        }
        Audit::Head { data } => println!("{}", command::head(&data.folder()?).await?),
        Audit::Export {
            data,
            format,
            from,
            to,
        } => {
            let (filter, out) = (Filter::days(from, to), std::io::stdout().lock());
            command::export(&data.folder()?, format, &filter, out).await?;
        }
    }
    Ok(())
}

async fn exchange(directory: Directory) -> Result<(), Box<dyn Error>> {
    match directory {
        Directory::Import {
            data,
            kind,
            dry_run,
            replace,
            file,
        } => {
            let folder = data.folder()?;
            let told = directory::command::import(&folder, kind, &file, dry_run, replace).await?;
            println!("{told}");
        }
        Directory::Export { data, kind } => {
            directory::command::export(&data.folder()?, kind).await?;
        }
    }
    Ok(())
}

/// What is not text cannot be a setting of ours.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

async fn run(serve: Serve) -> Result<(), Box<dyn Error>> {
    // Heard from here on, before anybody is told that the program is there.
    let stop = Stop::listen()?;
    let (settings, listeners) = match serve.config {
        Some(file) => {
            let settings = settings::load::file(&file, environment())?;
            let listeners = Listeners::bind(&settings.listen).await?;
            (settings, listeners)
        }
        None => demo(serve.listen, serve.data, environment()).await?,
    };
    logs::start(&settings.log)?;
    let shutdown = CancellationToken::new();
    tokio::spawn(stop.pass_on(shutdown.clone()));
    launch(settings, listeners, shutdown).await?;
    Ok(())
}

async fn demo(
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<(Settings, Listeners), Box<dyn Error>> {
    let environment: Vec<_> = environment.collect();
    let listeners = match &settings::demo::listen(listen, environment.clone())?[..] {
        [at] if settings::demo::is_localhost(at) => Listeners::bind_loopback(at.port()).await?,
        exactly => Listeners::bind(exactly).await?,
    };
    let settings = settings::demo::demo(&listeners.addresses(), data, environment)?;
    // For whoever started it, and for scripts that let it pick the port.
    println!("A demonstration of Remote Help, for this machine only:");
    println!("  helper  {}/rhh", settings.public_url.origin());
    println!("  sharer  {}/rh", settings.public_url.origin());
    Ok((settings, listeners))
}

/// The signals that end the program.
struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// The first signal ends the program in good order, the second at once.
    async fn pass_on(mut self, shutdown: CancellationToken) {
        self.next().await;
        shutdown.cancel();
        self.next().await;
        std::process::exit(130);
    }
}
