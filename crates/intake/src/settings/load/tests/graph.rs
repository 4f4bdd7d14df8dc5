//! The section `[directory.graph]`.

use super::*;

/// Settings that ask Microsoft Graph, with lines of `[directory.graph]`.
fn graph(lines: &str) -> String {
    format!(
        "public_url = 'http://localhost:8080'\n[identity]\nissuer = \
         'https://login.microsoftonline.com/11111111-2222-3333-4444-55555555aaaa/v2.0'\nclient_id = 'rh'\n\
         [directory]\nprovider = 'graph'\n[directory.graph]\n{lines}"
    )
}

const GRAPH_APP: &str = "client_id = '77777777-8888-9999-0000-111111111111'";

#[test]
fn graph_knows_its_tenant_from_the_sign_in_and_its_secret_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    std::fs::write(&path, "hunter2\n").unwrap();
    let text = graph(&format!("{GRAPH_APP}\nclient_secret_file = {path:?}"));
    let settings = load(&text, &[]).unwrap();
    let secret = settings.directory.graph.client_secret.as_ref().unwrap();
    assert_eq!(secret.expose(), "hunter2");
    assert!(!format!("{settings:?}").contains("hunter2"));
    let tenant = settings.graph_tenant();
    assert_eq!(
        tenant.as_deref(),
        Some("11111111-2222-3333-4444-55555555aaaa")
    );
    assert_eq!(settings.directory.graph.refresh_ms(), 300_000);
    // In capitals it is the same tenant.
    let named = format!("{text}\ntenant = '11111111-2222-3333-4444-55555555AAAA'");
    assert_eq!(load(&named, &[]).unwrap().graph_tenant(), tenant);
    let both = format!("{text}\nclient_secret = 'hunter2'");
    let refused = refusal(&both, &[]);
    assert!(
        refused.contains("`directory.graph.client_secret_file` are both set"),
        "{refused}"
    );
    assert!(!refused.contains("hunter2"));
    let number = graph(&format!("{GRAPH_APP}\nclient_secret = 31337"));
    assert_eq!(
        refusal(&number, &[]),
        "test.toml: `directory.graph.client_secret` must be a text"
    );
}

#[test]
fn what_graph_could_not_be_asked_with_does_not_start() {
    let secret = "client_secret = 's'";
    let whole = format!("{GRAPH_APP}\n{secret}");
    load(&graph(&whole), &[]).unwrap();
    for (lines, part) in [
        (secret.to_owned(), "`directory.graph.client_id` is missing"),
        (
            format!("client_id = 'rh'\n{secret}"),
            "`directory.graph.client_id` is missing, or not a GUID",
        ),
        (
            GRAPH_APP.to_owned(),
            "`directory.graph.client_secret` is missing",
        ),
        (
            format!("{GRAPH_APP}\nclient_secret = ''"),
            "`directory.graph.client_secret` is missing",
        ),
        (format!("{whole}\ntenant = 'ours'"), "is not a GUID"),
        (
            format!("{whole}\ntenant = '99999999-2222-3333-4444-55555555aaaa'"),
            "another tenant",
        ),
        (format!("{whole}\nrefresh_minutes = 0"), "from 1 to 60"),
        (format!("{whole}\nrefresh_minutes = 61"), "from 1 to 60"),
        (
            format!("{whole}\ngraph_url = 'http://graph.example'"),
            "`directory.graph.graph_url` must begin with https://",
        ),
        (
            format!("{whole}\nlogin_url = 'http://login.example'"),
            "`directory.graph.login_url` must begin with https://",
        ),
        (
            format!("{whole}\ngraph_url = 'https://graph.example/v1.0'"),
            "scheme, host and port only",
        ),
    ] {
        let refused = refusal(&graph(&lines), &[]);
        assert!(refused.contains(part), "{lines}: {refused}");
    }
    for local in ["http://127.0.0.1:9", "http://localhost:9", "http://[::1]:9"] {
        let lines = format!("{whole}\nlogin_url = '{local}'\ngraph_url = '{local}'");
        load(&graph(&lines), &[]).unwrap();
    }
    // Whoever signs in elsewhere is nobody that Graph knows.
    let elsewhere = graph(&whole).replace("login.microsoftonline.com", "id.example");
    let refused = refusal(&elsewhere, &[]);
    assert!(refused.contains("people sign in elsewhere"), "{refused}");
    // An address that is not safe is refused before somebody turns Graph on.
    let off = graph("graph_url = 'http://graph.example'").replace("'graph'", "'embedded'");
    assert!(refusal(&off, &[]).contains("graph_url"));
}
