//! Tests of the outbox against a real store.

use super::{
    delivery::{Failure, Outcome},
    event::Alarm,
    outbox::Dropped,
    *,
};
use crate::settings::WebhookUrl;
use delivery::Delivery;
use rh_protocol::Redacted;

/// 2026-01-01T00:00:00Z.
const START_MS: u64 = 1_767_225_600_000;

async fn webhooks(folder: &std::path::Path) -> Webhooks {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut settings: Settings = toml::from_str("public_url = \"http://localhost:8080\"").unwrap();
    settings.webhooks = ["a", "b"]
        .map(|name| Webhook {
            name: name.to_owned(),
            url: WebhookUrl::parse("http://127.0.0.1:9/secret-path").unwrap(),
            secret: Some(Redacted::new("hunter2".repeat(5))),
            secret_file: None,
            previous_secret: None,
            previous_secret_file: None,
            events: if name == "a" {
                WebhookEvent::ALL.to_vec()
            } else {
                vec![WebhookEvent::SessionEnded]
            },
        })
        .to_vec();
    let store = Store::open(folder).await.unwrap();
    Webhooks::open(&settings, store, Clock::manual(START_MS)).unwrap()
}

fn alarm() -> Event {
    Event::Alarm {
        alarm: Alarm::wrong_codes(901),
    }
}

async fn all(webhooks: &Webhooks, webhook: &str) -> Vec<(String, bool)> {
    sqlx::query_as(
        "SELECT id, dead_ms IS NOT NULL FROM webhook_deliveries WHERE webhook = $1 ORDER BY seq",
    )
    .bind(webhook)
    .fetch_all(webhooks.store().read())
    .await
    .unwrap()
}

#[tokio::test]
async fn who_wants_to_know_is_told_with_the_transaction_and_not_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = webhooks(folder.path()).await;
    let mut undone = webhooks.store().write().await.unwrap();
    let told = webhooks.tell(&mut undone, START_MS, &alarm()).await;
    assert_eq!(told.unwrap(), Told(true));
    drop(undone);
    assert!(all(&webhooks, "a").await.is_empty());
    let mut write = webhooks.store().write().await.unwrap();
    let told = webhooks.tell(&mut write, START_MS, &alarm()).await;
    assert_eq!(told.unwrap(), Told(true));
    // Nobody subscribes to tests.
    let told = webhooks.tell(&mut write, START_MS, &Event::Test {}).await;
    assert_eq!(told.unwrap(), Told(false));
    write.commit().await.unwrap();
    assert_eq!(all(&webhooks, "a").await.len(), 1);
    assert!(all(&webhooks, "b").await.is_empty());
    let printed = format!("{webhooks:?}");
    assert!(
        !printed.contains("hunter2") && !printed.contains("secret-path"),
        "{printed}"
    );
}

/// So many deliveries to `a`, whose ids count from 0.
async fn fill(webhooks: &Webhooks, count: u32) {
    let mut write = webhooks.store().write().await.unwrap();
    for number in 0..count {
        let id = number.to_string();
        outbox::add(&mut write, "a", "alarm", &id, START_MS, "{}")
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

#[tokio::test]
async fn the_outbox_is_bounded_and_the_oldest_dead_letters_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = webhooks(folder.path()).await;
    fill(&webhooks, 5).await;
    let dead = Delivery::new(START_MS).tried(START_MS, Outcome::Gone, 0);
    let mut write = webhooks.store().write().await.unwrap();
    for id in ["1", "3"] {
        assert!(outbox::save(&mut write, id, &dead).await.unwrap());
    }
    assert_eq!(outbox::make_room(&mut write, "a", 6).await.unwrap(), []);
    assert_eq!(outbox::make_room(&mut write, "b", 1).await.unwrap(), []);
    let dropped = |id: &str, dead| Dropped {
        id: id.to_owned(),
        dead,
    };
    let gone = outbox::make_room(&mut write, "a", 5).await.unwrap();
    assert_eq!(gone, [dropped("1", true)]);
    // Where no dead letter is left, what waits longest.
    let gone = outbox::make_room(&mut write, "a", 3).await.unwrap();
    assert_eq!(gone, [dropped("3", true), dropped("0", false)]);
    write.commit().await.unwrap();
    let left: Vec<_> = all(&webhooks, "a").await;
    assert_eq!(left, [("2".to_owned(), false), ("4".to_owned(), false)]);
}

#[tokio::test]
async fn a_dead_letter_keeps_the_line_no_longer_and_goes_to_its_end_when_retried() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = webhooks(folder.path()).await;
    fill(&webhooks, 2).await;
    let mut write = webhooks.store().write().await.unwrap();
    let first = outbox::first(&mut write, "a").await.unwrap().unwrap();
    assert_eq!(first.id, "0");
    let dead = first.delivery.tried(START_MS, Outcome::Gone, 0);
    outbox::save(&mut write, "0", &dead).await.unwrap();
    let second = outbox::first(&mut write, "a").await.unwrap().unwrap();
    assert_eq!(second.id, "1");
    let letter = outbox::dead_letter(&mut write, "a", "0").await.unwrap();
    assert_eq!(letter.unwrap().delivery, dead);
    assert!(
        outbox::dead_letter(&mut write, "b", "0")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        outbox::dead_letter(&mut write, "a", "1")
            .await
            .unwrap()
            .is_none()
    );
    outbox::save(&mut write, "0", &dead.retried(START_MS))
        .await
        .unwrap();
    outbox::queue_again(&mut write, "0").await.unwrap();
    let still = outbox::first(&mut write, "a").await.unwrap().unwrap();
    assert_eq!(still.id, "1");
    assert!(
        outbox::save(&mut write, "1", &Delivery::Delivered)
            .await
            .unwrap()
    );
    assert!(
        !outbox::save(&mut write, "1", &Delivery::Delivered)
            .await
            .unwrap()
    );
    let last = outbox::first(&mut write, "a").await.unwrap().unwrap();
    assert_eq!((last.id.as_str(), last.delivery.attempts()), ("0", 1));
}

#[tokio::test]
async fn what_is_older_than_is_kept_goes_delivered_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = webhooks(folder.path()).await;
    fill(&webhooks, 1).await;
    let day = std::time::Duration::from_secs(24 * 60 * 60);
    let (store, clock) = (webhooks.store(), webhooks.clock());
    clock.advance(day);
    Webhooks::remove_old(store, clock, 1).await.unwrap();
    assert_eq!(all(&webhooks, "a").await.len(), 1);
    clock.advance(std::time::Duration::from_millis(1));
    Webhooks::remove_old(store, clock, 1).await.unwrap();
    assert!(all(&webhooks, "a").await.is_empty());
}

#[tokio::test]
async fn what_came_last_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let webhooks = webhooks(folder.path()).await;
    let mut write = webhooks.store().write().await.unwrap();
    let status = Failure::Status(500);
    outbox::note(&mut write, "a", 1, Some(status))
        .await
        .unwrap();
    outbox::note(&mut write, "a", 2, None).await.unwrap();
    outbox::note(&mut write, "a", 3, Some(Failure::TimedOut))
        .await
        .unwrap();
    let standing = outbox::standing(&mut write, "a").await.unwrap();
    assert_eq!(standing.delivered_ms, Some(2));
    assert_eq!(standing.failed, Some((3, Failure::TimedOut)));
    let never = outbox::standing(&mut write, "b").await.unwrap();
    assert_eq!((never.delivered_ms, never.failed), (None, None));
}
