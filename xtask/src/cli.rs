//! The command line: which task, with which options, and the help text.

use crate::error::{Error, Result};

/// Where `start` listens unless told otherwise.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:8080";
/// Where `start` keeps its data unless told otherwise, below the repository.
pub(crate) const DEFAULT_DATA: &str = "data";

pub(crate) const HELP: &str = "\
Remote Help: the project's tasks

Usage: cargo xtask <task> [options]

  start     Sets up what is missing, builds the web app and the broker and runs the demo tenant.
            First time on a fresh machine about 20 min, with the tools there about 5 min,
            when nothing changed seconds.
              --listen ADDR   default 127.0.0.1:8080 (the demo listens on loopback only)
              --data DIR      default ./data
  test      Sets up the tests (browser included), then runs everything: format, lints, licences and
            advisories, native tests, fuzz targets for 10 s each, wasm tests, web build, size
            of the first screen, end-to-end tests. On two cores about 45 min when warm, 70 min on a
            fresh machine. Ends with one line: N passed, N failed.
  check     The gate before a commit: format, lints, native tests, size. Under 3 min when warm.
  setup     Only sets up what `start` needs: the wasm target, wasm-bindgen, wasm-split,
            wasm-opt, esbuild. Seconds when everything is there, about 5 min otherwise.
              --test          also what `test` needs: Chromium (and 109), Firefox ESR, WebKitGTK, fonts,
                              cargo-deny, npm packages
              --again         forget remembered answers (for example: no network for rustup)
  web       Only builds the web app into dist/. About 5 min the first time.
  size      Prints what the first screen of /rh transfers, file by file, and fails over its budget.
  bench     Measures the picture in Chromium, beside the browser's own video tracks: how soon, how
            exact, at what price. Says how long it takes before it begins; everything takes about
            45 min after the build. The results are left in e2e/bench/results/; those of a part
            get names that git ignores.
              --scene A,B     only these scenes, also on other networks than the plain one
              --network A,B   only on these networks
              --method A,B    only by these methods: local, ours, or a track such as H264-text
              --runs N        so many runs of each
            Names that there are not: it lists those that there are. Instead of the picture:
              --native        the codec alone, natively and in wasm; how long wrong codes take to be refused; the audit with a
                              million records; the report and its pages; the directory. About 15 min.
              --hidden        frames from a hidden tab, two minutes of each path. A quarter of an hour.
              --fairness      what a download keeps of a slow link beside the picture. Six minutes.
              --transports    how soon bytes are there by each way to carry them. Nine minutes.
              --engines       the picture between Chromium and Firefox, either way. Four minutes.
              --memory        two hours of mixed content, and whether memory grows.
              --first-screen  the first visit on a slow line. A minute.
              --departures    how soon a helper notices that the sharer is gone or silent. An hour.
              --trials N      of each kind, for these two
  fuzz      Runs every fuzz target on random input.
              --seconds N     for each target, default 10
              --target NAME   only this one

Tools that are slow to build are kept in $XDG_CACHE_HOME/remote-help/tools (~/.cache/...), so that
another clone does not build them again. RH_CHROMIUM names a browser for the end-to-end tests.
";

/// One task with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    Help,
    Setup {
        tests: bool,
        again: bool,
    },
    Web,
    Start {
        listen: String,
        data: String,
    },
    Test,
    Check,
    Bench(Bench),
    Size,
    Fuzz {
        seconds: u64,
        target: Option<String>,
    },
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The picture, or a part of that: names with commas, as given.
    Picture {
        scenes: Option<String>,
        networks: Option<String>,
        methods: Option<String>,
        runs: Option<u64>,
    },
    Native,
    Hidden,
    Fairness,
    Transports,
    Engines,
    Memory,
    FirstScreen {
        trials: Option<u64>,
    },
    Departures {
        trials: Option<u64>,
    },
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: &[String]) -> Result<Task> {
    let mut options = Options(arguments.iter().skip(1).map(String::as_str).collect());
    let Some(name) = arguments.first() else {
        return Ok(Task::Help);
    };
    if options.flag("--help") || options.flag("-h") {
        return Ok(Task::Help);
    }
    let task = match name.as_str() {
        "help" | "--help" | "-h" => Task::Help,
        "setup" => Task::Setup {
            tests: options.flag("--test"),
            again: options.flag("--again"),
        },
        "web" => Task::Web,
        "start" => Task::Start {
            listen: options
                .value("--listen")?
                .unwrap_or_else(|| DEFAULT_LISTEN.into()),
            data: options
                .value("--data")?
                .unwrap_or_else(|| DEFAULT_DATA.into()),
        },
        "test" => Task::Test,
        "check" => Task::Check,
        "bench" => Task::Bench(bench(&mut options)?),
        "size" => Task::Size,
        "fuzz" => Task::Fuzz {
            seconds: options.number("--seconds")?.unwrap_or(crate::fuzz::SECONDS),
            target: options.value("--target")?,
        },
        other => return Err(Error::Usage(format!("there is no task {other}"))),
    };
    options.done()?;
    Ok(task)
}

