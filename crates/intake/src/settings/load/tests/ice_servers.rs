//! The passwords of servers for ICE.

use super::*;

#[test]
fn secrets_come_from_files_and_are_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "hunter2\n").unwrap();
    let text = format!(
        "{SMALL}\n[[ice_servers]]\nurls = ['turn:a']\nusername = 'u'\ncredential_file = {path:?}"
    );
    let settings = load(&text, &[]).unwrap();
    let credential = settings.ice_servers[0].credential.as_ref().unwrap();
    assert_eq!(credential.expose(), "hunter2");
    assert!(!format!("{settings:?}").contains("hunter2"));
    let both = format!("{text}\ncredential = 'hunter2'");
    let refused = refusal(&both, &[]);
    assert!(
        refused.contains("both set") && !refused.contains("hunter2"),
        "{refused}"
    );
    // Nor does a complaint about the line beside it, or about itself, quote it.
    let broken = format!("{SMALL}\n[[ice_servers]]\ncredential = 'hunter2' urls");
    assert!(!refusal(&broken, &[]).contains("hunter2"));
    let number = format!("{SMALL}\n[[ice_servers]]\nurls = ['turn:a']\ncredential = 31337");
    let refused = refusal(&number, &[]);
    assert_eq!(
        refused,
        "test.toml: `ice_servers.credential` must be a text"
    );
    let long = number.replace("31337", &"31337".repeat(5));
    assert_eq!(refusal(&long, &[]), "test.toml: a number is too large");
    // Nor when it stands where a list is read like a table, or for the whole of it.
    for servers in ["[[['turn:a'], 'u', 31337]]", "'31337'", "{ urls = 31337 }"] {
        assert_eq!(
            refusal(&with(&format!("ice_servers = {servers}")), &[]),
            "test.toml: `ice_servers` must be a list of tables"
        );
    }
}
