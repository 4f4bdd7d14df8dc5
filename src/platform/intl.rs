//! Numbers, durations and times in the person's own writing, by the browser's `Intl`.

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// A plain number.
#[must_use]
pub fn number(tag: &str, value: f64) -> String {
    format_number(tag, value, &[])
}

/// A number with one digit after its point.
#[must_use]
pub fn decimal(tag: &str, value: f64) -> String {
    let one = [
        ("minimumFractionDigits", JsValue::from(1)),
        ("maximumFractionDigits", JsValue::from(1)),
    ];
    format_number(tag, value, &one)
}

/// A number with its unit, in short: `12 ms`. The unit by its name in ECMA-402 §6.6.1.
#[must_use]
pub fn with_unit(tag: &str, value: f64, unit: &'static str) -> String {
    let unit = [
        ("style", JsValue::from("unit")),
        ("unit", JsValue::from(unit)),
    ];
    format_number(tag, value, &unit)
}

/// A part of one as whole hundredths: `125%` for 1.25.
#[must_use]
pub fn percent(tag: &str, part: f64) -> String {
    format_number(tag, part, &[("style", JsValue::from("percent"))])
}

/// Time left or passed on a clock's face, such as `9:05` or `1:00:00`. Milliseconds, cut to whole
/// seconds.
#[must_use]
pub fn clock_face(tag: &str, ms: u64) -> String {
    let seconds = ms / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let two = [("minimumIntegerDigits", JsValue::from(2))];
    let seconds = format_number(tag, to_f64(seconds), &two);
    if hours == 0 {
        let minutes = number(tag, to_f64(minutes));
        return format!("{minutes}:{seconds}");
    }
    let minutes = format_number(tag, to_f64(minutes), &two);
    format!("{}:{minutes}:{seconds}", number(tag, to_f64(hours)))
}

/// A length of time in words, in its largest fitting unit and rounded up: `40 seconds`,
/// `5 minutes`, `2 hours`. Milliseconds.
#[must_use]
pub fn duration(tag: &str, ms: u64) -> String {
    let (value, unit) = in_largest_unit(ms);
    let options = [
        ("style", JsValue::from("unit")),
        ("unit", JsValue::from(unit)),
        ("unitDisplay", JsValue::from("long")),
    ];
    format_number(tag, to_f64(value), &options)
}

/// Time of day, hours and minutes, of an instant in milliseconds since 1970.
#[must_use]
pub fn time_of_day(tag: &str, at_ms: u64) -> String {
    let options = options(&[
        ("hour", JsValue::from("numeric")),
        ("minute", JsValue::from("2-digit")),
    ]);
    let format = Intl::DateTimeFormat::new(&locales(tag), &options);
    let date = Date::new(&JsValue::from(to_f64(at_ms)));
    call(&format.format(), &date)
}

/// A day of an instant in milliseconds since 1970, in UTC: `Nov 30, 2026`.
#[must_use]
pub fn date(tag: &str, at_ms: f64) -> String {
    moment_with(tag, at_ms, &[("dateStyle", JsValue::from("medium"))])
}

/// Day and time of an instant in milliseconds since 1970, to the second, in UTC.
#[must_use]
pub fn moment(tag: &str, at_ms: f64) -> String {
    let styles = [
        ("dateStyle", JsValue::from("medium")),
        ("timeStyle", JsValue::from("medium")),
    ];
    moment_with(tag, at_ms, &styles)
}

fn moment_with(tag: &str, at_ms: f64, styles: &[(&str, JsValue)]) -> String {
    let options = options(styles);
    // A plain object takes every property.
    let _ = Reflect::set(&options, &JsValue::from("timeZone"), &JsValue::from("UTC"));
    let format = Intl::DateTimeFormat::new(&locales(tag), &options);
    call(&format.format(), &Date::new(&JsValue::from(at_ms)))
}

