//! Reads what the build needs of Fluent files: plain messages, without placeables.

/// The text of a message, its lines joined by spaces; `None` if it is not there.
pub(super) fn message(source: &str, key: &str) -> Option<String> {
    let mut lines = source.lines();
    let first = lines.find_map(|line| value_of(line, key))?;
    let more = lines
        .take_while(|line| line.starts_with(' '))
        .map(str::trim);
    let text: Vec<&str> = std::iter::once(first)
        .chain(more)
        .filter(|line| !line.is_empty())
        .collect();
    (!text.is_empty()).then(|| text.join(" "))
}

/// The source without comments and empty lines, which only translators need. A `#` at the start of
/// a line is always a comment: the lines of a text are indented.
pub(super) fn without_comments(source: &str) -> String {
    let kept = source
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    kept.fold(String::with_capacity(source.len()), |text, line| {
        text + line + "\n"
    })
}

fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?
        .trim_start()
        .strip_prefix('=')
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "# A comment\nname = Remote Help\nname-long =\n    Two\n    lines\n\n\
                          ## Group\nunsupported-body = Gone\n  with this\nlast = { $n ->\n   [one] # x\n  *[other] y\n}\n";

    #[test]
    fn messages_are_found_by_their_whole_key() {
        assert_eq!(message(SOURCE, "name").as_deref(), Some("Remote Help"));
        assert_eq!(message(SOURCE, "name-long").as_deref(), Some("Two lines"));
        assert_eq!(
            message(SOURCE, "unsupported-body").as_deref(),
            Some("Gone with this")
        );
        assert_eq!(message(SOURCE, "nam"), None);
        assert_eq!(message(SOURCE, "other"), None);
    }

    #[test]
    fn comments_and_empty_lines_are_left_out() {
        assert_eq!(
            without_comments(SOURCE),
            "name = Remote Help\nname-long =\n    Two\n    lines\n\
             unsupported-body = Gone\n  with this\nlast = { $n ->\n   [one] # x\n  *[other] y\n}\n"
        );
    }
}
