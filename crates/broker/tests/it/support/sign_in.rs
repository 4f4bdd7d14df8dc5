//! Signs in at the demonstration's provider, as the web app does.

use super::{Browser, Reply};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{Method, StatusCode};
use rh_protocol::Role;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};

impl Browser {
    /// Signs in at the demonstration's provider by the whole flow: nonce, authorization code with
    /// PKCE, tokens, and the broker's verdict on them, which is the answer.
    pub(crate) async fn sign_in(&self, role: Role, account: &str) -> Reply {
        let tokens = self.tokens(role, account).await;
        self.post(&format!("/{}/sign-in", role.as_str()), &tokens)
            .await
    }

    /// The flow up to the tokens: the body of `POST /{role}/sign-in`.
    pub(crate) async fn tokens(&self, role: Role, account: &str) -> Value {
        // Portraits are drawn when the first one is asked for. A debug build on a busy machine takes
        // longer for it than the broker waits for a provider: this asks without a time-out.
        self.get(&format!("/demo/pictures/{account}")).await;
        let config: Value = self.ask("/config").await.json();
        let provider = &config["provider"];
        let nonce = self
            .post(&format!("/{}/sign-in/nonce", role.as_str()), &json!({}))
            .await;
        assert_eq!(nonce.status, StatusCode::OK, "{}", nonce.text);
        let nonce: Value = nonce.json();
        let base = match role {
            Role::Helper => "rhh",
            Role::Sharer => "rh",
        };
        let redirect_uri = format!("{}/{base}/callback", self.origin);
        let verifier = "a".repeat(64);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier));
        let client_id = provider["client_id"].as_str().unwrap();
        let request = [
            ("client_id", client_id),
            ("redirect_uri", &redirect_uri),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "the-state"),
            ("nonce", nonce["nonce"].as_str().unwrap()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let mut page = Url::parse(provider["authorization_endpoint"].as_str().unwrap()).unwrap();
        let endpoint = page.clone();
        page.query_pairs_mut().extend_pairs(&request);
        assert_eq!(self.get(page.as_str()).await.status, StatusCode::OK);
        let pressed = [&request[..], &[("account", account)]].concat();
        let pressed = self.form(endpoint.as_str(), &pressed).await;
        let back = Url::parse(pressed.header("location")).unwrap();
        let answer: BTreeMap<_, _> = back.query_pairs().into_owned().collect();
        assert_eq!(answer["state"], "the-state");
        let request = [
            ("grant_type", "authorization_code"),
            ("code", &answer["code"]),
            ("redirect_uri", &redirect_uri),
            ("client_id", client_id),
            ("code_verifier", &verifier),
        ];
        let endpoint = provider["token_endpoint"].as_str().unwrap();
        let tokens = self.form(endpoint, &request).await;
        assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.text);
        let tokens: Value = tokens.json();
        json!({ "id_token": tokens["id_token"], "access_token": tokens["access_token"] })
    }

    async fn form(&self, url: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = "application/x-www-form-urlencoded";
        self.send(Method::POST, url, form, Some(body)).await
    }
}
