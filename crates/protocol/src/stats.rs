//! What the picture costs, stage by stage, as the sharer's page tells it while a helper looks on.
//!
//! A sharer measures only while a helper has asked for it ([`crate::peer::HelperControl::Measure`]), and then
//! tells once a second what has come of it since it last did. All of it is for show: nothing is decided by it.

use serde::{Deserialize, Serialize};

/// How long one stage took for the frames that went through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTimes {
    /// How many frames.
    pub count: u32,
    /// Their median, in microseconds.
    pub p50_us: u32,
    /// Their 95th percentile, in microseconds.
    pub p95_us: u32,
}

/// The sharer's stages, in the order in which a frame goes through them. A stage through which no frame
/// went, or that the browser does not tell, is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharerStages {
    /// From the capture to the encoder's worker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<StageTimes>,
    /// From there to its turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<StageTimes>,
    /// Reading its samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<StageTimes>,
    /// Finding what has moved and changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub damage: Option<StageTimes>,
    /// Making packets of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encode: Option<StageTimes>,
    /// The browser making a chunk of film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film_encode: Option<StageTimes>,
    /// From the worker to the channel, waiting for room in the channel's buffer included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<StageTimes>,
    /// From there to the helper's page and back again: the time between a frame's last packet and its
    /// acknowledgement, without what the helper's page says it took of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<StageTimes>,
}

/// What a sharer's page tells about once a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharerStats {
    /// The time that this is about, in milliseconds.
    pub interval_ms: u32,
    /// Frames that were captured.
    pub captured: u32,
    /// Frames that were sent, those that hold a chunk of film or tell more of what was film included.
    pub sent: u32,
    /// Captured frames that gave way to newer ones before it was their turn.
    pub replaced: u32,
    /// Bytes of the packets sent.
    pub bytes: u32,
    /// The least round trip of late in milliseconds, from a frame handed to the channel to its
    /// acknowledgement, decoding included. None before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_trip_ms: Option<u32>,
    /// Bytes a second that the path was seen to carry. None before that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// Codec of the film that plays, as numbered in `docs/screen-format.md`; none while none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<u8>,
    /// Width of the captured picture in pixels; 0 before the first.
    pub width: u16,
    /// Height of the captured picture in pixels; 0 before the first.
    pub height: u16,
    /// Format of the captured picture, as numbered in `docs/screen-format.md`.
    pub format: u8,
    /// How long each stage took.
    pub stages: SharerStages,
}
