//! What every directory has to do, done by Graph. Left out is what it cannot: nobody is found by an address, people only
//! by the beginnings of words, and a group may hold people and devices.

use super::{Mock, settings, world::World};
use crate::directory::suite;
use remote_help::directory::Graph;
use std::collections::BTreeMap;

suite::provider_tests!(filled:
    person_by_subject,
    disabled_person,
    email_of_another_subject,
    unknown_person,
    person_by_own_id,
    device_by_id,
    states,
    orders,
    device_search,
    device_filters,
    device_groups,
    owners_by_name,
    people_by_name,
    groups_by_name,
    names_of_groups,
    no_photo,
    the_organization,
    ages,
    device_pages,
    person_pages,
    page_sizes,
    foreign_cursors,
);

async fn filled(with: suite::World) -> (Graph, Mock) {
    // Whoever builds the first client of the process needs the provider of cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let world = World {
        people: with.people,
        groups: with.groups,
        devices: with.devices,
        organization: with.organization,
        photos: BTreeMap::new(),
        states: BTreeMap::new(),
    };
    let mock = Mock::start(world).await;
    let graph = Graph::new(&settings(&mock.origin), with.clock).unwrap();
    (graph, mock)
}
