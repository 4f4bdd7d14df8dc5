//! A person and their photo.

use super::{
    Bench, NOW_MS, REFRESH_MS, soon,
    world::{ADA, BEN, CLEO, HELP_DESK, NOBODY, STAFF, World, person, png},
};
use remote_help::directory::{
    Aged, DirectoryError, Person, PersonKey, Provider as _,
    graph::{AHEAD_MS, STALE_MS},
};

impl Bench {
    /// Asks for somebody by the subject of their sign-in.
    pub(super) async fn person(
        &self,
        subject: &str,
    ) -> Result<Option<Aged<Person>>, DirectoryError> {
        let key = PersonKey {
            subject,
            email: Some("ben@example.com"),
        };
        soon(self.graph.person(key)).await
    }
}

#[tokio::test]
async fn a_person_is_told_whole_with_company_and_groups() {
    let bench = Bench::start().await;
    let found = bench.person(ADA).await.unwrap().unwrap();
    assert_eq!(found.as_of_ms, NOW_MS);
    // The company is told only where it is asked for.
    assert_eq!(found.value.company.as_deref(), Some("Example"));
    assert_eq!(found.value.groups, [HELP_DESK, STAFF]);
    assert!(found.value == bench.mock.world().person(ADA));
    let disabled = bench.person(CLEO).await.unwrap().unwrap();
    assert!(!disabled.value.enabled);
    // As a token writes it or not: it is the same person.
    let capitals = bench.person(&ADA.to_uppercase()).await.unwrap().unwrap();
    assert!(capitals == found);
}

#[tokio::test]
async fn nobody_is_found_by_an_address() {
    let bench = Bench::start().await;
    for subject in [
        "ada@example.com",
        "",
        "me",
        "../organization",
        "pairwise-subject",
    ] {
        assert!(bench.person(subject).await.unwrap().is_none(), "{subject}");
        assert!(bench.graph.photo(subject).await.unwrap().is_none());
        assert!(bench.graph.device(subject).await.unwrap().is_none());
        assert!(
            bench
                .graph
                .device_of_entra(subject)
                .await
                .unwrap()
                .is_none()
        );
    }
    assert!(bench.mock.seen().is_empty());
    // Though the address is Ben's.
    assert!(bench.person(NOBODY).await.unwrap().is_none());
    let seen = bench.mock.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].path, format!("/v1.0/users/{NOBODY}"));
}

#[tokio::test]
async fn what_is_young_is_not_asked_for_again() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap().unwrap();
    assert_eq!(bench.mock.seen().len(), 2);
    bench
        .mock
        .with(|inside| inside.world.people[0].enabled = false);
    // It is asked for in time to count within the refresh time.
    let young = REFRESH_MS - AHEAD_MS;
    bench.pass(young - 1);
    let kept = bench.person(ADA).await.unwrap().unwrap();
    assert_eq!((kept.as_of_ms, kept.value.enabled), (NOW_MS, true));
    assert!(bench.mock.seen().is_empty());
    bench.pass(1);
    let found = bench.person(ADA).await.unwrap().unwrap();
    assert_eq!(
        (found.as_of_ms, found.value.enabled),
        (NOW_MS + young, false)
    );
    // Nobody is kept, too, and becomes somebody.
    assert!(bench.person(NOBODY).await.unwrap().is_none());
    let somebody = person(NOBODY, "Some Body", &[]);
    bench.mock.with(|inside| inside.world.people.push(somebody));
    assert!(bench.person(NOBODY).await.unwrap().is_none());
    bench.pass(REFRESH_MS);
    assert!(bench.person(NOBODY).await.unwrap().is_some());
}

#[tokio::test]
async fn while_graph_is_down_people_are_as_old_as_they_say_and_no_older_than_an_hour() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap().unwrap();
    bench.mock.quirks(|quirks| quirks.down = true);
    bench.pass(STALE_MS / 2);
    let old = bench.patiently(bench.person(ADA)).await.unwrap().unwrap();
    assert_eq!(old.as_of_ms, NOW_MS);
    assert!(old.value == bench.mock.world().person(ADA));
    // Whom nobody asked for before.
    let unknown = bench.patiently(bench.person(BEN)).await;
    assert!(matches!(unknown, Err(DirectoryError::Unavailable { .. })));
    bench.pass(STALE_MS / 2);
    let gone = bench.patiently(bench.person(ADA)).await;
    assert!(matches!(gone, Err(DirectoryError::Unavailable { .. })));
}

#[tokio::test]
async fn a_refusal_is_not_covered_by_what_was_known() {
    let bench = Bench::start().await;
    bench.person(ADA).await.unwrap().unwrap();
    bench.pass(REFRESH_MS);
    bench
        .mock
        .quirks(|quirks| quirks.forbidden = Some("/users/"));
    let refused = bench.person(ADA).await;
    assert!(matches!(refused, Err(DirectoryError::Refused { .. })));
}

#[tokio::test]
async fn somebody_in_more_groups_than_one_answer_holds_is_in_all_of_them() {
    let groups: Vec<String> = (0..2_500)
        .map(|number| format!("90000000-aaaa-4bbb-8ccc-{number:012}"))
        .collect();
    let mut world = World::usual();
    world.people[0].groups = groups.clone();
    let bench = Bench::of(world).await;
    bench.mock.quirks(|quirks| quirks.too_many_groups = true);
    let found = bench.person(ADA).await.unwrap().unwrap();
    assert_eq!(found.value.groups, groups);
    // In pages of a hundred.
    let seen = bench.mock.seen();
    let pages = seen
        .iter()
        .filter(|seen| seen.path.ends_with("/transitiveMemberOf"));
    assert_eq!(pages.count(), 25);
}

#[tokio::test]
async fn an_account_of_which_nobody_tells_whether_it_is_enabled_is_no_answer() {
    let bench = Bench::start().await;
    bench
        .mock
        .quirks(|quirks| quirks.omits = vec!["accountEnabled"]);
    let Err(DirectoryError::Refused { why }) = bench.person(ADA).await else {
        panic!("an answer");
    };
    assert!(why.contains("User.Read.All"), "{why}");
}

#[tokio::test]
async fn an_answer_about_somebody_else_is_none() {
    let bench = Bench::start().await;
    bench.mock.quirks(|quirks| quirks.other_id = Some(BEN));
    let wrong = bench.person(ADA).await;
    assert!(matches!(wrong, Err(DirectoryError::Nonsense(_))));
}

#[tokio::test]
async fn photos_are_pictures_of_bounded_size_or_none() {
    let bench = Bench::start().await;
    let photo = bench.graph.photo(ADA).await.unwrap().unwrap();
    // By its bytes: the answer calls it a JPEG.
    assert_eq!(photo.value.media_type, "image/png");
    assert_eq!(photo.value.bytes, png(96));
    assert!(bench.graph.photo(BEN).await.unwrap().is_none());
    for bytes in [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        png(100_000),
        [png(96), vec![0; 256 * 1024]].concat(),
        Vec::new(),
    ] {
        bench.pass(STALE_MS);
        bench
            .mock
            .with(|inside| inside.world.photos.insert(BEN.to_owned(), bytes));
        assert!(bench.graph.photo(BEN).await.unwrap().is_none());
    }
    // For an hour nobody asks again.
    bench.mock.seen();
    bench.pass(STALE_MS - 1);
    assert!(bench.graph.photo(BEN).await.unwrap().is_none());
    assert!(bench.mock.seen().is_empty());
}