/// Day and time of day of an instant in milliseconds since 1970.
#[must_use]
pub fn date_time(tag: &str, at_ms: u64) -> String {
    let options = options(&[
        ("year", JsValue::from("numeric")),
        ("month", JsValue::from("short")),
        ("day", JsValue::from("numeric")),
        ("hour", JsValue::from("numeric")),
        ("minute", JsValue::from("2-digit")),
    ]);
    let format = Intl::DateTimeFormat::new(&locales(tag), &options);
    let date = Date::new(&JsValue::from(to_f64(at_ms)));
    call(&format.format(), &date)
}

/// Day and time of an instant in milliseconds since 1970, to the second, with the time zone that it is told in.
#[must_use]
pub fn date_time_zone(tag: &str, at_ms: u64) -> String {
    let options = options(&[
        ("year", JsValue::from("numeric")),
        ("month", JsValue::from("long")),
        ("day", JsValue::from("numeric")),
        ("hour", JsValue::from("numeric")),
        ("minute", JsValue::from("2-digit")),
        ("second", JsValue::from("2-digit")),
        ("timeZoneName", JsValue::from("short")),
    ]);
    let format = Intl::DateTimeFormat::new(&locales(tag), &options);
    let date = Date::new(&JsValue::from(to_f64(at_ms)));
    call(&format.format(), &date)
}

/// A length of time in words, in whole seconds: `1 hour 2 minutes 5 seconds`. Milliseconds.
#[must_use]
pub fn length(tag: &str, ms: u64) -> String {
    let parts = in_units(ms).map(|(value, unit)| {
        let options = [
            ("style", JsValue::from("unit")),
            ("unit", JsValue::from(unit)),
            ("unitDisplay", JsValue::from("long")),
        ];
        format_number(tag, to_f64(value), &options)
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// Hours, minutes and seconds, without those that are none; seconds where there would be nothing.
fn in_units(ms: u64) -> impl Iterator<Item = (u64, &'static str)> {
    let seconds = ms / 1_000;
    let units = [
        (seconds / 3_600, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let none = seconds == 0;
    units
        .into_iter()
        .filter(move |(value, unit)| *value > 0 || (none && *unit == "second"))
}

fn in_largest_unit(ms: u64) -> (u64, &'static str) {
    let seconds = ms.div_ceil(1_000);
    match seconds {
        0..=90 => (seconds, "second"),
        91..=5_400 => (seconds.div_ceil(60), "minute"),
        _ => (seconds.div_ceil(3_600), "hour"),
    }
}

fn format_number(tag: &str, value: f64, with: &[(&str, JsValue)]) -> String {
    let format = Intl::NumberFormat::new(&locales(tag), &options(with));
    call(&format.format(), &JsValue::from(value))
}

fn locales(tag: &str) -> Array {
    Array::of1(&JsValue::from(tag))
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        // A plain object takes every property.
        let _ = Reflect::set(&object, &JsValue::from(*key), value);
    }
    object
}

fn call(format: &js_sys::Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Milliseconds and counts here stay far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn to_f64(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::{in_largest_unit, in_units};

    #[test]
    fn a_length_of_time_is_told_in_the_units_that_it_has() {
        let told = |ms| in_units(ms).collect::<Vec<_>>();
        assert_eq!(told(999), [(0, "second")]);
        assert_eq!(told(60_000), [(1, "minute")]);
        let all = [(1, "hour"), (2, "minute"), (5, "second")];
        assert_eq!(told(3_725_999), all);
        assert_eq!(told(3_605_000), [(1, "hour"), (5, "second")]);
    }

    #[test]
    fn a_length_of_time_is_never_said_too_short() {
        assert_eq!(in_largest_unit(0), (0, "second"));
        assert_eq!(in_largest_unit(1), (1, "second"));
        assert_eq!(in_largest_unit(90_000), (90, "second"));
        assert_eq!(in_largest_unit(90_001), (2, "minute"));
        assert_eq!(in_largest_unit(600_000), (10, "minute"));
        assert_eq!(in_largest_unit(5_400_001), (2, "hour"));
    }
}
