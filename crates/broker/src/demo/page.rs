//! The demonstration's pages: plain HTML without scripts, every text escaped, each saying what it is.

use super::{
    accounts::{ACCOUNTS, Account, Standing},
    request::Parameters,
    texts::Texts,
};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use std::fmt::Write as _;

/// As strict as the app's own, but for the form that these pages live from.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// The page that asks who one wants to be.
pub(super) fn accounts(texts: &Texts, parameters: &Parameters) -> Response {
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<form method=\"post\" action=\"/demo/oidc/authorize\">\n",
        texts.get("demo-accounts-heading"),
        texts.get("demo-accounts-lead"),
    );
    for (name, value) in parameters.fields() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            body,
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            escape(value)
        );
    }
    for (standing, heading) in [
        (Standing::Helper, "demo-group-helpers"),
        (Standing::Sharer, "demo-group-sharers"),
        (Standing::Outsider, "demo-group-outsiders"),
    ] {
        let _ = writeln!(body, "<fieldset>\n<legend>{}</legend>", texts.get(heading));
        for account in ACCOUNTS
            .iter()
            .filter(|account| account.standing() == standing)
        {
            button(&mut body, account);
        }
        body.push_str("</fieldset>\n");
    }
    let _ = write!(
        body,
        "<button class=\"decline\" name=\"decline\" value=\"1\" data-testid=\"demo-decline\">{}</button>\n</form>\n",
        texts.get("demo-decline")
    );
    page(texts, StatusCode::OK, "demo-accounts-title", &body)
}

fn button(body: &mut String, account: &Account) {
    let _ = writeln!(
        body,
        "<button class=\"account\" name=\"account\" value=\"{id}\" data-testid=\"demo-account-{id}\">\
         <img src=\"/demo/pictures/{id}\" alt=\"\" width=\"48\" height=\"48\">\
         <span class=\"who\"><span class=\"name\"><bdi>{name}</bdi></span> \
         <span class=\"what\"><bdi>{title}</bdi> · <bdi>{company}</bdi></span></span></button>",
        id = account.id,
        name = escape(account.name),
        title = escape(account.title),
        company = escape(account.company),
    );
}

/// The page for a request that may not even be answered by redirect.
pub(super) fn refused(texts: &Texts) -> Response {
    message(
        texts,
        StatusCode::BAD_REQUEST,
        ("demo-refused-heading", "demo-refused-text"),
    )
}

/// The page at the end of a sign-out that leads nowhere.
pub(super) fn signed_out(texts: &Texts) -> Response {
    message(
        texts,
        StatusCode::OK,
        ("demo-signed-out-heading", "demo-signed-out-text"),
    )
}

fn message(texts: &Texts, status: StatusCode, (heading, text): (&str, &str)) -> Response {
    let body = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p><a href=\"/rh\">{}</a></p>\n",
        texts.get(heading),
        texts.get(text),
        texts.get("demo-to-start"),
    );
    page(texts, status, heading, &body)
}

fn page(texts: &Texts, status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"/demo/pictures/admin\">\n\
         <link rel=\"stylesheet\" href=\"/demo/style.css\">\n</head>\n<body>\n\
         <header><p class=\"notice\">{notice}</p></header>\n\
         <main>\n<p class=\"brand\"><bdi>Brightwater</bdi></p>\n{body}</main>\n</body>\n</html>\n",
        lang = texts.tag(),
        dir = texts.direction(),
        title = texts.get(title),
        notice = texts.get("demo-notice"),
    );
    let policy = (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    (status, [policy], Html(html)).into_response()
}

/// Text → HTML, fit for attributes too.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, char| {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(char),
        }
        html
    })
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_breaks_out_of_an_attribute() {
        assert_eq!(escape("\"><b x='&"), "&quot;&gt;&lt;b x=&#39;&amp;");
    }
}
