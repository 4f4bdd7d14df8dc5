//! The regular expressions of our own schemas: letters, classes and `.`, each as often as said, from the beginning (`^`) and
//! mostly to the end (`$`). No groups.

/// How many more letters one part takes.
struct Part {
    fits: Vec<(char, char)>,
    least: usize,
    most: usize,
}

/// Whether a text is as a pattern says.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let pattern = pattern.strip_prefix('^').expect("from the beginning");
    let (parts, whole) = match pattern.strip_suffix('$') {
        Some(parts) => (parts, true),
        None => (pattern, false),
    };
    let text: Vec<char> = text.chars().collect();
    matches(&read(parts), &text, whole)
}

fn matches(parts: &[Part], text: &[char], whole: bool) -> bool {
    let Some((first, others)) = parts.split_first() else {
        return text.is_empty() || !whole;
    };
    let is = |letter: &&char| {
        first
            .fits
            .iter()
            .any(|(from, to)| (from..=to).contains(letter))
    };
    let most = text.iter().take_while(is).count().min(first.most);
    (first.least..=most)
        .rev()
        .any(|taken| matches(others, &text[taken..], whole))
}

fn read(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let fits;
        (fits, rest) = match first {
            '[' => {
                let (class, rest) = rest[1..].split_once(']').unwrap();
                (ranges(class), rest)
            }
            '.' => (vec![('\0', char::MAX)], &rest[1..]),
            '(' | ')' | '|' | '\\' => panic!("{pattern}: more than this test knows"),
            letter => (vec![(letter, letter)], &rest[letter.len_utf8()..]),
        };
        let (least, most);
        (least, most, rest) = how_often(rest);
        parts.push(Part { fits, least, most });
    }
    parts
}

fn how_often(rest: &str) -> (usize, usize, &str) {
    match rest.as_bytes().first() {
        Some(b'+') => (1, usize::MAX, &rest[1..]),
        Some(b'*') => (0, usize::MAX, &rest[1..]),
        Some(b'?') => (0, 1, &rest[1..]),
        Some(b'{') => {
            let (count, rest) = rest[1..].split_once('}').unwrap();
            let (least, most) = count.split_once(',').unwrap_or((count, count));
            (least.parse().unwrap(), most.parse().unwrap(), rest)
        }
        _ => (1, 1, rest),
    }
}

fn ranges(class: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = class.chars().collect();
    let (mut ranges, mut rest) = (Vec::new(), &letters[..]);
    loop {
        rest = match rest {
            [from, '-', to, rest @ ..] => {
                ranges.push((*from, *to));
                rest
            }
            [one, rest @ ..] => {
                ranges.push((*one, *one));
                rest
            }
            [] => return ranges,
        };
    }
}

#[test]
fn letters_are_counted_and_classes_hold_what_they_name() {
    for (pattern, text, is) in [
        ("^[0-9a-f]{4}$", "01ef", true),
        ("^[0-9a-f]{4}$", "01e", false),
        ("^[0-9a-f]{4}$", "01efa", false),
        ("^rhm_[A-Za-z0-9_-]+$", "rhm_a-Z_0", true),
        ("^rhm_[A-Za-z0-9_-]+$", "rhm_", false),
        ("^c?[0-9]{0,2}$", "", true),
        ("^c?[0-9]{0,2}$", "c12", true),
        ("^c?[0-9]{0,2}$", "d", false),
        ("^[a-z]+:.+$", "email:a:b", true),
        ("^[a-z]+:.+$", "email:", false),
        ("^x-", "x-line", true),
        ("^x-", "line", false),
    ] {
        assert_eq!(fits(pattern, text), is, "{pattern} {text}");
    }
}
