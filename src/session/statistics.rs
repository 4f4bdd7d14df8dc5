//! What the picture costs, stage by stage, as a helper sees it.

use rh_protocol::stats::{SharerStats, StageTimes};
use rh_screen::times::Stage;

/// The newest that both sides have told. A stage keeps its last times while no frame goes through it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// What the sharer's page has told last; nothing before it first does.
    pub sharer: Option<SharerStats>,
    /// In the order of [`Stage::ALL`].
    times: [Option<StageTimes>; Stage::ALL.len()],
}

impl Statistics {
    /// How long this stage took, where that is known.
    #[must_use]
    pub const fn stage(&self, stage: Stage) -> Option<StageTimes> {
        self.times[stage as usize]
    }

    /// The sharer's page has told this.
    pub(super) fn told(&mut self, told: SharerStats) {
        let stages = told.stages;
        for (stage, times) in [
            (Stage::Capture, stages.capture),
            (Stage::Queue, stages.queue),
            (Stage::Copy, stages.copy),
            (Stage::Damage, stages.damage),
            (Stage::Encode, stages.encode),
            (Stage::FilmEncode, stages.film_encode),
            (Stage::Send, stages.send),
            (Stage::Network, stages.network),
        ] {
            self.measured(stage, times);
        }
        self.sharer = Some(told);
    }

    /// This page or its decoder has measured this; nothing while no frame went through the stage.
    pub(super) fn measured(&mut self, stage: Stage, times: Option<StageTimes>) {
        let known = &mut self.times[stage as usize];
        *known = times.or(*known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rh_protocol::stats::SharerStages;

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
        for (stage, took) in [(Stage::Decode, 2), (Stage::Draw, 3)] {
            known.measured(stage, times(took));
            known.measured(stage, None);
        }
        known.told(told(times(7), 3));
        let all = Stage::ALL.map(|stage| known.stage(stage).map(|times| times.p50_us));
        let found: Vec<_> = all.into_iter().flatten().collect();
        assert_eq!(found, [7, 2, 3]);
    }
}
