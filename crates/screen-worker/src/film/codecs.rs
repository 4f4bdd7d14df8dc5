//! Which codecs this browser makes and plays, and what they are called.

use js_sys::{Object, Reflect, global};
use rh_screen::Codec;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::js::{Support, VideoDecoder, VideoEncoder};
use crate::messages::object;

/// Best first: what costs least time for the bytes, as measured.
const CHOICE: [Codec; 4] = [Codec::H264, Codec::Vp9, Codec::Vp8, Codec::Av1];

/// Largest pictures of a level, in pixels: up to 720p, 1080p, and beyond.
const LEVELS: [u32; 2] = [1_280 * 720, 1_920 * 1_088];

/// The codec's name, with the least level that such pictures need (RFC 6381 and the codecs' own
/// bindings).
pub(super) fn name(codec: Codec, width: u16, height: u16) -> &'static str {
    let pixels = u32::from(width) * u32::from(height);
    let level = LEVELS.iter().filter(|most| pixels > **most).count();
    match codec {
        Codec::Vp8 => "vp8",
        Codec::Vp9 => ["vp09.00.31.08", "vp09.00.40.08", "vp09.00.51.08"][level],
        Codec::H264 => ["avc1.42e01f", "avc1.42e028", "avc1.42e034"][level],
        Codec::Av1 => ["av01.0.05M.08", "av01.0.08M.08", "av01.0.13M.08"][level],
    }
}

const fn bit(codec: Codec) -> u8 {
    1 << codec.code()
}

/// What a maker of pictures of this size is configured with. The rate is in bits a second.
pub(super) fn make_config(codec: Codec, (width, height): (u16, u16), rate: u32) -> Object {
    let annex_b: Object = object(&[("format", "annexb".into())]);
    let mut fields = vec![
        ("codec", name(codec, width, height).into()),
        ("width", width.into()),
        ("height", height.into()),
        ("bitrate", rate.into()),
        ("framerate", 30.into()),
        ("latencyMode", "realtime".into()),
    ];
    if codec == Codec::H264 {
        fields.push(("avc", annex_b.into()));
    }
    object(&fields)
}

/// What a player of pictures of this size is configured with.
pub(super) fn play_config(codec: Codec, (width, height): (u16, u16)) -> Object {
    object(&[
        ("codec", name(codec, width, height).into()),
        ("codedWidth", width.into()),
        ("codedHeight", height.into()),
        ("optimizeForLatency", true.into()),
    ])
}

/// The best of these codecs, a bit each, that this browser really encodes.
pub(crate) async fn makes(codecs: u8) -> Option<Codec> {
    if !has("VideoEncoder") || !has("VideoFrame") {
        return None;
    }
    for codec in CHOICE {
        let config = make_config(codec, super::maker::TRIAL, super::maker::RATE);
        if codecs & bit(codec) != 0
            && supported(VideoEncoder::is_config_supported(&config)).await
            && super::maker::delivers(codec).await
        {
            return Some(codec);
        }
    }
    None
}

/// The codecs that this browser says it decodes, a bit each.
pub(crate) async fn plays() -> u8 {
    let mut codecs = 0;
    if has("VideoDecoder") {
        for codec in Codec::ALL {
            let config = play_config(codec, (1_920, 1_080));
            if supported(VideoDecoder::is_config_supported(&config)).await {
                codecs |= bit(codec);
            }
        }
    }
    codecs
}

async fn supported(asked: Result<js_sys::Promise, JsValue>) -> bool {
    let Ok(asked) = asked else { return false };
    let answer = JsFuture::from(asked).await;
    answer.is_ok_and(|answer| answer.unchecked_into::<Support>().supported())
}

fn has(name: &str) -> bool {
    Reflect::has(&global(), &JsValue::from_str(name)).unwrap_or(false)
}
