//! Where sharers sit while the directory gives no answer: what only a claim or a proxy names is not believed then, and nobody is
//! turned away for it.

use super::{HEADER, redeem_as};
use crate::{
    directory::graph::{self, Mock},
    page::Page,
    support::{Broker, Browser, Plan},
};
use reqwest::StatusCode;
use rh_protocol::{
    Passcode,
    view::{DeviceProof, DeviceState, PhaseView},
};
use serde_json::{Value, json};

struct Bench {
    _broker: Broker,
    mock: Mock,
    helper: Browser,
    sharer: Browser,
}

impl Bench {
    /// A broker whose directory is Microsoft's, behind a proxy that is believed about devices.
    async fn new(allow_unenrolled: bool) -> Self {
        let (mock, directory) = graph::usual().await;
        let plan = Plan::default().settings(move |settings| {
            settings.devices.proxy_header = HEADER.to_owned();
            settings.devices.proxies = ["127.0.0.0/8", "::1/128"]
                .map(|it| it.parse().unwrap())
                .into();
            settings.devices.allow_unenrolled = allow_unenrolled;
            settings.directory = directory;
        });
        let broker = plan.launch().await;
        let (helper, sharer) = broker.pair().await;
        Self {
            helper,
            sharer,
            _broker: broker,
            mock,
        }
    }

    async fn start(&self, body: &Value) -> (Page, Passcode) {
        let (_, page, code) = self.helper.start_with(body).await;
        (page, code)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_nobody_can_look_up_is_not_taken_for_enrolled_and_its_code_stays_good() {
    let bench = Bench::new(false).await;
    let (device, entra) = graph::of_nobody();
    for (body, named) in [
        (json!({}), device),
        // As what the session is for is called elsewhere: it is no other for that.
        (json!({ "device": device }), &*entra),
    ] {
        let (mut page, code) = bench.start(&body).await;
        bench.mock.goes_down();
        let refused = redeem_as(&bench.sharer, code, &[(HEADER, named)]).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            "{body}"
        );
        bench.mock.comes_back();
        let joined = redeem_as(&bench.sharer, code, &[(HEADER, named)]).await;
        assert_eq!(joined.status, StatusCode::OK, "{body}: {}", joined.text);
        page.until(|view| view.other().is_some()).await;
        let shown = super::shown(&page);
        assert_eq!(
            (shown.state, shown.proof),
            (DeviceState::InGracePeriod, Some(DeviceProof::Proxy)),
            "{body}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_needs_no_groups_of_a_device_is_helped_while_these_cannot_be_told() {
    let bench = Bench::new(false).await;
    let (mut page, code) = bench.start(&json!({})).await;
    bench.mock.withholds_groups_of_devices();
    let (device, _) = graph::of_nobody();
    let joined = redeem_as(&bench.sharer, code, &[(HEADER, device)]).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    page.until(|view| view.other().is_some()).await;
    assert_eq!(super::shown(&page).state, DeviceState::InGracePeriod);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_unenrolled_devices_are_helped_one_that_nobody_can_look_up_is_unknown() {
    let bench = Bench::new(true).await;
    let (mut page, code) = bench.start(&json!({})).await;
    bench.mock.goes_down();
    let (_, named) = graph::of_nobody();
    let joined = redeem_as(&bench.sharer, code, &[(HEADER, &named)]).await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.text);
    page.until(|view| view.other().is_some()).await;
    assert_eq!(super::shown(&page).state, DeviceState::Unknown);
    assert!(!matches!(page.view.phase, PhaseView::Ended { .. }));
}
