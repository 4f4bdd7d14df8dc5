//! The receipt as a file: one page of HTML with nothing from elsewhere and nothing that runs, so that any browser opens and
//! prints it, in years too. Every text is a text, whatever it holds.

use super::lines::{Line, Value};
use std::borrow::Cow;
use std::fmt::Write as _;

/// How it looks: on a screen, dark too, and on paper.
const STYLE: &str = ":root{color-scheme:light dark}\
    body{max-width:40em;margin:2em auto;padding:0 1em;font:1em/1.5 system-ui,sans-serif}\
    dl>div{padding:.5em 0;border-bottom:1px solid #8888}\
    dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}";

/// All that stands in it.
#[derive(Debug)]
pub(super) struct Paper {
    pub(super) language: &'static str,
    pub(super) direction: &'static str,
    pub(super) product: String,
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
    pub(super) fine: String,
}

/// The whole file.
pub(super) fn html(paper: &Paper) -> String {
    let Paper {
        language,
        direction,
        ..
    } = paper;
    let title = format!("{} · {}", escaped(&paper.title), escaped(&paper.product));
    let mut lines = String::new();
    for line in &paper.lines {
        let label = escaped(&line.label);
        // Writing into a string cannot fail.
        let _ = write!(lines, "<div><dt>{label}</dt>");
        for value in &line.values {
            let _ = match value {
                Value::Words(text) => write!(lines, "<dd>{}</dd>", escaped(text)),
                Value::Told(text) => write!(lines, "<dd><bdi>{}</bdi></dd>", escaped(text)),
                Value::Number(text) => {
                    write!(lines, "<dd><bdi dir=\"ltr\">{}</bdi></dd>", escaped(text))
                }
            };
        }
        lines.push_str("</div>\n");
    }
    let fine = escaped(&paper.fine);
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <dl>\n{lines}</dl>\n<p>{fine}</p>\n</body>\n</html>\n"
    )
}

/// A text as text, in an element or a quoted attribute.
fn escaped(text: &str) -> Cow<'_, str> {
    const MEANT: [char; 5] = ['&', '<', '>', '"', '\''];
    if !text.contains(MEANT) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_name_holds_it_is_a_text() {
        let name = "</bdi><script>alert('x')</script>&\"\u{202e}";
        let paper = Paper {
            language: "ar",
            direction: "rtl",
            product: "Remote Help".to_owned(),
            title: "A & B".to_owned(),
            lines: vec![Line {
                name: "helper",
                label: "<b>".to_owned(),
                values: vec![
                    Value::Told(name.to_owned()),
                    Value::Words("a < b".to_owned()),
                    Value::Number("0a".to_owned()),
                ],
            }],
            fine: "'fine'".to_owned(),
        };
        let html = html(&paper);
        assert!(html.starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">"));
        assert!(html.contains("<title>A &amp; B · Remote Help</title>"));
        assert!(html.contains("<dt>&lt;b&gt;</dt>"));
        let told = "<dd><bdi>&lt;/bdi&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\u{202e}</bdi></dd>";
        assert!(html.contains(told), "{html}");
        assert!(html.contains("<dd>a &lt; b</dd><dd><bdi dir=\"ltr\">0a</bdi></dd>"));
        assert!(!html.contains("<script"));
    }
}
