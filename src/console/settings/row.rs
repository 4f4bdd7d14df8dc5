//! One setting: its name, what it means, its range, what the configuration says, and the way back to that.

use super::Typing;
use super::api::Limit;
use super::draft::{self, OFF, ON};
use super::known::{Kind, Setting};
use crate::components::{Button, ButtonKind};
use crate::console::fields::{Choice, Entry, Takes, Tick};
use crate::i18n;
use crate::platform::document;
use crate::t;
use leptos::prelude::*;

#[component]
pub(super) fn Row(typing: Typing, setting: &'static Setting) -> impl IntoView {
    let key = setting.key;
    let own = Memo::new(move |_| typing.with(|draft, _| draft.is_own(key)));
    let reset = move |()| {
        typing.draft.update(|draft| draft.reset(key));
        // What was pressed goes.
        document::focus(setting.id);
    };
    let name = i18n::message(setting.name);
    let changed = move || {
        own.get().then(|| {
            view! {
                <span class="mark mark-own">{t!("setting-own")}</span>
                <Button
                    kind=ButtonKind::Quiet
                    label=t!("as-configured")
                    about=name
                    test_id="as-configured"
                    on_press=reset
                />
            }
        })
    };
    let configured = move || typing.now.with(|now| shown(setting, &now.configured(key)));
    view! {
        <div class="setting" data-testid="setting" data-key=key data-own=move || own.get().to_string()>
            {field(typing, setting)}
            <div class="setting-origin">
                <p class="fine">{t!("configuration-says")} " " <bdi>{configured}</bdi></p>
                {changed}
            </div>
        </div>
    }
    .into_any()
}

fn field(typing: Typing, setting: &'static Setting) -> AnyView {
    let key = setting.key;
    let about = Signal::derive(move || i18n::text(&format!("{}.about", setting.name), &[]));
    let value = Signal::derive(move || typing.text(key));
    let takes = match setting.kind {
        Kind::Switch => {
            return view! {
                <Tick
                    id=setting.id
                    choice=Choice::Switch
                    label=i18n::message(setting.name)
                    hint=about
                    on=Signal::derive(move || value.get() == ON)
                    on_change=move |on| typing.put(key, if on { ON } else { OFF }.to_owned())
                />
            }
            .into_any();
        }
        Kind::Number | Kind::Age | Kind::Interval => Takes::Number,
        Kind::Context => Takes::Line,
        Kind::Text | Kind::Words(_) => Takes::Lines,
    };
    let hint = Signal::derive(move || format!("{} {}", about.get(), range(typing, setting)));
    let error = Signal::derive(move || {
        let fits = typing.with(|draft, now| draft.fits(now, setting));
        let refused = typing.refused.with(|refused| {
            let meant = refused.as_ref().and_then(|error| error.field.as_deref());
            meant == Some(key)
        });
        (!fits || refused).then(|| wrong(setting, typing.limit(key), fits))
    });
    view! {
        <Entry
            id=setting.id
            label=i18n::message(setting.name)
            hint
            error
            value
            on_input=move |text| typing.put(key, text)
            takes
            test_id=setting.id
        />
    }
    .into_any()
}

/// What a setting may be, or how much of it there is.
fn range(typing: Typing, setting: &'static Setting) -> String {
    let limit = typing.limit(setting.key);
    let least = limit.least();
    match (setting.kind, limit.most()) {
        (Kind::Switch, _) | (Kind::Text | Kind::Age | Kind::Interval, None) => String::new(),
        (Kind::Number, Some(most)) => i18n::text("range", &[("most", most.into())]),
        (Kind::Number, None) => i18n::text("range-open", &[]),
        (Kind::Age, Some(most)) => {
            let args = [("least", least.into()), ("most", most.into())];
            i18n::text("range-age", &args)
        }
        (Kind::Interval, Some(most)) => {
            let args = [("least", least.into()), ("most", most.into())];
            i18n::text("range-interval", &args)
        }
        (Kind::Context, _) => i18n::text("range-context", &[]),
        (Kind::Words(_), _) => i18n::text("range-words", &[]),
        (Kind::Text, Some(most)) => {
            let length = draft::length(&typing.text(setting.key));
            let args = [("length", length.into()), ("limit", most.into())];
            i18n::text("chat-count", &args)
        }
    }
}

fn wrong(setting: &'static Setting, limit: Limit, fits: bool) -> String {
    let (least, most) = (limit.least(), limit.most().unwrap_or(u32::MAX));
    match setting.kind {
        // Within its range, and yet refused: it stands in relation to another.
        Kind::Number if fits => i18n::text("wrong-relation", &[]),
        Kind::Number if limit.most().is_none() => i18n::text("wrong-number-open", &[]),
        Kind::Number => i18n::text("wrong-number", &[("most", most.into())]),
        Kind::Text => i18n::text("wrong-notice", &[("most", most.into())]),
        Kind::Age | Kind::Interval => {
            let args = [("least", least.into()), ("most", most.into())];
            i18n::text("wrong-age", &args)
        }
        // Of its form, and yet refused: the provider has no such thing.
        Kind::Context if fits => i18n::text("wrong-context-provider", &[]),
        Kind::Context => i18n::text("wrong-context", &[]),
        Kind::Words(_) if fits => i18n::text("wrong-acr-provider", &[]),
        Kind::Words(_) => i18n::text("wrong-words", &[]),
        Kind::Switch => String::new(),
    }
}

/// A value in words.
pub(super) fn shown(setting: &Setting, text: &str) -> String {
    match setting.kind {
        Kind::Switch if text == ON => i18n::text("on", &[]),
        Kind::Switch => i18n::text("off", &[]),
        Kind::Age if text.trim() == "0" => i18n::text("nothing", &[]),
        Kind::Interval if text.trim() == "0" => i18n::text("never", &[]),
        Kind::Number | Kind::Age | Kind::Interval => match text.trim().parse::<u32>() {
            Ok(number) => i18n::text("number", &[("number", number.into())]),
            Err(_) => text.to_owned(),
        },
        Kind::Words(_) => match text.split_whitespace().collect::<Vec<_>>() {
            words if words.is_empty() => i18n::text("nothing", &[]),
            words => words.join(" "),
        },
        Kind::Text | Kind::Context if text.is_empty() => i18n::text("nothing", &[]),
        Kind::Text | Kind::Context => text.to_owned(),
    }
}
