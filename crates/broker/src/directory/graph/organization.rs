//! The organisation itself.

use super::{
    failure::Failure,
    guid::Guid,
    line::Service,
    request::{Ask, Client, Listing},
};
use crate::{directory::Organization, identity::clean};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    display_name: Option<String>,
    verified_domains: Option<Vec<Domain>>,
}

#[derive(Deserialize)]
struct Domain {
    name: String,
}

/// Asks for it. It has to be the tenant that we think it is.
pub(super) async fn organization(client: &Client, tenant: &Guid) -> Result<Organization, Failure> {
    let parameters = [("$select", "id,displayName,verifiedDomains")];
    let permission = "Organization.Read.All";
    let ask = Ask::get(Service::Entra, permission, "/organization", &parameters);
    let found: Option<Listing<Row>> = client.document(&ask).await?;
    let row = found
        .and_then(|found| found.value.into_iter().next())
        .filter(|row| Guid::parse(&row.id).as_ref() == Some(tenant))
        .ok_or(Failure::Nonsense("the organisation is not the tenant"))?;
    // Without the permission they are nothing, which is not the same as none.
    let domains = row.verified_domains.ok_or_else(|| {
        Failure::Refused(format!(
            "Microsoft Graph does not tell the verified domains: the app needs the application permission \
             {permission}"
        ))
    })?;
    let mut verified_domains: Vec<String> = domains
        .into_iter()
        .map(|domain| domain.name.to_ascii_lowercase())
        .collect();
    verified_domains.sort_unstable();
    verified_domains.dedup();
    Ok(Organization {
        name: row.display_name.as_deref().and_then(clean),
        verified_domains,
    })
}
