//! Remembers that something on the network was not there, so that waiting for it costs once.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Error, Result};

/// After this long the network is tried again.
const GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// The remembered answers, one file each below the tools folder.
#[derive(Debug)]
pub(crate) struct Answers(PathBuf);

impl Answers {
    pub(crate) fn new(tools: &Path) -> Self {
        Self(tools.join("unreachable"))
    }

    /// Was `question` answered with "no" within the last day?
    pub(crate) fn was_no(&self, question: &str) -> bool {
        self.was_no_at(question, SystemTime::now())
    }

    /// Remembers a "no", and the reason for whoever looks.
    pub(crate) fn remember_no(&self, question: &str, reason: &str) -> Result<()> {
        fs::create_dir_all(&self.0).map_err(Error::io("creating", &self.0))?;
        let file = self.file(question);
        fs::write(&file, reason).map_err(Error::io("writing", &file))
    }

    /// Forgets everything.
    pub(crate) fn forget(&self) -> Result<()> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("removing", &self.0)(error))
            }
            _ => Ok(()),
        }
    }

    fn was_no_at(&self, question: &str, now: SystemTime) -> bool {
        let answered = fs::metadata(self.file(question)).and_then(|data| data.modified());
        // A file from the future (a clock that was set back) is as good as one from now.
        answered.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age < GOOD_FOR) || at > now)
    }

    fn file(&self, question: &str) -> PathBuf {
        let safe = question.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.', "-");
        self.0.join(safe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_remembered_for_a_day_and_can_be_forgotten() {
        let tools = std::env::temp_dir().join(format!("xtask-answers-{}", std::process::id()));
        let answers = Answers::new(&tools);
        assert!(!answers.was_no("rustup target 1.95"));
        answers
            .remember_no("rustup target 1.95", "could not resolve host")
            .unwrap();
        assert!(answers.was_no("rustup target 1.95"));
        assert!(
            !answers.was_no("rustup target 1.96"),
            "another version is another question"
        );
        let later = SystemTime::now() + GOOD_FOR;
        assert!(!answers.was_no_at("rustup target 1.95", later));
        answers.forget().unwrap();
        answers.forget().unwrap();
        assert!(!answers.was_no("rustup target 1.95"));
        fs::remove_dir_all(&tools).unwrap();
    }
}
