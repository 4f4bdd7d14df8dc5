//! Reads how many tests passed and failed from what test runners print.

use std::ops::AddAssign;

use serde_json::Value;

/// How many passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// From the output of `cargo test`, also through wasm-bindgen's runner. A test program that ended
/// without its summary line has crashed and counts as one failure.
pub(crate) fn cargo_test(output: &str) -> Count {
    let mut count = Count::default();
    let (mut programs, mut summaries) = (0_u64, 0_u64);
    for line in output.lines().map(str::trim_start) {
        if line.starts_with("Running ") || line.starts_with("Doc-tests ") {
            programs += 1;
        } else if let Some(summary) = line.strip_prefix("test result: ") {
            summaries += 1;
            count.passed += number_before(summary, " passed");
            count.failed += number_before(summary, " failed");
        } else if line == "no tests to run!" {
            summaries += 1;
        }
    }
    count.failed += programs.saturating_sub(summaries);
    count
}

/// What a test printed, out of the output of `cargo test -- --show-output`.
pub(crate) fn printed_by(output: &str, test: &str) -> Option<String> {
    let begin = format!("---- {test} stdout ----");
    let mut lines = output.lines().map(str::trim_end);
    lines.find(|line| *line == begin)?;
    let printed: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    Some(printed.join("\n"))
}

/// What Playwright's JSON reporter says, and how many tests it skipped.
pub(crate) fn playwright(json: &str) -> Option<(Count, u64)> {
    let report: Value = serde_json::from_str(json).ok()?;
    let stats = report.get("stats")?;
    let number = |name: &str| stats.get(name)?.as_u64();
    // Errors outside any test (a syntax error, a global set-up that failed) are listed apart.
    let outside = report
        .get("errors")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let count = Count {
        passed: number("expected")?,
        // A test that passes only sometimes is not a passed test.
        failed: number("unexpected")? + number("flaky")? + outside as u64,
    };
    Some((count, number("skipped")?))
}

/// The number that stands before `word`; 0 if there is none.
fn number_before(text: &str, word: &str) -> u64 {
    let Some((before, _)) = text.split_once(word) else {
        return 0;
    };
    before
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_test_printed_ends_with_an_empty_line() {
        let output = "successes:\n\n---- a::b stdout ----\none\ntwo\n\n---- c stdout ----\nthree\n";
        assert_eq!(printed_by(output, "a::b").as_deref(), Some("one\ntwo"));
        assert_eq!(printed_by(output, "b"), None);
    }

    #[test]
    fn every_test_program_is_added_up() {
        let output = "\
     Running unittests src/lib.rs (target/debug/deps/a-1)
running 3 tests
test x ... ok
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
     Running tests/it/main.rs (target/debug/deps/it-1)
test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
   Doc-tests a
test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
error: 1 target failed:
";
        assert_eq!(
            cargo_test(output),
            Count {
                passed: 14,
                failed: 2
            }
        );
    }

    #[test]
    fn a_test_program_that_crashed_is_a_failure() {
        let output = "\
     Running unittests src/lib.rs (target/debug/deps/a-1)
running 3 tests
error: test failed, to rerun pass `-p a --lib`
  process didn't exit successfully: `a-1` (signal: 6, SIGABRT: process abort signal)
     Running unittests src/lib.rs (target/debug/deps/b-1)
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";
        assert_eq!(
            cargo_test(output),
            Count {
                passed: 3,
                failed: 1
            }
        );
    }

    #[test]
    fn a_wasm_test_program_without_tests_is_no_failure() {
        let output = "\
     Running unittests src/lib.rs (target/wasm32-unknown-unknown/debug/deps/a.wasm)
no tests to run!
     Running tests/wasm.rs (target/wasm32-unknown-unknown/debug/deps/wasm.wasm)
running 2 tests
test result: ok. 2 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.01s
";
        assert_eq!(
            cargo_test(output),
            Count {
                passed: 2,
                failed: 0
            }
        );
    }

    #[test]
    fn playwrights_flaky_and_outside_errors_are_failures() {
        let report =
            r#"{"stats":{"expected":7,"unexpected":1,"flaky":2,"skipped":3},"errors":[{}]}"#;
        assert_eq!(
            playwright(report),
            Some((
                Count {
                    passed: 7,
                    failed: 4
                },
                3
            ))
        );
        assert_eq!(playwright("{}"), None);
        assert_eq!(playwright("Error: no report"), None);
    }
}
