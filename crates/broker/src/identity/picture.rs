//! Profile pictures: which bytes are taken for one, and their type. Pure.
//!
//! Only formats that cannot hold scripts, and no more pixels than a face needs: a small file can
//! unfold to gigabytes in the browser of whoever looks at it.

/// Longest side in pixels.
const SIDE: u32 = 2_048;

/// A picture's format, by its own first bytes; what a server calls it does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
}

impl Format {
    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

/// The format of an acceptable picture.
pub(crate) fn inspect(bytes: &[u8]) -> Option<Format> {
    let (format, width, height) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let (width, height) = png_size(bytes)?;
        (Format::Png, width, height)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        let (width, height) = jpeg_size(bytes)?;
        (Format::Jpeg, width, height)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        let (width, height) = webp_size(bytes)?;
        (Format::WebP, width, height)
    } else {
        return None;
    };
    ((1..=SIDE).contains(&width) && (1..=SIDE).contains(&height)).then_some(format)
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_be_bytes(pair)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_le_bytes(pair)))
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16)
}

/// `IHDR` is the first chunk (PNG, third edition, §11.2.1).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((be32(bytes, 16)?, be32(bytes, 20)?))
}

/// The first frame header (ITU-T T.81 §B.2.2).
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        match *bytes.get(at + 1)? {
            // Fill bytes before a marker.
            0xff => at += 1,
            // Start of frame, all kinds but the tables that share their numbers.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?));
            }
            // A scan or the end before any frame.
            0xd8..=0xda => return None,
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => at += 2 + usize::try_from(be16(bytes, at + 2)?).ok()?.max(2),
        }
    }
}

/// The three ways a WebP begins (RFC 9649 §2.5 to §2.7).
fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((le24(bytes, 24)? + 1, le24(bytes, 27)? + 1)),
        b"VP8L" => {
            (*bytes.get(20)? == 0x2f).then_some(())?;
            let low = le16(bytes, 21)? | le16(bytes, 23)? << 16;
            Some(((low & 0x3fff) + 1, (low >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => {
            (bytes.get(23..26)? == b"\x9d\x01\x2a").then_some(())?;
            Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn formats_are_known_by_their_bytes() {
        assert_eq!(inspect(&png(96, 96)), Some(Format::Png));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\0\x60\0\x40";
        assert_eq!(inspect(jpeg), Some(Format::Jpeg));
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc0\x0f\0";
        assert_eq!(inspect(lossless), Some(Format::WebP));
        let extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\0\0\x3f\0\0";
        assert_eq!(inspect(extended), Some(Format::WebP));
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\0\x40\0";
        assert_eq!(inspect(lossy), Some(Format::WebP));
    }

    #[test]
    fn giants_scripts_and_stumps_are_refused() {
        for bytes in [
            png(SIDE + 1, 1),
            png(1, u32::MAX),
            png(0, 5),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            b"GIF89a".to_vec(),
            b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\x3f\0\0".to_vec(),
            b"\xff\xd8\xff\xda".to_vec(),
            b"\xff\xd8\xff\xe0\0\0".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(inspect(&bytes), None, "{bytes:?}");
        }
        for length in 0..24 {
            assert_eq!(inspect(&png(9, 9)[..length]), None);
        }
    }
}
