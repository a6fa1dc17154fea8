//! `/.well-known/oauth-authorization-server` (RFC 8414).

use super::oauth::{call, refused};
use crate::door::Door;
use serde_json::json;

const METADATA: &str = "/.well-known/oauth-authorization-server";

#[tokio::test]
async fn the_metadata_has_what_the_standard_requires_and_its_calls_are_there() {
    let door = Door::open().await;
    let answer = door.bare("GET", METADATA).send().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let metadata = answer.json();
    let url = |path: &str| json!(format!("{}{path}", door.url));
    assert_eq!(metadata["issuer"], url(""));
    assert_eq!(metadata["authorization_endpoint"], url("/authentication/authorizeClientApplication"));
    assert_eq!(metadata["response_types_supported"], json!(["code"]));
    let grants = json!(["client_credentials", "authorization_code", "refresh_token"]);
    assert_eq!(metadata["grant_types_supported"], grants);
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256", "plain"]));
    for name in ["token", "revocation", "introspection"] {
        let methods = json!(["client_secret_basic", "client_secret_post"]);
        assert_eq!(metadata[format!("{name}_endpoint_auth_methods_supported")], methods);
        let endpoint = metadata[format!("{name}_endpoint")].as_str().unwrap();
        let path = endpoint.strip_prefix(&door.url).unwrap();
        let wrong = json!({"grant_type": "client_credentials", "token": "x", "client_secret": "x"});
        refused(&call(&door, path, wrong).await, 401, "invalid_client");
    }
}

#[tokio::test]
async fn the_issuer_is_the_public_url_when_it_is_set() {
    let door = Door::open_with(|api| api.public_url = Some("https://cards.example/base".into())).await;
    let metadata = door.bare("GET", METADATA).send().await.json();
    assert_eq!(metadata["issuer"], "https://cards.example/base");
    assert_eq!(metadata["token_endpoint"], "https://cards.example/base/v2/oauth2/token");
}
