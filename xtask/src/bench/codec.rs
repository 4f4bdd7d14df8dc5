//! The codec's benches natively and in Node, side by side: criterion's words are read, and kept as a table.

use std::fmt::Write as _;
use std::fs;
use std::thread;

use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::process::Program;
use crate::{setup, suite};

const RESULTS: &str = "crates/screen/benches/results/codec.md";

/// What is printed before the three times of a bench: a likely least, the estimate, a likely most.
const TIME: &str = "time:";

/// Runs both, shows the table and keeps it.
pub(super) fn run(layout: &Layout) -> Result<()> {
    let toolchain = setup::web(layout)?;
    let native = Program::cargo(layout).args(["bench", "--package", "rh-screen"]);
    let node = suite::in_node(layout, "bench").args(["--package", "rh-screen-worker"]);
    println!("The codec natively, then in Node: about 5 min.");
    let native = times(layout, native, "codec-native")?;
    let node = times(layout, toolchain.apply(layout, node), "codec-node")?;
    let table = format!(
        "# What the codec takes\n\n\
         By scene and stage, a screen of 1920 × 1080 in I420: natively, and in wasm by Node. In brackets where \
         the estimate lies with 95 % confidence. {}. Written by `cargo xtask bench --native`.\n\n{}",
        machine(layout),
        table(&native, &node),
    );
    print!("{table}");
    let file = layout.root.join(RESULTS);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(Error::io("creating", folder))?;
    }
    fs::write(&file, table).map_err(Error::io("writing", &file))
}

/// How long one stage of a scene takes.
#[derive(Debug, Clone, PartialEq)]
struct Timed {
    name: String,
    /// In nanoseconds: a likely least, the estimate, a likely most.
    ns: [f64; 3],
}

fn times(layout: &Layout, bench: Program, name: &str) -> Result<Vec<Timed>> {
    let finished = bench.logged(&layout.logs().join(format!("{name}.log")))?;
    let times = read(&finished.text);
    if finished.ok && !times.is_empty() {
        return Ok(times);
    }
    print!("{}", finished.text);
    Err(Error::invalid(
        finished.log.display(),
        "the bench failed, or its times could not be read",
    ))
}

/// The times in what criterion has printed, colours aside. A long name has a line of its own.
fn read(text: &str) -> Vec<Timed> {
    let mut before = "";
    let text = without_colours(text);
    let mut times = Vec::new();
    for line in text.lines() {
        if let Some((name, values)) = line.split_once(TIME) {
            let name = Some(name.trim()).filter(|name| !name.is_empty());
            times.extend(nanoseconds(values).map(|ns| Timed {
                name: name.unwrap_or(before.trim()).to_owned(),
                ns,
            }));
        }
        before = line;
    }
    times
}

/// `[1.5 µs 1.6 µs 1.7 µs]`.
fn nanoseconds(values: &str) -> Option<[f64; 3]> {
    let words: Vec<&str> = values
        .trim()
        .strip_prefix('[')?
        .strip_suffix(']')?
        .split_whitespace()
        .collect();
    let each: Option<Vec<f64>> = words
        .chunks(2)
        .map(|pair| {
            let unit = match *pair.get(1)? {
                "ps" => 1e-3,
                "ns" => 1.0,
                "µs" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                _ => return None,
            };
            Some(pair[0].parse::<f64>().ok()? * unit)
        })
        .collect();
    each?.try_into().ok()
}

fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

fn table(native: &[Timed], node: &[Timed]) -> String {
    let mut table = String::from(
        "| scene, stage | native, µs | wasm, µs | wasm / native |\n| --- | --- | --- | --- |\n",
    );
    for timed in native {
        let (wasm, ratio) = node
            .iter()
            .find(|it| it.name == timed.name)
            .map_or(("–".into(), "–".into()), |it| {
                (shown(it), format!("{:.1}", it.ns[1] / timed.ns[1]))
            });
        let (name, native) = (&timed.name, shown(timed));
        let _ = writeln!(table, "| {name} | {native} | {wasm} | {ratio} |");
    }
    table
}

fn shown(timed: &Timed) -> String {
    let [least, estimate, most] = timed.ns.map(|ns| microseconds(ns / 1e3));
    format!("{estimate} ({least}–{most})")
}

/// With three digits that count.
fn microseconds(value: f64) -> String {
    let digits = match value {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

fn machine(layout: &Layout) -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let ask = |program: &str, how: &str| Program::new(layout, program).arg(how).answer();
    let kernel = ask("uname", "-sr").unwrap_or_default();
    let kernel = kernel.split('-').next().unwrap_or_default().to_owned();
    let day = ask("date", "+%F").unwrap_or_default();
    format!("{cores} cores, {kernel}, {day}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_what_criterion_prints() {
        let text = "\
            Benchmarking still, damage: Analyzing\n\
            still, damage           time:   [216.38 µs 218.30 µs 219.88 µs]\n\
            Found 2 outliers among 20 measurements (10.00%)\n\
            \u{1b}[32mtyping, decode of 86 bytes\u{1b}[0m\n\
            \u{1b}[32m\u{1b}[0m   time:   [\u{1b}[2m4.1 ms\u{1b}[0m \u{1b}[1m8.6 ms\u{1b}[0m \u{1b}[2m1.38 s\u{1b}[0m]\n\
            worst case    time:   [1 fortnight 2 fortnights 3 fortnights]\n";
        let timed = |name: &str, ns| Timed {
            name: name.to_owned(),
            ns,
        };
        let mut times = read(text);
        for timed in &mut times {
            timed.ns = timed.ns.map(f64::round);
        }
        assert_eq!(
            times,
            [
                timed("still, damage", [216_380.0, 218_300.0, 219_880.0]),
                timed("typing, decode of 86 bytes", [4.1e6, 8.6e6, 1.38e9]),
            ]
        );
    }

    #[test]
    fn a_stage_stands_beside_itself_in_wasm() {
        let timed = |name: &str, ns| Timed {
            name: name.to_owned(),
            ns: [ns, ns, ns],
        };
        let native = [timed("flip", 2e6), timed("still", 150.0)];
        let table = table(&native, &[timed("flip", 5e6)]);
        let rows: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| flip | 2000 (2000–2000) | 5000 (5000–5000) | 2.5 |",
                "| still | 0.150 (0.150–0.150) | – | – |",
            ]
        );
    }
}
