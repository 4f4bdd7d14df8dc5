//! Files read and written: nothing is lost on the way, and nothing is half done.

use super::{
    export,
    import::{dry_run, dry_run_into_nothing, import},
    plan::{Plan, Problem},
};
use crate::{
    Clock,
    audit::verify::verify,
    directory::{
        DeviceQuery, Embedded, Organization, Provider as _, check::Invalid, csv::Kind,
        embedded::rows::Rows as _, entry::Device, limits,
    },
    store::{Store, slow::Slow},
};
use std::{collections::BTreeSet, fmt::Write as _};
use tempfile::TempDir;

const NOW: u64 = 1_700_000_000_000;

struct Kept {
    store: Store,
    folder: TempDir,
}

impl Kept {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let kept = Self { store, folder };
        for (kind, file) in [
            (
                Kind::Groups,
                "id,name,kind\ng-1,Desk,people\ng-2,Laptops,devices\ng-3,Empty,people\n",
            ),
            (
                Kind::People,
                "id,name,subject,email,groups\np-1,Ada,s-1,Ada@example.com,g-1\n\
                 p-2,Bo,s-2,bo@example.com,\n",
            ),
            (
                Kind::Devices,
                "id,name,owner,compliance,reasons,groups,last_seen,platform\n\
                 d-1,Laptop,ADA@example.com,not-compliant,no updates; no PIN,g-2,2023-11-14,macOS\n\
                 d-2,Phone,,,,,,\n",
            ),
        ] {
            let plan = kept.import(kind, file, false).await;
            assert_eq!(plan.bad, []);
        }
        kept
    }

    async fn import(&self, kind: Kind, file: &str, replace: bool) -> Plan {
        let told = dry_run(self.store.read(), kind, file.as_bytes(), replace).await;
        let clock = Clock::manual(NOW);
        let plan = import(&self.store, &clock, kind, file.as_bytes(), replace).await;
        let plan = plan.unwrap();
        assert_eq!(plan, told.unwrap());
        plan
    }

    async fn export(&self, kind: Kind) -> String {
        let mut bytes = Vec::new();
        let read = self.store.read();
        export::export(read, kind, &mut bytes).await.unwrap();
        String::from_utf8(bytes).unwrap()
    }

    async fn all(&self) -> [String; 3] {
        [
            self.export(Kind::People).await,
            self.export(Kind::Groups).await,
            self.export(Kind::Devices).await,
        ]
    }

    async fn records(&self) -> i64 {
        sqlx::query_scalar("SELECT COUNT(*) FROM audit")
            .fetch_one(self.store.read())
            .await
            .unwrap()
    }
}

