//! Whatever the directory holds comes back from its files as it was.

use super::{
    Kind,
    columns::Cells,
    export,
    import::import,
    plan::{Known, plan},
    tests::counts,
};
use crate::{
    Clock,
    audit::verify::verify,
    directory::{
        check::Kept as _,
        embedded::paging::email_key,
        entry::{Compliance, Device, Group, GroupKind, Person, Platform},
        limits,
    },
    store::Store,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};
use std::collections::HashSet;

/// Texts that spreadsheets and CSV are known to stumble over.
fn text() -> impl Strategy<Value = String> {
    let begins = select(vec![
        "", "=", "'", "''=", "' +", "-", "@", "|", "%", "\"", "\t", ",", "＝", "'ä", "\n=",
    ]);
    let goes_on = "[a-zA-Z0-9 ,.\"'=äß日ς|@+-]{0,12}";
    (begins, goes_on).prop_map(|(begins, goes_on)| format!("{begins}{goes_on}"))
}

prop_compose! {
    fn person()(
        id in text(), subject in option::of(text()), name in text(), title in option::of(text()),
        company in option::of(text()), email in option::of("[a-zA-Z=+'-]{1,6}@[a-z]{1,5}"),
        enabled in any::<bool>(), groups in vec(select(vec!["=g", "'-g", "g 1"]), 0..3),
    ) -> Person {
        let groups = groups.into_iter().map(str::to_owned).collect();
        Person { id, subject, email, name, title, company, enabled, groups }
    }
}

prop_compose! {
    fn device()(
        id in text(), name in text(), owner in option::of(any::<Index>()),
        platform in select(vec![Platform::Windows, Platform::Ios, Platform::Other]),
        compliance in select(vec![
            Compliance::Compliant, Compliance::NotCompliant, Compliance::InGracePeriod,
            Compliance::Unknown,
        ]),
        reasons in vec(text(), 0..4), last_seen_ms in option::of(0..=limits::LATEST_MS),
        groups in vec(select(vec!["+d", "d"]), 0..3),
    ) -> (Device, Option<Index>) {
        let groups = groups.into_iter().map(str::to_owned).collect();
        let device = Device {
            id, name, owner: None, platform, compliance, reasons, last_seen_ms, groups,
        };
        (device, owner)
    }
}

fn known(people: Vec<Person>, devices: Vec<(Device, Option<Index>)>) -> Known {
    let mut known = Known::default();
    for (id, kind) in [
        ("=g", GroupKind::People),
        ("'-g", GroupKind::People),
        ("g 1", GroupKind::People),
        ("+d", GroupKind::Devices),
        ("d", GroupKind::Devices),
    ] {
        let name = format!("{id},\"");
        let id = id.to_owned();
        let group = Group {
            id: id.clone(),
            name,
            kind,
        };
        known.groups.insert(id, group);
    }
    let mut own = HashSet::new();
    for person in people.into_iter().map(Person::tidied) {
        let fits = person.faults().is_empty() && !known.people.contains_key(&person.id);
        if fits && person.own().iter().all(|it| !own.contains(it)) {
            own.extend(person.own());
            if let Some(email) = &person.email {
                known.by_address.insert(email_key(email), person.id.clone());
            }
            known.people.insert(person.id.clone(), person);
        }
    }
    let ids: Vec<String> = known.people.keys().cloned().collect();
    for (device, owner) in devices {
        let owner = owner.filter(|_| !ids.is_empty());
        let device = Device {
            owner: owner.map(|owner| owner.get(&ids).clone()),
            ..device.tidied()
        };
        if device.faults().is_empty() {
            known.devices.insert(device.id.clone(), device);
        }
    }
    known
}

