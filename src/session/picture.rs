//! What the views say about the picture.

use rh_screen::Label;

/// Whether the picture can be trusted to be what the sharer's screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureLabel {
    /// There is no picture, and none is meant to be.
    None,
    /// It changed a moment ago.
    Live,
    /// The sharer's screen has not changed for a while.
    Unchanged,
    /// Nobody knows what the sharer's screen shows now.
    Stalled,
    /// The sharer has frozen it.
    Paused,
}

impl PictureLabel {
    /// The value of `data-state`; nothing without a picture.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Live => "live",
            Self::Unchanged => "unchanged",
            Self::Stalled => "stalled",
            Self::Paused => "paused",
        }
    }
}

impl From<Label> for PictureLabel {
    fn from(label: Label) -> Self {
        match label {
            Label::Live => Self::Live,
            Label::Unchanged => Self::Unchanged,
            Label::Stalled => Self::Stalled,
            Label::Paused => Self::Paused,
        }
    }
}

/// The picture: for a helper what is seen, for a sharer what is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Whether it can be trusted.
    pub state: PictureLabel,
    /// Its age in whole seconds, given in milliseconds; nothing where nobody knows.
    pub age_ms: Option<u64>,
    /// Width in pixels; 0 until one has arrived.
    pub width: u32,
    /// Height in pixels; 0 until one has arrived.
    pub height: u32,
}

impl Picture {
    /// No picture.
    pub const NONE: Self = Self {
        state: PictureLabel::None,
        age_ms: None,
        width: 0,
        height: 0,
    };

    /// A labelled picture of this size. The age is cut to whole seconds, so that a view that shows
    /// it is drawn once a second.
    #[must_use]
    pub fn labelled(picture: rh_screen::Picture, (width, height): (u32, u32)) -> Self {
        Self {
            state: picture.label.into(),
            age_ms: picture.age.map(|age| age / 1_000 * 1_000),
            width,
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_moves_once_a_second() {
        let at = |age| {
            let label = Label::Stalled;
            Picture::labelled(
                rh_screen::Picture {
                    label,
                    age: Some(age),
                },
                (2, 1),
            )
        };
        assert_eq!(at(1_000), at(1_999));
        assert_ne!(at(1_999), at(2_000));
        assert_eq!(at(0).state.as_str(), "stalled");
    }
}
