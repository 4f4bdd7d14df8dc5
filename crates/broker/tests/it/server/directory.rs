//! `remote-help directory`, as operators use it.

use super::program::{Program, command};
use crate::support::Browser;
use remote_help::{audit, store::Store};
use std::path::Path;

#[tokio::test]
async fn the_directory_is_imported_without_the_broker_and_exported_beside_it() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("data");
    let folder = folder.to_str().unwrap();
    let file = data.path().join("people.csv");
    let exchange = async |arguments: &[&str]| {
        let kind = ["--kind", "people", "--data", folder];
        let all = [&["directory"], arguments, &kind].concat();
        let output = command(&all).output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let path = file.to_str().unwrap();
    let (code, _, reason) = exchange(&["import", path]).await;
    assert_eq!(code, Some(1), "{reason}");
    assert!(reason.contains("people.csv: "), "{reason}");

    // Tried before there is anything, and nothing is there afterwards.
    std::fs::write(&file, "id;name;title\n1;Ada;\"=1+1\"\n2;Bo;\n").unwrap();
    let told = "would be imported: 2 new, 0 changed, 0 unchanged; nothing was changed\n";
    let dry = exchange(&["import", path, "--dry-run"]).await;
    assert_eq!(dry, (Some(0), told.to_owned(), String::new()));
    assert!(!Path::new(folder).exists());
    let (code, told, _) = exchange(&["import", path]).await;
    assert_eq!(code, Some(0));
    assert_eq!(told, "imported: 2 new, 0 changed, 0 unchanged\n");
    let exported = "id,subject,email,name,title,company,enabled,groups\r\n\
                    1,,,Ada,'=1+1,,yes,\r\n2,,,Bo,,,yes,\r\n";
    let export = exchange(&["export"]).await;
    assert_eq!(export, (Some(0), exported.to_owned(), String::new()));

    std::fs::write(&file, "id,name\n2,\n3,Cy\n4\n").unwrap();
    let (code, _, reason) = exchange(&["import", path]).await;
    assert_eq!(code, Some(1));
    let expected = [
        "remote-help: nothing was imported; faults: 2",
        "line 2, column name: is empty: it has to be there",
        "line 4: has 1 cells, the first line has 2",
    ];
    for (line, expected) in reason.lines().zip(expected) {
        assert!(line.starts_with(expected), "{reason}");
    }
    assert_eq!(reason.lines().count(), expected.len());

    let program = Program::demo(0, Path::new(folder), &[]).await;
    Browser::new(&program.origin).get("/healthz").await;
    std::fs::write(&file, "id,name\n3,Cy\n").unwrap();
    let (code, _, reason) = exchange(&["import", path]).await;
    assert_eq!(code, Some(1));
    assert!(
        reason.contains("another remote-help uses this folder: ") && reason.contains("Stop it"),
        "{reason}"
    );
    let (code, told, _) = exchange(&["import", path, "--dry-run", "--replace"]).await;
    assert_eq!(code, Some(0));
    let expected =
        "would be imported: 1 new, 0 changed, 0 unchanged, 2 removed; nothing was changed\n";
    assert_eq!(told, expected);
    let export = exchange(&["export"]).await;
    assert_eq!(export.1, exported);
    program.stop().await;
    // Each is told, also by which way; a try of an import is none.
    let store = Store::look(Path::new(folder)).await.unwrap();
    let told: Vec<(Option<String>, String)> =
        sqlx::query_as("SELECT actor, data FROM audit WHERE kind = 'directory-exported'")
            .fetch_all(&store)
            .await
            .unwrap();
    store.close().await;
    let one = (None, r#"{"by":"command","file":"people"}"#.to_owned());
    assert_eq!(told, [one.clone(), one]);
    // What was recorded before the broker first started has no other key.
    let held = audit::command::verify(Path::new(folder), None, None).await;
    let held = held.unwrap();
    assert!(!held.contains("another"), "{held}");
}

/// The demonstration begins with them, and `docs/directory.md` shows them.
#[tokio::test]
async fn the_example_files_can_be_imported_as_they_are() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("data");
    let files = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/example-directory");
    for (kind, count) in [("groups", 4), ("people", 6), ("devices", 8)] {
        let file = format!("{files}/{kind}.csv");
        let folder = folder.to_str().unwrap();
        let all = [
            "directory",
            "import",
            "--kind",
            kind,
            "--data",
            folder,
            &file,
        ];
        let output = command(&all).output().await.unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let expected = format!("imported: {count} new, 0 changed, 0 unchanged\n");
        assert_eq!((output.status.code(), told), (Some(0), expected), "{kind}");
    }
}
