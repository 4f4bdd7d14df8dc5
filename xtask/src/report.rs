//! The steps of `test` and `check`: what ran, how long, what came of it, and the last line.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::process::Finished;
use crate::summary::Count;

/// So many lines of a failed step's output are shown; the rest stays in its log.
const SHOWN_LINES: usize = 400;

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) count: Count,
    /// Added to the step's line.
    pub(crate) note: String,
    /// Shown when something failed.
    pub(crate) details: String,
}

impl Outcome {
    /// Of a program that counts as one check.
    pub(crate) fn one(finished: &Finished) -> Self {
        let count = if finished.ok {
            Count::ONE_PASSED
        } else {
            Count::ONE_FAILED
        };
        Self::counted(finished, count)
    }

    /// Of a program whose output was counted. One that failed without a failed test has failed
    /// itself; one that passed without a single test did not do what it was run for.
    pub(crate) fn counted(finished: &Finished, mut count: Count) -> Self {
        if !finished.ok && count.failed == 0 || count == Count::default() {
            count.failed += 1;
        }
        let mut details = String::new();
        if count.failed > 0 {
            details = excerpt(&finished.text);
            let why = if finished.timed_out {
                "took too long and was stopped; "
            } else {
                ""
            };
            let _ = write!(
                details,
                "\n({why}complete output: {})",
                finished.log.display()
            );
        }
        Self {
            count,
            note: String::new(),
            details,
        }
    }

    /// Of a check that is no program.
    pub(crate) fn passed() -> Self {
        Self {
            count: Count::ONE_PASSED,
            note: String::new(),
            details: String::new(),
        }
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Both, as one step.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.count += other.count;
        for (mine, others) in [
            (&mut self.note, other.note),
            (&mut self.details, other.details),
        ] {
            if !mine.is_empty() && !others.is_empty() {
                mine.push('\n');
            }
            mine.push_str(&others);
        }
        self
    }

    fn failed(details: String) -> Self {
        Self {
            count: Count::ONE_FAILED,
            note: String::new(),
            details,
        }
    }
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

/// All steps so far.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Step>);

impl Report {
    /// Runs a step and prints what came of it. Gives whether it passed.
    pub(crate) fn step(
        &mut self,
        name: &'static str,
        run: impl FnOnce() -> Result<Outcome>,
    ) -> bool {
        println!("-> {name}");
        let started = Instant::now();
        let outcome = run().unwrap_or_else(|error| Outcome::failed(error.to_string()));
        self.done(name, outcome, started.elapsed())
    }

    /// A step that could not run, because another one failed, has failed too.
    pub(crate) fn not_run(&mut self, name: &'static str, why: &str) {
        println!("-> {name}");
        self.done(
            name,
            Outcome::failed(format!("not run: {why}")),
            Duration::ZERO,
        );
    }

    /// Prints the table of times and the last line, `N passed, N failed`.
    pub(crate) fn finish(self) -> ExitCode {
        println!("\n{self}");
        let mut count = Count::default();
        for step in &self.0 {
            count += step.outcome.count;
        }
        println!("{} passed, {} failed", count.passed, count.failed);
        // Nothing that ran is nothing that passed.
        if count.failed == 0 && count.passed > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn done(&mut self, name: &'static str, outcome: Outcome, took: Duration) -> bool {
        let step = Step {
            name,
            outcome,
            took,
        };
        let passed = step.outcome.count.failed == 0;
        if !passed {
            println!("{}\n", step.outcome.details.trim_end());
        }
        println!("{step}");
        let _ = std::io::stdout().flush();
        self.0.push(step);
        passed
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name,
            outcome: Outcome { count, note, .. },
            took,
        } = self;
        let verdict = if count.failed == 0 { "ok  " } else { "FAIL" };
        write!(
            f,
            "   {verdict} {:>7.1} s  {name}: {} passed",
            took.as_secs_f64(),
            count.passed
        )?;
        if count.failed > 0 {
            write!(f, ", {} failed", count.failed)?;
        }
        if !note.is_empty() {
            write!(f, " ({note})")?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let total: Duration = self.0.iter().map(|step| step.took).sum();
        for step in &self.0 {
            writeln!(f, "{step}")?;
        }
        write!(f, "   in all {:.0} s", total.as_secs_f64())
    }
}

/// The end of an output, without what passed or was merely compiled.
fn excerpt(output: &str) -> String {
    let dull = |line: &&str| {
        let line = line.trim_start();
        let passed = line.starts_with("test ") && line.ends_with("... ok");
        let progress = [
            "Compiling ",
            "Checking ",
            "Downloading ",
            "Downloaded ",
            "Fresh ",
            "Dirty ",
        ];
        !passed && !progress.iter().any(|word| line.starts_with(word))
    };
    let lines: Vec<&str> = output.lines().filter(dull).collect();
    let skipped = lines.len().saturating_sub(SHOWN_LINES);
    let shown = lines.get(skipped..).unwrap_or_default().join("\n");
    if skipped == 0 {
        shown
    } else {
        format!("[{skipped} lines before]\n{shown}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(ok: bool, text: &str) -> Finished {
        Finished {
            ok,
            timed_out: false,
            text: text.into(),
            log: "step.log".into(),
        }
    }

    #[test]
    fn a_program_that_fails_is_never_counted_as_passed() {
        let five = Count {
            passed: 5,
            failed: 0,
        };
        assert_eq!(
            Outcome::counted(&finished(false, ""), five).count,
            Count {
                passed: 5,
                failed: 1
            }
        );
        assert_eq!(Outcome::one(&finished(false, "")).count, Count::ONE_FAILED);
        assert_eq!(Outcome::counted(&finished(true, ""), five).count, five);
    }

    #[test]
    fn two_outcomes_in_one_step_keep_both_reasons() {
        let [one, two] = ["first", "second"].map(|text| Outcome::one(&finished(false, text)));
        let both = one.and(Outcome::passed()).and(two);
        assert_eq!(
            both.count,
            Count {
                passed: 1,
                failed: 2
            }
        );
        assert!(both.details.contains("first") && both.details.contains("\nsecond"));
    }

    #[test]
    fn a_program_without_tests_has_failed() {
        let outcome = Outcome::counted(&finished(true, "nothing"), Count::default());
        assert_eq!(outcome.count, Count::ONE_FAILED);
        assert!(outcome.details.contains("nothing") && outcome.details.contains("step.log"));
    }

    #[test]
    fn steps_that_could_not_run_have_failed() {
        let mut report = Report::default();
        assert!(report.step("one", || Ok(Outcome::one(&finished(true, "")))));
        assert!(!report.step("two", || Err(crate::error::Error::Usage("why".into()))));
        report.not_run("three", "two failed");
        assert_eq!(report.finish(), ExitCode::FAILURE);
        assert_eq!(Report::default().finish(), ExitCode::FAILURE);
    }

    #[test]
    fn excerpts_keep_what_matters_and_the_end() {
        let text = "   Compiling a v1\ntest a ... ok\ntest b ... FAILED\nwhy\n";
        assert_eq!(excerpt(text), "test b ... FAILED\nwhy");
        let long: String = (0..SHOWN_LINES + 5)
            .map(|n| format!("line {n}\n"))
            .collect();
        assert!(excerpt(&long).starts_with("[5 lines before]\nline 5\n"));
    }
}
