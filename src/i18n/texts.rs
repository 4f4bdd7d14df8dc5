//! The messages of one language: parsed from Fluent, formatted with arguments.

use super::Locale;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::cell::Cell;
use unic_langid::LanguageIdentifier;

/// Writes a number in the language of a tag.
pub type NumberWriter = fn(tag: &str, value: f64) -> String;

/// A value that goes into a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Words, already in the person's own writing. The message isolates them from its direction.
    Text(String),
    /// A number: selects the plural, and is written as the language does.
    Number(f64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// Why a language's messages cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum TextsError {
    /// The text is not what a language file looks like.
    Syntax,
    /// The same message stands in it twice.
    Duplicate,
}

/// The messages of one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    writer: Writer,
    further: Option<&'static str>,
}

/// Who writes numbers, and in which language.
#[derive(Clone, Copy)]
struct Writer {
    tag: &'static str,
    write: NumberWriter,
}

thread_local! {
    // A bundle's formatter is a plain function: the language that writes numbers has to stand here.
    static WRITER: Cell<Option<Writer>> = const { Cell::new(None) };
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.writer.tag)
    }
}

impl Texts {
    /// Reads a language file. `write` writes numbers as the language does.
    ///
    /// # Errors
    /// [`TextsError`] when the file is not wholly sound: half a language is none.
    pub fn parse(
        locale: &'static Locale,
        source: String,
        write: NumberWriter,
    ) -> Result<Self, TextsError> {
        let resource = FluentResource::try_new(source).map_err(|_| TextsError::Syntax)?;
        // The tags are our own; the default is the root locale, with the plainest plural rules.
        let language = locale.tag.parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![language]);
        bundle
            .add_resource(resource)
            .map_err(|_| TextsError::Duplicate)?;
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(found) => {
                let writer = WRITER.get()?;
                Some((writer.write)(writer.tag, found.value))
            }
            _ => None,
        }));
        let tag = locale.tag;
        let writer = Writer { tag, write };
        Ok(Self {
            bundle,
            writer,
            further: None,
        })
    }

    /// Adds the messages of a further file, by its name.
    ///
    /// # Errors
    /// [`TextsError`] as for [`Self::parse`].
    pub fn add(&mut self, name: &'static str, source: String) -> Result<(), TextsError> {
        let resource = FluentResource::try_new(source).map_err(|_| TextsError::Syntax)?;
        self.bundle
            .add_resource(resource)
            .map_err(|_| TextsError::Duplicate)?;
        self.further = Some(name);
        Ok(())
    }

    /// The further file that is among them, if one is.
    #[must_use]
    pub const fn further(&self) -> Option<&'static str> {
        self.further
    }

    /// The message of this name (`name` or `name.attribute`), or none if it is not there.
    #[must_use]
    pub fn format(&self, name: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let (id, attribute) = match name.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (name, None),
        };
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (key, value) in args {
            match value {
                Arg::Text(text) => values.set(*key, text.as_str()),
                Arg::Number(value) => values.set(*key, number_value(*value)),
            }
        }
        WRITER.set(Some(self.writer));
        // A missing argument leaves its name in the text, which a test of the locales rules out.
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut faults);
        Some(text.into_owned())
    }
}

fn number_value(value: f64) -> FluentValue<'static> {
    FluentValue::Number(FluentNumber::new(value, FluentNumberOptions::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Result<Texts, TextsError> {
        Texts::parse(Locale::fallback(), source.to_owned(), |tag, value| {
            format!("{tag}{value}")
        })
    }

    #[test]
    fn messages_attributes_and_plurals() {
        let texts = texts(
            "a = A { $who }\n  .next = Go\nn = { $n ->\n  [one] one\n *[other] { $n } many\n }\n",
        )
        .unwrap();
        let who = [("who", Arg::from("Ada"))];
        assert_eq!(texts.format("a", &who).unwrap(), "A \u{2068}Ada\u{2069}");
        assert_eq!(texts.format("a.next", &[]).unwrap(), "Go");
        assert_eq!(texts.format("n", &[("n", Arg::from(1))]).unwrap(), "one");
        assert_eq!(
            texts.format("n", &[("n", Arg::from(3))]).unwrap(),
            "\u{2068}en3\u{2069} many"
        );
        assert_eq!(texts.format("b", &[]), None);
        assert_eq!(texts.format("a.gone", &[]), None);
    }

    #[test]
    fn a_further_file_stands_beside_the_first_and_takes_nothing_from_it() {
        let mut texts = texts("a = A\n").unwrap();
        assert_eq!(texts.further(), None);
        texts.add("console", "b = B\n".to_owned()).unwrap();
        assert_eq!(texts.further(), Some("console"));
        assert_eq!(texts.format("a", &[]).unwrap(), "A");
        assert_eq!(texts.format("b", &[]).unwrap(), "B");
        let again = texts.add("console", "a = 2\n".to_owned());
        assert_eq!(again, Err(TextsError::Duplicate));
    }

    #[test]
    fn half_a_language_is_none() {
        assert_eq!(texts("a = { $").unwrap_err(), TextsError::Syntax);
        assert_eq!(texts("a = 1\na = 2\n").unwrap_err(), TextsError::Duplicate);
    }
}
