//! Importing a file: what and how, with every row that is bad.

use super::Directory;
use super::api::Imported;
use super::faults;
use super::files::{DEVICES, KINDS};
use super::import_draft::ImportDraft;
use super::importing::{FIELD, Importing, RESULT};
use crate::components::{Button, ButtonKind, Card, ErrorBox, Icon, Sign};
use crate::console::choose::{Choices, Choose, worded};
use crate::console::fields::{Choice, Tick};
use crate::i18n;
use crate::platform::file;
use crate::t;
use leptos::prelude::*;

/// What to import and how, and what comes of it.
#[component]
pub(super) fn Import(directory: Directory) -> impl IntoView {
    let all = untrack(|| directory.editable());
    let kinds: Choices = if all { &KINDS } else { &DEVICES };
    let only = (!all).then(|| {
        view! { <p class="fine" data-testid="import-devices-only">{t!("import-devices-only")}</p> }
    });
    let importing = Importing::new(directory, kinds);
    let draft = importing.draft;
    let unfit = Signal::derive(move || !draft.with(ImportDraft::can_be_imported));
    view! {
        <Card wide=true>
            <h2>{t!("import")}</h2>
            <p class="fine">{t!("import-lead")}</p>
            {only}
            <Choose
                id="import-kind"
                label=t!("import-kind")
                of=worded(kinds)
                value=Signal::derive(move || draft.with(|draft| draft.kind.clone()))
                on_change=move |kind| importing.change(|draft| draft.put_kind(kind))
            />
            <WhichFile importing />
            <Tick
                id="import-replace"
                choice=Choice::Check
                label=t!("import-replace")
                hint=t!("import-replace.about")
                on=Signal::derive(move || draft.with(|draft| draft.replace))
                on_change=move |on| importing.change(|draft| draft.put_replace(on))
            />
            <ErrorBox error=importing.error />
            <div class="actions">
                <Button
                    kind=ButtonKind::Primary
                    label=t!("import-check")
                    test_id="import-check"
                    busy=importing.busy
                    on_press=move |()| importing.check()
                />
                <Button
                    label=t!("import")
                    test_id="import"
                    busy=importing.busy
                    disabled=unfit
                    on_press=move |()| importing.import()
                />
            </div>
            <div id=RESULT tabindex="-1" class="answer" role="status">
                {move || draft.with(|draft| draft.answer().map(|(dry_run, it)| result(dry_run, it)))}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn WhichFile(importing: Importing) -> impl IntoView {
    let wrong = move || {
        let missing = importing.error.with(|error| {
            let field = error.as_ref().and_then(|error| error.field.as_deref());
            field == Some("file")
        });
        if importing.unreadable.get() {
            Some(i18n::text("import-unreadable", &[]))
        } else {
            missing.then(|| i18n::text("import-no-file", &[]))
        }
    };
    let invalid = move || wrong().map(|_| "true");
    view! {
        <div class="field">
            <label class="field-label" for=FIELD>{t!("import-file")}</label>
            <input
                id=FIELD
                class="field-input"
                type="file"
                accept=".csv,text/csv"
                data-testid=FIELD
                aria-describedby="import-file-hint import-file-error"
                aria-invalid=invalid
                on:change=move |_| importing.change(|draft| draft.put_file(file::name(FIELD)))
            />
            <p class="field-hint" id="import-file-hint">{t!("import-file-hint")}</p>
            <p class="field-error" id="import-file-error" aria-live="polite">{wrong}</p>
        </div>
    }
    .into_any()
}

/// What a file would do, has done, or why it does nothing.
fn result(dry_run: bool, it: &Imported) -> AnyView {
    let bad = !it.faults.is_empty();
    let (word, sign) = match (bad, dry_run) {
        (true, _) => ("import-bad", Sign::Warning),
        (false, true) => ("import-would", Sign::Tick),
        (false, false) => ("import-done", Sign::Tick),
    };
    let counts = (!bad).then(|| {
        let count = |name: &'static str, count: u32| {
            view! { <dt>{i18n::message(name)}</dt> <dd>{t!("number", number = count)}</dd> }
        };
        view! {
            <dl class="facts" data-testid="import-counts">
                {count("import-new", it.new)}
                {count("import-changed", it.changed)}
                {count("import-unchanged", it.unchanged)}
                {count("import-removed", it.removed)}
            </dl>
        }
    });
    let faults = bad.then(|| faults::table(&it.faults));
    view! {
        <p class="answer-word" data-testid="import-result" data-result=word>
            <Icon sign />
            <span>{i18n::message(word)}</span>
        </p>
        {counts}
        {faults}
    }
    .into_any()
}