fn bench(options: &mut Options<'_>) -> Result<Bench> {
    if options.flag("--native") {
        return Ok(Bench::Native);
    }
    if options.flag("--hidden") {
        return Ok(Bench::Hidden);
    }
    if options.flag("--fairness") {
        return Ok(Bench::Fairness);
    }
    if options.flag("--transports") {
        return Ok(Bench::Transports);
    }
    if options.flag("--engines") {
        return Ok(Bench::Engines);
    }
    if options.flag("--memory") {
        return Ok(Bench::Memory);
    }
    if options.flag("--first-screen") {
        let trials = options.number("--trials")?;
        return Ok(Bench::FirstScreen { trials });
    }
    if options.flag("--departures") {
        let trials = options.number("--trials")?;
        return Ok(Bench::Departures { trials });
    }
    Ok(Bench::Picture {
        scenes: options.value("--scene")?,
        networks: options.value("--network")?,
        methods: options.value("--method")?,
        runs: options.number("--runs")?,
    })
}

/// The options that are not taken yet.
struct Options<'a>(Vec<&'a str>);

impl Options<'_> {
    fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|option| *option != name);
        self.0.len() < before
    }

    /// `--name VALUE` or `--name=VALUE`.
    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self
            .0
            .iter()
            .position(|o| *o == name || o.starts_with(&joined))
        else {
            return Ok(None);
        };
        let option = self.0.remove(at);
        if let Some(value) = option.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.0.len() {
            return Ok(Some(self.0.remove(at).to_owned()));
        }
        Err(Error::Usage(format!("{name} wants a value")))
    }

    fn number(&mut self, name: &str) -> Result<Option<u64>> {
        let Some(text) = self.value(name)? else {
            return Ok(None);
        };
        let number = text.parse().ok().filter(|n| *n > 0);
        number
            .map(Some)
            .ok_or_else(|| Error::Usage(format!("{name} wants a whole number above 0, not {text}")))
    }

    fn done(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(option) => Err(Error::Usage(format!("unknown option {option}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse(
            &line
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn options_have_defaults_and_both_spellings() {
        let start = |listen: &str, data: &str| Task::Start {
            listen: listen.to_owned(),
            data: data.to_owned(),
        };
        assert_eq!(
            parsed("start").unwrap(),
            start(DEFAULT_LISTEN, DEFAULT_DATA)
        );
        assert_eq!(
            parsed("start --data=/tmp/d --listen 127.0.0.1:1").unwrap(),
            start("127.0.0.1:1", "/tmp/d")
        );
        assert_eq!(
            parsed("fuzz --seconds 600").unwrap(),
            Task::Fuzz {
                seconds: 600,
                target: None
            }
        );
        assert_eq!(
            parsed("setup --test").unwrap(),
            Task::Setup {
                tests: true,
                again: false
            }
        );
    }

    #[test]
    fn a_bench_is_of_the_picture_unless_something_else_is_named() {
        let picture = |scenes: Option<&str>, runs| Bench::Picture {
            scenes: scenes.map(str::to_owned),
            networks: None,
            methods: None,
            runs,
        };
        for (line, bench) in [
            ("bench", picture(None, None)),
            (
                "bench --scene typing,flip --runs=2",
                picture(Some("typing,flip"), Some(2)),
            ),
            ("bench --native", Bench::Native),
            ("bench --hidden", Bench::Hidden),
            ("bench --fairness", Bench::Fairness),
            ("bench --transports", Bench::Transports),
            ("bench --engines", Bench::Engines),
            ("bench --memory", Bench::Memory),
            (
                "bench --departures --trials 5",
                Bench::Departures { trials: Some(5) },
            ),
        ] {
            assert_eq!(parsed(line).unwrap(), Task::Bench(bench), "{line}");
        }
    }

    #[test]
    fn asking_for_help_anywhere_gives_help() {
        for line in ["", "help", "--help", "test --help", "start -h"] {
            assert_eq!(parsed(line).unwrap(), Task::Help, "{line}");
        }
    }

    #[test]
    fn what_is_unknown_is_refused() {
        for line in [
            "tset",
            "test --fast",
            "fuzz --seconds",
            "fuzz --seconds 0",
            "start now",
            "bench --native --scene typing",
            "bench --trials 5",
            "bench --runs none",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }

    #[test]
    fn the_help_names_every_task() {
        for task in [
            "start", "test", "check", "setup", "web", "size", "bench", "fuzz",
        ] {
            assert!(HELP.contains(&format!("\n  {task} ")), "{task}");
            assert_ne!(parsed(task).unwrap(), Task::Help, "{task}");
        }
    }
}