/// Exported, and imported in place of all: nothing is other than it was. Also by way of a spreadsheet that divides by
/// semicolons.
fn comes_back<T: Cells>(known: &Known) {
    let all: Vec<T> = T::of(known).values().cloned().collect();
    let bytes = file::<T>(known);
    let mut saved = b"\xef\xbb\xbf".to_vec();
    let mut builder = csv::WriterBuilder::new();
    let mut writer = builder.delimiter(b';').from_writer(&mut saved);
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.has_headers(false).from_reader(&*bytes);
    for record in reader.records() {
        let record = record.unwrap();
        // No spreadsheet takes any of it for a formula.
        for cell in &record {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '|', '%', '＝', '\t']),
                "{cell}"
            );
        }
        writer.write_record(&record).unwrap();
    }
    drop(writer);
    for file in [bytes, saved] {
        let (told, changes) = plan::<T>(&file, known, true);
        assert_eq!(counts(&told), [0, 0, all.len(), 0, 0], "{:?}", told.bad);
        assert!(changes.write.is_empty() && changes.remove.is_empty());
        // Where there is none of them only the file tells.
        let mut without = Known {
            people: known.people.clone(),
            groups: known.groups.clone(),
            devices: known.devices.clone(),
            by_address: known.by_address.clone(),
            ..Known::default()
        };
        match T::WORD {
            "person" => without.people.clear(),
            "group" => without.groups.clear(),
            _ => without.devices.clear(),
        }
        let (_, changes) = plan::<T>(&file, &without, false);
        let read: Vec<T> = changes.write.into_iter().map(|(_, after)| after).collect();
        assert!(read == all);
    }
}

/// The same by way of the store: what is imported is what it was, and importing it again changes and records nothing.
async fn is_kept(known: &Known) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let clock = Clock::manual(1_700_000_000_000);
    let files = [
        (Kind::Groups, file::<Group>(known), known.groups.len()),
        (Kind::People, file::<Person>(known), known.people.len()),
        (Kind::Devices, file::<Device>(known), known.devices.len()),
    ];
    for (kind, file, count) in &files {
        let plan = import(&store, &clock, *kind, file, true).await.unwrap();
        assert_eq!(counts(&plan), [*count, 0, 0, 0, 0], "{:?}", plan.bad);
    }
    for (kind, file, count) in &files {
        let mut exported = Vec::new();
        let read = store.read();
        export::export(read, *kind, &mut exported).await.unwrap();
        assert!(exported == *file);
        let plan = import(&store, &clock, *kind, file, true).await.unwrap();
        assert_eq!(counts(&plan), [0, 0, *count, 0, 0], "{:?}", plan.bad);
    }
    let report = verify(store.read(), None, None).await.unwrap();
    let changes = known.groups.len() + known.people.len() + known.devices.len();
    assert_eq!((report.records, report.count), (changes as u64, 0));
    store.close().await;
}

fn file<T: Cells>(known: &Known) -> Vec<u8> {
    let all: Vec<T> = T::of(known).values().cloned().collect();
    let mut bytes = Vec::new();
    export::write_header::<T>(&mut bytes).unwrap();
    export::write_rows(&all, &mut bytes).unwrap();
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_imported_is_kept_as_it_was(
        people in vec(person(), 0..12), devices in vec(device(), 0..12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(is_kept(&known(people, devices)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_exported_reads_as_what_it_was(
        people in vec(person(), 0..12), devices in vec(device(), 0..12),
    ) {
        let known = known(people, devices);
        comes_back::<Person>(&known);
        comes_back::<Group>(&known);
        comes_back::<Device>(&known);
    }

    #[test]
    fn whatever_is_in_a_file_it_is_read_to_its_end(bytes in vec(any::<u8>(), 0..400)) {
        for head in [&b""[..], b"id,name,kind\n", b"id;name;kind\r\n"] {
            let file = [head, &bytes].concat();
            let (plan, _) = plan::<Group>(&file, &Known::default(), true);
            for bad in plan.bad {
                let lines = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
                assert!(bad.line.is_none_or(|line| (1..=lines).contains(&line)));
            }
        }
    }
}
