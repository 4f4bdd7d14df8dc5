//! What the picture costs, stage by stage, as a helper sees it.

use crate::platform::screen_worker::DecoderStats;
use rh_protocol::stats::{SharerStages, SharerStats, StageTimes};

/// A stage of the picture's way, in the order in which a frame goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From the screen to the sharer's worker, as far as it took longer than for the quickest frame.
    Capture,
    /// Waiting for its turn.
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
    /// Waiting for a frame's packets.
    Reassemble,
    /// Packets back into samples.
    Decode,
    /// The helper's browser making a picture of a chunk of film.
    FilmDecode,
    /// Samples into pixels.
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
}

/// What the helper's own page takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) draw: Option<StageTimes>,
    pub(super) display: Option<StageTimes>,
}

/// The newest that both sides have told. A stage keeps its last times while no frame goes through it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// What the sharer's page has told last; nothing before it first does.
    pub sharer: Option<SharerStats>,
    decoder: DecoderStats,
    drawn: Drawn,
}

impl Statistics {
    /// How long this stage took, where that is known.
    #[must_use]
    pub fn stage(&self, stage: Stage) -> Option<StageTimes> {
        let sharer = self.sharer.map(|sharer| sharer.stages).unwrap_or_default();
        match stage {
            Stage::Capture => sharer.capture,
            Stage::Queue => sharer.queue,
            Stage::Copy => sharer.copy,
            Stage::Damage => sharer.damage,
            Stage::Encode => sharer.encode,
            Stage::FilmEncode => sharer.film_encode,
            Stage::Send => sharer.send,
            Stage::Network => sharer.network,
            Stage::Reassemble => self.decoder.reassemble,
            Stage::Decode => self.decoder.decode,
            Stage::FilmDecode => self.decoder.film_decode,
            Stage::Convert => self.decoder.convert,
            Stage::Draw => self.drawn.draw,
            Stage::Display => self.drawn.display,
        }
    }

    /// The sharer's page has told this.
    pub(super) fn told(&mut self, mut told: SharerStats) {
        let before = self.sharer.map(|sharer| sharer.stages).unwrap_or_default();
        let now = told.stages;
        told.stages = SharerStages {
            capture: now.capture.or(before.capture),
            queue: now.queue.or(before.queue),
            copy: now.copy.or(before.copy),
            damage: now.damage.or(before.damage),
            encode: now.encode.or(before.encode),
            film_encode: now.film_encode.or(before.film_encode),
            send: now.send.or(before.send),
            network: now.network.or(before.network),
        };
        self.sharer = Some(told);
    }

    /// This page and its decoder have measured this.
    pub(super) fn measured(&mut self, decoder: DecoderStats, drawn: Drawn) {
        let before = self.decoder;
        self.decoder = DecoderStats {
            reassemble: decoder.reassemble.or(before.reassemble),
            decode: decoder.decode.or(before.decode),
            film_decode: decoder.film_decode.or(before.film_decode),
            convert: decoder.convert.or(before.convert),
        };
        self.drawn = Drawn {
            draw: drawn.draw.or(self.drawn.draw),
            display: drawn.display.or(self.drawn.display),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn times(p50_us: u32) -> Option<StageTimes> {
        Some(StageTimes {
            count: 1,
            p50_us,
            p95_us: p50_us,
        })
    }

    fn told(copy: Option<StageTimes>, sent: u32) -> SharerStats {
        SharerStats {
            sent,
            stages: SharerStages {
                copy,
                ..SharerStages::default()
            },
            ..SharerStats::default()
        }
    }

    #[test]
    fn a_stage_keeps_its_times_and_a_count_does_not() {
        let mut known = Statistics::default();
        assert_eq!(known.stage(Stage::Copy), None);
        known.told(told(times(7), 3));
        known.told(told(None, 0));
        assert_eq!(known.stage(Stage::Copy), times(7));
        assert_eq!(known.sharer.unwrap().sent, 0);
        known.told(told(times(8), 1));
        assert_eq!(known.stage(Stage::Copy), times(8));
    }

    #[test]
    fn both_sides_are_put_together() {
        let mut known = Statistics::default();
        let decoder = DecoderStats {
            decode: times(2),
            ..DecoderStats::default()
        };
        let drawn = Drawn {
            draw: times(3),
            display: None,
        };
        known.measured(decoder, drawn);
        known.measured(DecoderStats::default(), Drawn::default());
        known.told(told(times(7), 3));
        let all = Stage::ALL.map(|stage| known.stage(stage).map(|times| times.p50_us));
        let found: Vec<_> = all.into_iter().flatten().collect();
        assert_eq!(found, [7, 2, 3]);
    }
}
