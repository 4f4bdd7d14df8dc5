//! What the first screen of `/rh` transfers, and its budget.

use std::fmt;
use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::web::Manifest;

/// Where the first screen is to get: bytes, compressed with brotli, of page, style, scripts, wasm and
/// the largest language.
const GOAL: u64 = 260_000;
/// What it may not exceed meanwhile: the last landed figure and 1 %. It only ever goes down, and goes
/// when it meets the goal.
const BUDGET: u64 = 361_500;

/// The files of the first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sizes(Vec<Size>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Size {
    path: String,
    plain: u64,
    transferred: u64,
}

/// Measures what is in `dist/`.
pub(crate) fn measure(layout: &Layout) -> Result<Sizes> {
    let dist = layout.dist();
    let bytes = |path: &str| {
        let path = dist.join(path);
        fs::metadata(&path)
            .map(|data| data.len())
            .map_err(Error::io("reading", &path))
    };
    let mut sizes = Vec::new();
    for path in Manifest::read(layout)?.first_screen {
        let plain = bytes(&path)?;
        // A file that compression does not make smaller has no compressed twin.
        let transferred = bytes(&format!("{path}.br")).unwrap_or(plain);
        sizes.push(Size {
            path,
            plain,
            transferred,
        });
    }
    sizes.sort_by_key(|size| std::cmp::Reverse(size.transferred));
    Ok(Sizes(sizes))
}

impl Sizes {
    fn transferred(&self) -> u64 {
        self.0.iter().map(|size| size.transferred).sum()
    }

    /// An error that says by how much it is too large.
    pub(crate) fn within_budget(&self) -> Result<()> {
        match self.transferred() {
            bytes if bytes > BUDGET => Err(Error::OverBudget {
                bytes,
                budget: BUDGET,
            }),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "First screen of /rh:     plain    brotli")?;
        for Size {
            path,
            plain,
            transferred,
        } in &self.0
        {
            writeln!(f, "  {plain:>27} {transferred:>9}  {path}")?;
        }
        let plain: u64 = self.0.iter().map(|size| size.plain).sum();
        let transferred = self.transferred();
        write!(
            f,
            "  {plain:>27} {transferred:>9}  in all, of at most {BUDGET}"
        )?;
        match transferred.saturating_sub(GOAL) {
            0 => Ok(()),
            over => write!(f, "\n  {over:>37}  over the goal of {GOAL}: open work"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(transferred: &[u64]) -> Sizes {
        let size = |t: &u64| Size {
            path: "a.js".into(),
            plain: 3 * t,
            transferred: *t,
        };
        Sizes(transferred.iter().map(size).collect())
    }

    #[test]
    fn the_budget_is_for_the_sum_of_what_is_transferred() {
        assert!(sizes(&[BUDGET - 1, 1]).within_budget().is_ok());
        let error = sizes(&[BUDGET, 1]).within_budget().unwrap_err().to_string();
        let said = format!("{} bytes, 1 more", BUDGET + 1);
        assert!(error.contains(&said), "{error}");
    }

    #[test]
    fn the_breakdown_ends_with_the_sum() {
        let text = sizes(&[200, 100]).to_string();
        assert_eq!(text.lines().count(), 4);
        assert!(
            text.ends_with(&format!("900       300  in all, of at most {BUDGET}")),
            "{text}"
        );
    }

    #[test]
    fn what_misses_the_goal_says_by_how_much() {
        let text = sizes(&[GOAL, 7]).to_string();
        assert!(
            text.ends_with("7  over the goal of 260000: open work"),
            "{text}"
        );
    }
}