pub(super) fn counts(plan: &Plan) -> [usize; 5] {
    [
        plan.new,
        plan.changed,
        plan.unchanged,
        plan.removed,
        plan.bad.len(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn however_slowly_a_file_is_taken_it_is_of_one_moment_and_the_log_is_folded() {
    let kept = Kept::new().await;
    let mut file = "id,name\n".to_owned();
    for nth in 0..1_200 {
        let _ = writeln!(file, "d-{nth:04},Laptop");
    }
    kept.import(Kind::Devices, &file, false).await;
    let before = kept.export(Kind::Devices).await;
    let meanwhile = async || {
        // Both are at the end.
        let file = "id,name\nd-1199,Renamed\nz-1,Later\n";
        kept.import(Kind::Devices, file, false).await;
    };
    let mut slow = Slow::new(kept.folder.path(), meanwhile).await;
    let read = kept.store.read();
    export::export(read, Kind::Devices, &mut slow)
        .await
        .unwrap();
    assert!(slow.pieces.len() > 2);
    assert_eq!(slow.pieces.concat(), before.into_bytes());
    assert!(kept.export(Kind::Devices).await.contains("Renamed"));
}

#[tokio::test]
async fn what_is_exported_is_there_already() {
    let kept = Kept::new().await;
    let [people, groups, devices] = kept.all().await;
    assert_eq!(
        people,
        "id,subject,email,name,title,company,enabled,groups\r\n\
         p-1,s-1,Ada@example.com,Ada,,,yes,g-1\r\np-2,s-2,bo@example.com,Bo,,,yes,\r\n"
    );
    assert_eq!(
        groups,
        "id,name,kind\r\ng-1,Desk,people\r\ng-2,Laptops,devices\r\ng-3,Empty,people\r\n"
    );
    assert_eq!(
        devices,
        "id,name,owner,platform,compliance,reasons,last_seen,groups\r\n\
         d-1,Laptop,p-1,macos,not-compliant,no updates;no PIN,2023-11-14T00:00:00.000Z,g-2\r\n\
         d-2,Phone,,other,unknown,,,\r\n"
    );
    let records = kept.records().await;
    for (kind, file, count) in [
        (Kind::People, people, 2),
        (Kind::Groups, groups, 3),
        (Kind::Devices, devices, 2),
    ] {
        let plan = kept.import(kind, &file, true).await;
        assert_eq!(counts(&plan), [0, 0, count, 0, 0]);
    }
    assert_eq!(kept.records().await, records);
}

#[tokio::test]
async fn rows_are_added_or_put_in_the_place_of_others_and_columns_that_are_not_there_stay() {
    let kept = Kept::new().await;
    let records = kept.records().await;
    let file = "name;id;compliance\nLaptop;d-1;compliant\nPhone;d-2;\nNew;d-3;\n";
    let plan = kept.import(Kind::Devices, file, false).await;
    assert_eq!(counts(&plan), [1, 1, 1, 0, 0]);
    assert_eq!(kept.records().await, records + 2);
    let devices = kept.export(Kind::Devices).await;
    let laptop = "d-1,Laptop,p-1,macos,compliant,no updates;no PIN,2023-11-14T00:00:00.000Z,g-2";
    assert!(devices.contains(laptop), "{devices}");
    // An empty cell empties.
    let file = "id,name,reasons,owner,last_seen,groups,platform\nd-1,Laptop,,,,,\n";
    kept.import(Kind::Devices, file, false).await;
    let devices = kept.export(Kind::Devices).await;
    assert!(
        devices.contains("d-1,Laptop,,other,compliant,,,\r\n"),
        "{devices}"
    );
}

#[tokio::test]
async fn replacing_removes_what_is_not_in_the_file_and_frees_what_it_had() {
    let kept = Kept::new().await;
    let records = kept.records().await;
    // Somebody new has the subject and the address of one who goes.
    let file = "id,name,subject,email\np-3,Cy,s-1,ada@example.com\np-2,Bo,s-2,bo@example.com\n";
    let plan = kept.import(Kind::People, file, true).await;
    assert_eq!(counts(&plan), [1, 0, 1, 1, 0]);
    assert_eq!(kept.records().await, records + 2);
    let plan = kept.import(Kind::Groups, "id,name,kind\n", true).await;
    assert_eq!(counts(&plan), [0, 0, 0, 3, 0]);
    let [people, groups, devices] = kept.all().await;
    assert_eq!((people.lines().count(), groups.lines().count()), (3, 1));
    assert!(devices.contains("d-1,Laptop,,macos,"), "{devices}");
}

#[tokio::test]
async fn two_may_exchange_what_is_their_own() {
    let kept = Kept::new().await;
    let file = "id,name,subject,email\np-1,Ada,s-2,bo@example.com\np-2,Bo,s-1,ada@example.com\n";
    let plan = kept.import(Kind::People, file, false).await;
    assert_eq!(counts(&plan), [0, 2, 0, 0, 0]);
    let people = kept.export(Kind::People).await;
    assert!(
        people.contains("p-1,s-2,bo@example.com,Ada,,,yes,g-1"),
        "{people}"
    );
    assert!(people.contains("p-2,s-1,ada@example.com,Bo"), "{people}");
}

#[tokio::test]
async fn every_bad_row_is_named_and_nothing_is_imported() {
    let kept = Kept::new().await;
    let (before, records) = (kept.all().await, kept.records().await);
    let long = "x".repeat(limits::NAME + 1);
    let people = format!(
        "id,name,subject,email,enabled,groups\n\
         p-9,Good,,,,\n\
         ,Nobody,,,,\n\
         p-10,,,nowhere,perhaps,g-9\n\
         p-11,{long},s-1,,,g-2\n\
         p-9,Twice,,,,\n\
         p-12,A,s-9,BO@example.com,,\n\
         p-13,B,s-9,,,\n\
         p-14,short\n\
         p-15,a\u{202e}b,,,,\n"
    );
    let devices = "id,name,owner,platform,compliance,reasons,last_seen,groups\n\
                   d-9,A,nobody@example.com,amiga,fine,,yesterday,g-1\n\
                   d-10,B,p-2,,,,,g-2\n";
    let groups = "id,name,kind\ng-1,Desk,devices\ng-9,X,\na;b,Y,people\ng-3,Empty,devices\n";
    for (kind, file, expected) in [
        (
            Kind::People,
            people.as_str(),
            &[
                "line 3, column id: is empty",
                "line 4, column enabled: is neither yes nor no",
                "line 4, column groups: names no group of the directory: add the group \"g-9\"",
                "line 4, column email: is no e-mail address",
                "line 4, column name: is empty",
                "line 5, column groups: names the group \"g-2\", which is of the other kind",
                "line 5, column name: is too long: at most 128 characters",
                "line 5, column subject: belongs to \"p-1\" already",
                "line 6, column id: has the id of line 2",
                "line 7, column email: belongs to \"p-2\" already",
                "line 8, column subject: is also on line 7",
                "line 9: has 2 cells, the first line has 6",
                "line 10, column name: holds characters that nobody sees",
            ][..],
        ),
        (
            Kind::Devices,
            devices,
            &[
                "line 2, column owner: names nobody",
                "line 2, column platform: is none of windows, macos,",
                "line 2, column compliance: is none of compliant, not-compliant,",
                "line 2, column last_seen: is no time: write 2026-11-29T",
                "line 2, column groups: names the group \"g-1\"",
            ],
        ),
        (
            Kind::Groups,
            groups,
            &[
                "line 2, column kind: cannot change while the group has members",
                "line 3, column kind: is empty",
                "line 4, column id: must not hold a semicolon",
            ],
        ),
    ] {
        let plan = kept.import(kind, file, false).await;
        let mut bad: Vec<String> = plan.bad.iter().map(ToString::to_string).collect();
        for expected in expected {
            let at = bad.iter().position(|bad| bad.starts_with(expected));
            bad.remove(at.unwrap_or_else(|| panic!("{expected}: {bad:#?}")));
        }
        assert_eq!(bad, [""; 0]);
    }
    assert_eq!((kept.all().await, kept.records().await), (before, records));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_imported() {
    let kept = Kept::new().await;
    let before = kept.all().await;
    let mut write = kept.store.write().await.unwrap();
    sqlx::query(
        "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.data LIKE '%p-9%' \
         BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .execute(&mut *write)
    .await
    .unwrap();
    write.commit().await.unwrap();
    let file = b"id,name\np-8,New\np-9,New\n";
    let failed = import(&kept.store, &Clock::manual(NOW), Kind::People, file, true).await;
    assert!(failed.is_err());
    assert_eq!(kept.all().await, before);
}

/// What is written by many rows to a statement is as if each had been written by itself.
#[tokio::test]
async fn many_rows_are_imported_as_few_are() {
    const MANY: usize = 1_201;
    let kept = Kept::new().await;
    let people = |group: fn(usize) -> &'static str| {
        let mut file = "id,name,subject,email,groups\n".to_owned();
        for nth in 0..MANY {
            let group = group(nth);
            writeln!(file, "q-{nth},Q {nth},t-{nth},q{nth}@example.com,{group}").unwrap();
        }
        file
    };
    let devices = |name: &str| {
        let mut file = "id,name,owner,compliance,groups\n".to_owned();
        for nth in 0..MANY {
            let owner = nth / 2;
            writeln!(
                file,
                "e-{nth},{name} {nth},q{owner}@example.com,compliant,g-2"
            )
            .unwrap();
        }
        file
    };
    let records = kept.records().await;
    for (kind, file, expected) in [
        (Kind::People, people(|_| "g-1;g-3"), [MANY, 0, 0, 2, 0]),
        // Every other one leaves one of two groups.
        (
            Kind::People,
            people(|nth| if nth % 2 == 0 { "g-1;g-3" } else { "g-3" }),
            [0, MANY / 2, MANY - MANY / 2, 0, 0],
        ),
        (Kind::Devices, devices("Old"), [MANY, 0, 0, 2, 0]),
        (Kind::Devices, devices("New"), [0, MANY, 0, 0, 0]),
    ] {
        let plan = kept.import(kind, &file, true).await;
        assert_eq!(counts(&plan), expected, "{:?}", plan.bad);
        // It is there now.
        let plan = kept.import(kind, &file, true).await;
        assert_eq!(counts(&plan), [0, 0, MANY, 0, 0]);
    }
    let changes = MANY + 2 + MANY / 2 + MANY + 2 + MANY;
    assert_eq!(kept.records().await - records, changes as i64);
    let report = verify(kept.store.read(), None, None).await.unwrap();
    assert_eq!(report.count, 0);
    // Devices are found by whose they are.
    let directory = Embedded::new(
        kept.store.clone(),
        Clock::manual(NOW),
        Organization {
            name: None,
            verified_domains: Vec::new(),
        },
    );
    let query = DeviceQuery {
        search: Some("q600@".to_owned()),
        group: Some("g-2".to_owned()),
        ..DeviceQuery::default()
    };
    let page = directory.devices(&query).await.unwrap().value;
    let [row] = &page.rows[..] else {
        panic!("{page:?}")
    };
    assert_eq!(row.device.id, "e-1200");
    assert_eq!(row.owner_name.as_deref(), Some("Q 600"));
}

#[test]
fn each_fault_has_a_word_of_its_own() {
    let problems = [
        Problem::NoSwitch,
        Problem::NoWord("a, b".to_owned()),
        Problem::NoTime,
        Problem::IdTwice(2),
        Problem::Twice(2),
        Problem::Taken("p".to_owned()),
        Problem::NoUtf8,
        Problem::NoHeader,
        Problem::UnknownColumn("nam".to_owned(), "id, name".to_owned()),
        Problem::ColumnTwice("id"),
        Problem::NoColumn("id"),
        Problem::Cells {
            cells: 1,
            columns: 2,
        },
        Problem::LongRow,
        Problem::ManyRows,
        Invalid::Empty.into(),
        Invalid::TooLong(1).into(),
        Invalid::TooMany(1).into(),
        Invalid::Hidden.into(),
        Invalid::Semicolon.into(),
        Invalid::NoAddress.into(),
        Invalid::Late.into(),
        Invalid::UnknownOwner.into(),
        Invalid::UnknownGroup("g".to_owned()).into(),
        Invalid::UnknownMember("m".to_owned()).into(),
        Invalid::WrongKind("g".to_owned()).into(),
        Invalid::HasMembers.into(),
    ];
    let codes: BTreeSet<&str> = problems.iter().map(Problem::code).collect();
    assert_eq!(codes.len(), problems.len());
    let is_kebab = |code: &&str| {
        code.bytes()
            .all(|b| b.is_ascii_lowercase() || b"-8".contains(&b))
    };
    assert!(codes.iter().all(is_kebab), "{codes:?}");
    // Another one has it: the same, whether the file or a form says so.
    assert_eq!(Problem::Taken(String::new()).code(), Invalid::Taken.code());
    let details: Vec<_> = problems.iter().filter_map(Problem::detail).collect();
    let expected = [
        "a, b", "2", "2", "p", "nam", "id", "id", "1", "1", "g", "m", "g",
    ];
    assert_eq!(details, expected);
}

#[test]
fn a_first_file_can_be_tried_before_there_is_a_directory() {
    let plan = dry_run_into_nothing(Kind::People, b"id,name\n1,Ada\n", false);
    assert_eq!(counts(&plan), [1, 0, 0, 0, 0]);
}

#[tokio::test]
async fn rows_read_by_id_and_all_at_once_are_the_same() {
    let kept = Kept::new().await;
    let mut read = kept.store.read().begin().await.unwrap();
    for device in Device::all(&mut read).await.unwrap() {
        let one = Device::read(&mut read, &device.id).await.unwrap();
        assert_eq!(one, Some(device));
    }
}
