//! What the audit holds.

use super::Broker;
use remote_help::store::Store;
use serde_json::Value;

impl Broker {
    /// The records of a kind, oldest first: which session they are of, if of one, and their data.
    pub(crate) async fn records(&self, kind: &str) -> Vec<(Option<String>, Value)> {
        let store = Store::open(self.data.path()).await.unwrap();
        let rows: Vec<(Option<String>, String)> =
            sqlx::query_as("SELECT session, data FROM audit WHERE kind = $1 ORDER BY seq")
                .bind(kind)
                .fetch_all(store.read())
                .await
                .unwrap();
        let read = |(session, data): (_, String)| (session, serde_json::from_str(&data).unwrap());
        rows.into_iter().map(read).collect()
    }

    /// The data of the records of a kind, oldest first.
    pub(crate) async fn audited(&self, kind: &str) -> Vec<Value> {
        let records = self.records(kind).await.into_iter();
        records.map(|(_, data)| data).collect()
    }
}
