//! The picture's worker: one small wasm with an encoder side and a decoder side.
//!
//! A page starts `worker.js` as a module worker and posts objects with a `type`; the worker posts
//! such objects back. Buffers, frames and streams are transferred, not copied. The page and its
//! worker come from one build, so both trust each other's messages; what came over the network is
//! in `packet`, and only the checked decoders of `rh-screen` look into it.
//!
//! # Page → either side
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `start` | `side`: `"encoder"` or `"decoder"`, `build`: the page's build id, `source`: encoder, optional | First message. `source` is the `readable` of a `MediaStreamTrackProcessor`, read by the worker, or a `MediaStreamTrack`, read where the worker has such a processor; without it the page is asked for frames one by one (`want-frame`) |
//! | `measure` | `on`: boolean | Whether to measure from now on, and tell by `stats`. Not until it is said |
//! | `tap` | | For tests: answered by `tap` |
//!
//! Times (`at`) are in milliseconds since 1970 with fractions, `performance.timeOrigin` and
//! `performance.now()` together: the same in a page and its workers.
//!
//! # Page → encoder
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `frame` | `frame`: `VideoFrame` or `ImageBitmap` | A captured frame, in answer to `want-frame`. The worker closes it |
//! | `ack` | `frame`: number | The other side decoded this frame |
//! | `keyframe` | | The other side needs a whole picture (it asked, or a channel was opened). Answered even if nothing new is captured |
//! | `codecs` | `codecs`: number | Which codecs of film the other side decodes, a bit each; none until it is said |
//! | `focus` | `x`, `y`: numbers | Where on the picture the other side looks, in its pixels |
//! | `pause`, `resume` | | Freezes the picture; `resume` sends what the screen shows by then |
//! | `mute`, `unmute` | | The browser has no picture of what is captured for now: what was sent last is not known to be current |
//! | `stop` | | Ends capture and worker |
//!
//! # Encoder → page
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `packet` | `packet`: `ArrayBuffer` of at most 65,536 bytes, `at`: number, while measuring | To be sent on the `screen` channel, in order. `at` is when it was posted |
//! | `want-frame` | | There is room for a frame: at most every 33 ms, paced by this worker's clock, since the page's is throttled in the background. No answer is fine: it asks again. Also while a `source` brings nothing |
//! | `reading` | | The `source` has brought its first frame: no frames are wanted any more |
//! | `heartbeat` | `frame`: number or `null`, `captured_ago_ms`: number, `paused_ago_ms`: number or `null` | Every 500 ms, and at each pause and resume. `frame` is the id that the newest captured picture has, or will have if it still waits; while paused that of the frozen one; `paused_ago_ms` is the time since the pause began, while there is one |
//! | `ended` | | `source` has ended |
//!
//! # Page → decoder
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `packet` | `packet`: `ArrayBuffer`, `at`: number, while measuring | A message of the `screen` channel; `at` is when it came in |
//! | `drawn` | `slabs`: array of `ArrayBuffer` | What a `draw` brought is drawn: its memory, to be used again |
//! | `reset` | | Packets come over a new channel from now on; the picture stays until its keyframe |
//! | `close` | | Ends the worker |
//!
//! # Decoder → page
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `draw` | `frame`, `width`, `height`: numbers, `rects`: array of `{x, y, w, h, rgba: Uint8ClampedArray}`, `slabs`: array of `ArrayBuffer`, `at`: number, while measuring | A complete frame: its size, and the changed rectangles as RGBA, row by row without padding, for `putImageData`; `slabs` is the memory that they lie in, to be given back by `drawn`; `at` is when it was posted |
//! | `ack` | `frame`: number | This frame was decoded: to be sent back to the encoder. Follows its `draw`, unless that waits for the film of the same capture |
//! | `codecs` | `codecs`: number | Which codecs of film this browser decodes, a bit each: to be sent to the encoder. At the start, and again when one has failed |
//! | `need-keyframe` | | To be sent back. At the start, after a loss, and every 2 s while none comes |
//!
//! # Either side → page
//! | `type` | fields | |
//! | --- | --- | --- |
//! | `stats` | `interval_ms`: number, `stages`: object of `{count, p50_us, p95_us}` by name (`meter`), those of which there is something to tell; encoder: also `captured`, `replaced`, `sent`, `bytes`, `round_trip_ms`, `rate`, `film`, `width`, `height`, `format` as in `rh_protocol::stats`, `null` where nothing is known | About once a second while measuring |
//! | `tap` | `frame`: number or `null`, `film`: number of the film that plays or `null`, `format`: `"I420"`, `"NV12"`, `"BGRA"` or `"RGBA"`, `width`, `height`, `planes`: array of `{offset, stride}`, `data`: `ArrayBuffer` | Encoder: the newest captured planes, before they were encoded (put off until there are some). Decoder: its planes; only `frame: null` while it holds no complete frame, or some of it in a likeness. Equal `frame` means equal samples |
//! | `error` | `code`: see [`error::Code`] | The worker cannot go on. `build-mismatch`: the page must be reloaded |

mod capture;
mod decoder_side;
mod drawing;
mod encoder_side;
pub mod error;
mod film;
mod js;
mod messages;
mod meter;
mod source;
mod worker;

pub use worker::{open, receive};
