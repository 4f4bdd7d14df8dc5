//! What the first screen of `/rh` transfers, and its budget.

use std::fmt;
use std::fs;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::web::Manifest;

/// The budget of the first screen: bytes, compressed with brotli, of page, style, scripts, wasm and
/// the largest language.
const BUDGET: u64 = 260_000;

/// The files of the first screen, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sizes {
    first_screen: Vec<Size>,
    /// Parts of the app, fetched while the person reads.
    parts: Vec<Size>,
    /// Fetched when a screen is shared.
    workers: Vec<Size>,
}

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
    let measured = |paths: Vec<String>| -> Result<Vec<Size>> {
        let mut sizes = Vec::new();
        for path in paths {
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
        Ok(sizes)
    };
    let manifest = Manifest::read(layout)?;
    Ok(Sizes {
        first_screen: measured(manifest.first_screen)?,
        parts: measured(manifest.parts)?,
        workers: measured(manifest.workers)?,
    })
}

impl Sizes {
    /// An error that says by how much the first screen is too large.
    pub(crate) fn within_budget(&self) -> Result<()> {
        match transferred(&self.first_screen) {
            bytes if bytes > BUDGET => Err(Error::OverBudget {
                bytes,
                budget: BUDGET,
            }),
            _ => Ok(()),
        }
    }
}

fn transferred(sizes: &[Size]) -> u64 {
    sizes.iter().map(|size| size.transferred).sum()
}

fn breakdown(f: &mut fmt::Formatter<'_>, sizes: &[Size], sum: &str) -> fmt::Result {
    for Size {
        path,
        plain,
        transferred,
    } in sizes
    {
        writeln!(f, "  {plain:>27} {transferred:>9}  {path}")?;
    }
    let plain: u64 = sizes.iter().map(|size| size.plain).sum();
    write!(f, "  {plain:>27} {:>9}  {sum}", transferred(sizes))
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "First screen of /rh:     plain    brotli")?;
        let sum = format!("in all, of at most {BUDGET}");
        breakdown(f, &self.first_screen, &sum)?;
        writeln!(f, "\nLater, both sides:")?;
        breakdown(f, &self.parts, "in all")?;
        writeln!(f, "\nThe workers, of sharer and helper alike:")?;
        breakdown(f, &self.workers, "in all")
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
        Sizes {
            first_screen: transferred.iter().map(size).collect(),
            parts: vec![size(&BUDGET)],
            workers: vec![size(&7)],
        }
    }

    #[test]
    fn the_budget_is_for_the_sum_of_what_the_first_screen_transfers() {
        assert!(sizes(&[BUDGET - 1, 1]).within_budget().is_ok());
        let error = sizes(&[BUDGET, 1]).within_budget().unwrap_err().to_string();
        let said = format!("{} bytes, 1 more", BUDGET + 1);
        assert!(error.contains(&said), "{error}");
    }

    #[test]
    fn the_breakdown_has_a_sum_for_each_third() {
        let text = sizes(&[200, 100]).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 10, "{text}");
        let sum = format!("900       300  in all, of at most {BUDGET}");
        assert!(lines[3].ends_with(&sum), "{text}");
        assert!(lines[6].ends_with(&format!("{BUDGET}  in all")), "{text}");
        assert!(lines[9].ends_with("21         7  in all"), "{text}");
    }
}
