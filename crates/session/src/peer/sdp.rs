//! Certificate fingerprints in a session description (RFC 8122 §5).

/// Whether a description promises exactly the certificate that was announced: it has at least one
/// fingerprint, and every one of them is the announced. (A browser may check any one of several,
/// so that one honest line beside a forged one would prove nothing.)
pub(super) fn presents(sdp: &str, announced: &str) -> bool {
    let mut lines = sdp
        .lines()
        .filter_map(|line| line.trim_end().strip_prefix("a=fingerprint:"));
    let same = |value: &str| value.trim().eq_ignore_ascii_case(announced.trim());
    lines.next().is_some_and(same) && lines.all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fingerprint_must_be_the_announced() {
        let ours = "sha-256 AB:CD";
        assert!(presents(
            "v=0\r\na=fingerprint:sha-256 ab:cd\r\nm=x\r\n",
            ours
        ));
        assert!(presents(
            "a=fingerprint:sha-256 AB:CD\na=fingerprint:sha-256 AB:CD",
            ours
        ));
        for forged in [
            "",
            "v=0\r\n",
            "a=fingerprint:sha-256 AB:CE\r\n",
            "a=fingerprint:sha-256 AB:CD\r\na=fingerprint:sha-512 00:11\r\n",
            "a=fingerprint:sha-512 00:11\r\na=fingerprint:sha-256 AB:CD\r\n",
        ] {
            assert!(!presents(forged, ours), "{forged}");
        }
    }
}
