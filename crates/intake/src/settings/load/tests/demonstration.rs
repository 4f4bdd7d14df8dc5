//! The settings of the demonstration.

use super::*;

#[test]
fn the_demonstration_stays_on_this_machine() {
    let at = ["127.0.0.1:8080".parse().unwrap()];
    let settings = demo::demo(&at, Some("d".into()), []).unwrap();
    assert!(settings.demo);
    assert_eq!(settings.identity.issuer, "http://localhost:8080/demo/oidc");
    let outside = ("REMOTE_HELP_PUBLIC_URL", "https://help.example.com");
    let outside = [(outside.0.to_owned(), outside.1.to_owned())];
    assert!(demo::demo(&at, Some("d".into()), outside).is_err());
    for (other, origin) in [
        ("127.0.0.2:8080", "http://127.0.0.2:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
    ] {
        let settings = demo::demo(&[other.parse().unwrap()], None, []).unwrap();
        assert_eq!(settings.public_url.origin(), origin);
    }
}

#[test]
fn the_command_line_comes_before_the_environment_and_that_before_the_demonstrations_own() {
    let listen = |given: Option<&str>, value: Option<&str>| {
        let environment = value.map(|value| ("REMOTE_HELP_LISTEN".to_owned(), value.to_owned()));
        let wanted = demo::listen(given.map(|at| at.parse().unwrap()), environment);
        wanted.map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(listen(None, None).unwrap(), ["127.0.0.1:8080"]);
    let both = "127.0.0.2:1,[::1]:2";
    assert_eq!(
        listen(None, Some(both)).unwrap(),
        ["127.0.0.2:1", "[::1]:2"]
    );
    assert_eq!(listen(Some("[::1]:3"), Some(both)).unwrap(), ["[::1]:3"]);
    for (given, value) in [
        (Some("0.0.0.0:1"), None),
        (None, Some("[::]:1")),
        (None, Some("127.0.0.1:1,192.0.2.1:1")),
        (None, Some("")),
    ] {
        assert!(listen(given, value).is_err(), "{given:?} {value:?}");
    }

    let at = ["127.0.0.1:8080".parse().unwrap()];
    let data = |given: Option<&str>, environment: Option<&str>| {
        let variable =
            environment.map(|value| ("REMOTE_HELP_DATA_DIR".to_owned(), value.to_owned()));
        let settings = demo::demo(&at, given.map(Into::into), variable).unwrap();
        settings.data_dir.display().to_string()
    };
    assert_eq!(data(None, None), "data");
    assert_eq!(data(None, Some("theirs")), "theirs");
    assert_eq!(data(Some("ours"), Some("theirs")), "ours");
}
