//! The stages of a frame's way, from one screen to the other.

/// A stage, in the order in which a frame goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From the capture to the sharer's worker, as far as it took longer than for the quickest frame: browsers
    /// tell when frames were captured, but by a clock that begins at no known time.
    Capture,
    /// From there to its turn.
    Queue,
    /// Reading its samples.
    Copy,
    /// Finding what has moved and changed.
    Damage,
    /// Making packets.
    Encode,
    /// The sharer's browser making a chunk of film.
    FilmEncode,
    /// From the worker to the channel.
    Send,
    /// From there to the helper's page and back again.
    Network,
    /// From the first packet's arrival at the helper's page to the last one's at its worker.
    Reassemble,
    /// Packets back into samples.
    Decode,
    /// The helper's browser making a picture of a chunk of film, and reading its samples.
    FilmDecode,
    /// Samples into pixels to draw.
    Convert,
    /// From the worker onto the canvas.
    Draw,
    /// From there to the browser's next animation frame.
    Display,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Capture,
        Self::Queue,
        Self::Copy,
        Self::Damage,
        Self::Encode,
        Self::FilmEncode,
        Self::Send,
        Self::Network,
        Self::Reassemble,
        Self::Decode,
        Self::FilmDecode,
        Self::Convert,
        Self::Draw,
        Self::Display,
    ];

    /// What it is called in messages between a page and its worker.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Queue => "queue",
            Self::Copy => "copy",
            Self::Damage => "damage",
            Self::Encode => "encode",
            Self::FilmEncode => "film_encode",
            Self::Send => "send",
            Self::Network => "network",
            Self::Reassemble => "reassemble",
            Self::Decode => "decode",
            Self::FilmDecode => "film_decode",
            Self::Convert => "convert",
            Self::Draw => "draw",
            Self::Display => "display",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_at_its_own_place() {
        for (at, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, at, "{}", stage.name());
        }
    }
}
