//! The project's tasks, run as `cargo xtask <task>`; `cargo xtask --help` lists them.
#![forbid(unsafe_code)]

mod bench;
mod check;
mod cli;
mod error;
mod fuzz;
mod layout;
mod process;
mod report;
mod setup;
mod size;
mod start;
mod suite;
mod summary;

mod versions;
mod web;

use std::process::ExitCode;

use cli::Task;
use error::Result;
use layout::Layout;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match cli::parse(&arguments) {
        Ok(Task::Help) => {
            print!("{}", cli::HELP);
            ExitCode::SUCCESS
        }
        Ok(task) => match run(task) {
            Ok(code) => code,
            Err(error) => {
                eprintln!("\nxtask: {error}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("xtask: {error}\n\n{}", cli::HELP);
            ExitCode::from(2)
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let layout = Layout::find()?;
    match task {
        Task::Help => {}
        Task::Setup { tests, again } => {
            if again {
                setup::forget(&layout)?;
            }
            setup::web(&layout)?;
            if tests {
                setup::tests(&layout)?;
            }
            println!("Everything is there.");
        }
        Task::Web => {
            let toolchain = setup::web(&layout)?;
            web::build(&layout, &toolchain)?;
        }
        Task::Start { listen, data } => return start::run(&layout, &listen, &data),
        Task::Test => return suite::run(&layout),
        Task::Check => return check::run(&layout),
        Task::Bench(what) => bench::run(&layout, &what)?,
        Task::Size => {
            let sizes = size::measure(&layout)?;
            println!("{sizes}");
            sizes.within_budget()?;
        }
        Task::Fuzz { seconds, target } => return fuzz::run(&layout, seconds, target.as_deref()),
    }
    Ok(ExitCode::SUCCESS)
}
