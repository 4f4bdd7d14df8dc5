//! The way from the first page of a list to the one that is shown. A list only says where its next page begins, so that what
//! was before is remembered here.

/// A page's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stop {
    /// What it is asked for with.
    after: String,
    /// Rows on all pages before it.
    before: u64,
}

/// The beginnings of all pages after the first one, up to the one that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trail(Vec<Stop>);

impl Trail {
    /// What the page is asked for with; nothing for the first.
    pub(super) fn after(&self) -> Option<&str> {
        self.0.last().map(|stop| stop.after.as_str())
    }

    /// Rows on all pages before it.
    pub(super) fn before(&self) -> u64 {
        self.0.last().map_or(0, |stop| stop.before)
    }

    /// On to the next page, from one with so many rows.
    pub(super) fn forward(&mut self, after: String, rows: usize) {
        let before = self.before() + u64::try_from(rows).unwrap_or_default();
        self.0.push(Stop { after, before });
    }

    /// Back to the page before.
    pub(super) fn back(&mut self) {
        self.0.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::Trail;

    #[test]
    fn the_way_back_is_the_way_there() {
        let mut trail = Trail::default();
        assert_eq!((trail.after(), trail.before()), (None, 0));
        trail.forward("a".to_owned(), 50);
        // A directory may give fewer rows than it was asked for, and yet more pages.
        trail.forward("b".to_owned(), 17);
        assert_eq!((trail.after(), trail.before()), (Some("b"), 67));
        trail.back();
        assert_eq!((trail.after(), trail.before()), (Some("a"), 50));
        trail.back();
        trail.back();
        assert_eq!(trail, Trail::default());
    }
}
