//! Somebody, as the broker vouches for them.

use super::{Icon, Sign};
use crate::t;
use leptos::prelude::*;
use rh_protocol::view::Person;

/// Name, title, company, verified domain and picture. Every text stands for itself (`<bdi>`), so
/// that none can change how another reads.
#[component]
pub fn PersonCard(
    /// The person.
    #[prop(into)]
    person: Signal<Person>,
) -> impl IntoView {
    move || {
        let person = person.get();
        let name = person.name.into_inner();
        let line = |test_id: &'static str, text: Option<String>| {
            text.map(|text| {
                view! { <p class="person-line" data-testid=test_id><bdi>{text}</bdi></p> }
            })
        };
        let title = line("trust-title", person.title.map(|title| title.into_inner()));
        let company = line(
            "trust-company",
            person.company.map(|name| name.into_inner()),
        );
        let domain = person.domain.map(|domain| {
            view! {
                <p class="person-domain">
                    <Icon sign=Sign::Shield />
                    <span class="visually-hidden">{t!("verified-domain")} " "</span>
                    <bdi dir="ltr" data-testid="trust-domain">{domain.into_inner()}</bdi>
                </p>
            }
        });
        view! {
            <div class="person">
                {portrait(person.picture, &name)}
                <div class="person-facts">
                    <p class="person-name" data-testid="trust-name"><bdi>{name}</bdi></p>
                    {title}
                    {company}
                    {domain}
                </div>
            </div>
        }
        .into_any()
    }
}

/// The picture, or the name's first letters where there is none. The name stands beside it: the
/// picture adds nothing for those who do not see it.
fn portrait(picture: Option<String>, name: &str) -> AnyView {
    match picture {
        Some(path) => view! {
            <img class="person-picture" data-testid="trust-picture" src=path alt="" width="80" height="80" />
        }
        .into_any(),
        None => view! {
            <span class="person-picture person-letters" aria-hidden="true">{initials(name)}</span>
        }
        .into_any(),
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_the_first_and_the_last_words() {
        assert_eq!(initials("Ada Byron King"), "AK");
        assert_eq!(initials("  Plato "), "P");
        assert_eq!(initials("山田 太郎"), "山太");
        assert_eq!(initials(""), "");
    }
}
