//! Samples with edits: random bytes alone would hardly ever be a message.

/// A sample with some of its bytes replaced; an edit is where (two bytes) and what (one).
pub(crate) fn edited(sample: &str, edits: &[u8]) -> Vec<u8> {
    let mut bytes = sample.as_bytes().to_vec();
    let (edits, _) = edits.as_chunks::<3>();
    for [high, low, value] in edits {
        let place = usize::from(u16::from_be_bytes([*high, *low])) % bytes.len();
        if let Some(byte) = bytes.get_mut(place) {
            *byte = *value;
        }
    }
    bytes
}

/// One of the samples, edited; or, when there is none of this number, the bytes themselves.
pub(crate) fn text(samples: &[&str], number: u8, bytes: &[u8]) -> String {
    let bytes = match samples.get(usize::from(number)) {
        Some(sample) => &edited(sample, bytes)[..],
        None => bytes,
    };
    String::from_utf8_lossy(bytes).into_owned()
}
