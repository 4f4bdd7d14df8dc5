//! The embedded directory with 50,000 devices and 20,000 people: how long a page takes, and a person's look-up.
//!
//! Writes `benches/results/directory.md`. `RH_TRIALS` runs of each, 200 unless told otherwise.

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use remote_help::{
    Clock,
    directory::{
        Compliance, DeviceQuery, Embedded, Organization, PersonKey, PersonQuery, Platform,
        Provider as _,
        csv::{Kind, import::import},
        query::{DeviceOrder, PAGE},
    },
    store::Store,
};
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

mod machine;
use machine::{keep, machine};

const PEOPLE: usize = 20_000;
const DEVICES: usize = 50_000;
/// The page far down the list.
const FAR: usize = 200;

#[tokio::main]
async fn main() {
    let trials = std::env::var("RH_TRIALS").map_or(200, |text| text.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).await.expect("a store");
    let begun = Instant::now();
    fill(&store).await;
    let filling = begun.elapsed().as_secs_f64();
    let organization = Organization {
        name: None,
        verified_domains: Vec::new(),
    };
    let directory = Embedded::new(store, Clock::system(), organization);
    let far = far(&directory).await;

    let mut text = format!(
        "# The embedded directory with {DEVICES} devices and {PEOPLE} people\n\n\
         Milliseconds until the answer is there, {trials} times each, with the count of all rows that match; {PAGE} \
         rows a page. Filled by two imports in {filling:.0} s, each change recorded in the audit. {}.\n\n\
         | what | p50 | p95 |\n| --- | --- | --- |\n",
        machine()
    );
    let any = DeviceQuery::default;
    let searched = |search: &str| DeviceQuery {
        search: Some(search.to_owned()),
        ..any()
    };
    let filtered = |order| DeviceQuery {
        compliance: Some(Compliance::NotCompliant),
        platform: Some(Platform::Windows),
        order,
        ..any()
    };
    for (what, query) in [
        ("first page", any()),
        (
            "first page, seen last first",
            DeviceQuery {
                order: DeviceOrder::LastSeen,
                ..any()
            },
        ),
        ("search that finds 1 device", searched("device-00012345")),
        ("search that finds an owner's few", searched("person 1234 ")),
        ("search that finds nothing", searched("nothing like it")),
        ("search that finds all", searched("device")),
        ("state and platform, by name", filtered(DeviceOrder::Name)),
        ("state and platform, by owner", filtered(DeviceOrder::Owner)),
        (
            "state and platform, seen last first",
            filtered(DeviceOrder::LastSeen),
        ),
        ("page 200, by name", far),
    ] {
        let times = times(trials, async |_| {
            directory.devices(&query).await.expect("a page");
        });
        row(&mut text, what, times.await);
    }
    for (what, search) in [
        ("first page of people", None),
        ("search for a person", Some("person 1234")),
    ] {
        let query = PersonQuery {
            search: search.map(str::to_owned),
            ..PersonQuery::default()
        };
        let times = times(trials, async |_| {
            directory.people(&query).await.expect("a page");
        });
        row(&mut text, what, times.await);
    }
    for (what, by_subject) in [("person by subject", true), ("person by address", false)] {
        let times = times(trials, async |nth| {
            // Every other one has signed in before, so that a subject is known.
            let person = nth * 97 % (PEOPLE / 2) * 2 + usize::from(!by_subject);
            let (subject, email) = (
                format!("subject-{person}"),
                format!("P{person}@example.com"),
            );
            let key = PersonKey {
                subject: if by_subject { &subject } else { "new" },
                email: Some(&email),
            };
            let found = directory.person(key).await.expect("an answer");
            assert!(found.is_some());
        });
        row(&mut text, what, times.await);
    }
    keep("directory.md", &text);
}

async fn fill(store: &Store) {
    let mut random = StdRng::seed_from_u64(1);
    let mut people = "id,subject,email,name,title,company\n".to_owned();
    for nth in 0..PEOPLE {
        let subject = if nth % 2 == 0 {
            format!("subject-{nth}")
        } else {
            String::new()
        };
        let _ = writeln!(
            people,
            "{nth:08x},{subject},p{nth}@example.com,Person {nth} of the Example,Engineer,Example"
        );
    }
    let mut devices = "id,name,owner,platform,compliance,reasons,last_seen\n".to_owned();
    for nth in 0..DEVICES {
        let owner = random.random_range(0..PEOPLE);
        let platform = ["windows", "windows", "macos", "ios", "android"][random.random_range(0..5)];
        let (compliance, reasons) = match random.random_range(0..20) {
            0 => ("not-compliant", "no disk encryption;no updates for 60 days"),
            1 => ("in-grace-period", "no updates for 30 days"),
            2 => ("unknown", ""),
            _ => ("compliant", ""),
        };
        let day = random.random_range(1..29);
        let minute = random.random_range(0..60);
        let _ = writeln!(
            devices,
            "{:08x}-0000-4000-8000-{nth:012x},DEVICE-{nth:08},{owner:08x},{platform},{compliance},{reasons},\
             2026-11-{day:02}T08:{minute:02}:00Z",
            random.random::<u32>()
        );
    }
    let clock = Clock::system();
    for (kind, file) in [(Kind::People, people), (Kind::Devices, devices)] {
        let plan = import(store, &clock, kind, file.as_bytes(), false).await;
        assert_eq!(plan.expect("a store").bad, []);
    }
}

/// The query of the page far down.
async fn far(directory: &Embedded) -> DeviceQuery {
    let mut query = DeviceQuery::default();
    for _ in 1..FAR {
        let page = directory.devices(&query).await.expect("a page").value;
        query.after = page.next;
    }
    assert!(query.after.is_some());
    query
}

async fn times(trials: usize, run: impl AsyncFn(usize)) -> Vec<Duration> {
    let mut times = Vec::with_capacity(trials);
    for nth in 0..trials {
        let begun = Instant::now();
        run(nth).await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times
}

fn row(text: &mut String, what: &str, times: Vec<Duration>) {
    let at = |hundredths: usize| {
        let time = times[(times.len() * hundredths / 100).min(times.len() - 1)];
        time.as_secs_f64() * 1_000.0
    };
    let _ = writeln!(text, "| {what} | {:.2} | {:.2} |", at(50), at(95));
}
