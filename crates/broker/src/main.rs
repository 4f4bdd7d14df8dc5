//! The program `remote-help`: arguments, signals, and nothing else.
#![forbid(unsafe_code)]

use clap::{Args, Parser, Subcommand};
use remote_help::{Listeners, Settings, launch, server::logs, settings};
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Time for calls that block (a name that is being looked up) once all else is down.
const LEFTOVERS: Duration = Duration::from_millis(100);

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
    let Command::Serve(serve) = Arguments::parse().command;
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return refuse(&error),
    };
    let outcome = runtime.block_on(run(serve));
    // Dropping the runtime would wait for them as long as they take.
    runtime.shutdown_timeout(LEFTOVERS);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(error.as_ref()),
    }
}

fn refuse(error: &dyn Error) -> ExitCode {
    eprintln!("remote-help: {error}");
    ExitCode::FAILURE
}

async fn run(serve: Serve) -> Result<(), Box<dyn Error>> {
    // Heard from here on, before anybody is told that the program is there.
    let stop = Stop::listen()?;
    // What is not text cannot be a setting of ours.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let (settings, listeners) = match serve.config {
        Some(file) => {
            let settings = settings::load::file(&file, environment)?;
            let listeners = Listeners::bind(&settings.listen).await?;
            (settings, listeners)
        }
        None => demo(serve.listen, serve.data, environment).await?,
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
