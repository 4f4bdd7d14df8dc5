//! Replays every crash that fuzzing has ever found, and some plain inputs, through the same oracles.

// For what instrumented code calls; libFuzzer itself is not run.
use libfuzzer_sys as _;
use std::{fs, path::PathBuf};

#[test]
fn what_was_found_stays_fixed() {
    for (name, target) in rh_fuzz::TARGETS {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("crashes")
            .join(name);
        for entry in
            fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            target(&fs::read(path).unwrap());
        }
    }
}

#[test]
fn every_target_takes_plain_inputs() {
    for (_, target) in rh_fuzz::TARGETS {
        for byte in 0..=255 {
            target(&[]);
            target(&[byte]);
            target(&[byte; 64]);
            target(&(0..999).map(|i| (i * 7) as u8 ^ byte).collect::<Vec<_>>());
        }
    }
}

/// What the targets start from is good: only so does each edit of it try something.
#[test]
fn every_sample_is_accepted() {
    assert_eq!(rh_fuzz::samples_that_are_refused(), Vec::<&str>::new());
}
