//! A router that can say which routes it has, which axum's cannot: the test of the headers holds the
//! answers of every one of them against a snapshot.

use crate::App;
use axum::{
    Extension, Router,
    handler::Handler,
    routing::{self, MethodRouter},
};

/// One route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET` (which is `HEAD` too), `POST`, `PUT`, `DELETE` or `ANY`.
    pub method: &'static str,
    /// Its path, with `{name}` for any one part and `{*name}` for all that follow.
    pub path: String,
}

/// Routes with their handlers.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<App>,
    /// Those whose bodies are not read before they are asked.
    unread: Router<App>,
    list: Vec<Route>,
}

impl Routes {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a route for `GET`.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("GET", path, routing::get(handler))
    }

    /// Adds a route for `POST`.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("POST", path, routing::post(handler))
    }

    /// Adds a route for `PUT`.
    #[must_use]
    pub fn put<H: Handler<T, App>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("PUT", path, routing::put(handler))
    }

    /// Adds a route for `DELETE`.
    #[must_use]
    pub fn delete<H: Handler<T, App>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("DELETE", path, routing::delete(handler))
    }

    /// Adds a route for any method.
    #[must_use]
    pub fn any<H: Handler<T, App>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("ANY", path, routing::any(handler))
    }

    /// Adds a route for `POST` that reads the body itself, within limits of its own: see
    /// [`body::read`](super::body::read). Its path is that of no other route.
    #[must_use]
    pub fn post_unread<H: Handler<T, App>, T: 'static>(mut self, path: &str, handler: H) -> Self {
        self.unread = self.unread.route(path, routing::post(handler));
        self.note("POST", path);
        self
    }

    fn add(mut self, method: &'static str, path: &str, handler: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, handler);
        self.note(method, path);
        self
    }

    fn note(&mut self, method: &'static str, path: &str) {
        self.list.push(Route {
            method,
            path: path.to_owned(),
        });
    }

    /// Adds others.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.unread = self.unread.merge(others.unread);
        self.list.extend(others.list);
        self
    }

    /// Adds others below a path.
    #[must_use]
    pub fn nest(mut self, base: &str, others: Self) -> Self {
        self.router = self.router.nest(base, others.router);
        self.unread = self.unread.nest(base, others.unread);
        self.list.extend(others.list.into_iter().map(|route| Route {
            path: format!("{base}{}", route.path),
            ..route
        }));
        self
    }

    /// Answers what is no route.
    #[must_use]
    pub fn fallback<H: Handler<T, App>, T: 'static>(mut self, handler: H) -> Self {
        self.router = self.router.fallback(handler);
        self
    }

    /// Answers the wrong method on one of the routes so far.
    #[must_use]
    pub fn method_not_allowed_fallback<H: Handler<T, App>, T: 'static>(
        mut self,
        handler: H,
    ) -> Self {
        self.router = self.router.method_not_allowed_fallback(handler.clone());
        self.unread = self.unread.method_not_allowed_fallback(handler);
        self
    }

    /// Gives a value to the routes so far, for their handlers to extract.
    #[must_use]
    pub fn extension<V: Clone + Send + Sync + 'static>(mut self, value: V) -> Self {
        self.router = self.router.layer(Extension(value.clone()));
        self.unread = self.unread.layer(Extension(value));
        self
    }

    /// Which there are.
    #[must_use]
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router that serves them, with a layer over all but those that read their bodies themselves.
    pub fn into_router(self, reading: impl FnOnce(Router<App>) -> Router<App>) -> Router<App> {
        // What is no route is answered by the second, under the layer.
        self.unread.merge(reading(self.router))
    }
}
