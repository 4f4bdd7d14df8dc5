//! Which tokens are issued, read and remembered.

use super::*;
use crate::store::Store;
use http::HeaderValue;
use rh_access::Permission;

#[test]
fn only_a_bearer_token_of_our_form_is_one() {
    let found = |value: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
        bearer(&headers).map(str::to_owned)
    };
    assert_eq!(found("Bearer rhm_x").as_deref(), Some("rhm_x"));
    assert_eq!(found("bearer  rhm_x ").as_deref(), Some("rhm_x"));
    for other in ["rhm_x", "Basic rhm_x", "Bearer x", "Bearer", ""] {
        assert_eq!(found(other), None, "{other}");
    }
}

#[tokio::test]
async fn the_tokens_that_ended_last_stay_known_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let ended = i64::try_from(limits::MACHINE_TOKENS_ENDED).unwrap();
    let mut write = store.write().await.unwrap();
    // The last one is good as yet. Every other one was revoked long before its end.
    for at in 0..ended + 3 {
        let revoked = (at % 2 == 1 && at <= ended).then_some(at);
        sqlx::query(
            "INSERT INTO machine_tokens \
             (id, name, secret_hash, permissions, issued_by, issued_ms, expires_ms, revoked_ms) \
             VALUES ($1, 'x', $1, '[]', 'a', $1, $2, $3)",
        )
        .bind(at)
        .bind(revoked.map_or(at, |_| i64::MAX))
        .bind(revoked)
        .execute(&mut *write)
        .await
        .unwrap();
    }
    forget(&mut write, ended + 1).await.unwrap();
    let left: Vec<i64> =
        sqlx::query_scalar("SELECT issued_ms FROM machine_tokens ORDER BY issued_ms")
            .fetch_all(&mut *write)
            .await
            .unwrap();
    assert_eq!(left, (2..ended + 3).collect::<Vec<_>>());
}

#[test]
fn a_token_has_a_name_an_end_and_no_more_than_who_issues_it() {
    let held = Permissions::of(&[Permission::AuditRead, Permission::OrganizationUpdate]);
    let by = AccountId::of_machine("token:x");
    let fault = |name: &str, permissions: &[Permission], days| {
        let new = NewToken {
            name: name.to_owned(),
            permissions: Permissions::of(permissions),
            days,
        };
        match check(&new, &by, held) {
            Err(MachineError::Refused(body)) => body.field,
            Err(MachineError::Beyond(refused)) => {
                let lacking = Permissions::of(&[Permission::RolesUpdate]);
                assert_eq!(refused.lacking, Lacking::Permissions(lacking));
                Some("beyond".to_owned())
            }
            other => {
                other.unwrap();
                None
            }
        }
    };
    let audit = &[Permission::AuditRead][..];
    assert_eq!(fault("SIEM", audit, 90), None);
    for (name, permissions, days, field) in [
        ("", audit, 90, "name"),
        (" x", audit, 90, "name"),
        ("x\n", audit, 90, "name"),
        ("x", &[], 90, "permissions"),
        ("x", &[Permission::ViewScreen], 90, "permissions"),
        (
            "x",
            &[Permission::AuditRead, Permission::RolesUpdate],
            90,
            "beyond",
        ),
        ("x", audit, 0, "days"),
        ("x", audit, limits::MACHINE_TOKEN_DAYS + 1, "days"),
    ] {
        assert_eq!(
            fault(name, permissions, days).as_deref(),
            Some(field),
            "{name}"
        );
    }
}
