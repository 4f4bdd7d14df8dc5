//! The trail taken out by the program.

use super::*;
use crate::{
    audit::{command, export::Format, query::Filter},
    store::slow::Slow,
};

#[tokio::test(flavor = "multi_thread")]
async fn however_slowly_it_is_taken_the_log_is_folded_and_what_comes_meanwhile_is_not_in_it() {
    const RECORDS: u64 = 2_500;
    let trail = Trail::new().await;
    let records: Vec<Record> = (0..RECORDS)
        .map(|nth| Record {
            at_ms: NOW + nth,
            session: None,
            actor: None,
            kind: "joined".to_owned(),
            data: json!({ "nth": nth }),
        })
        .collect();
    let mut write = trail.store.write().await.unwrap();
    append_all(&mut write, &records).await.unwrap();
    write.commit().await.unwrap();
    let (folder, all) = (trail.folder.path(), Filter::default());
    let meanwhile = async || _ = trail.record("meanwhile").await;
    let mut slow = Slow::new(folder, meanwhile).await;
    command::export(folder, Format::JsonLines, &all, &mut slow)
        .await
        .unwrap();
    assert!(slow.pieces.len() > 2);
    let file = slow.pieces.concat();
    let lines = str::from_utf8(&file).unwrap().lines();
    assert_eq!(lines.count() as u64, RECORDS);
}
