//! An app asks to act for somebody: the browser's part of the code grant.

use super::join;
use crate::door::{Browser, Door, PASSWORD};
use serde_json::json;

const PATH: &str = "/authentication/authorizeClientApplication";
const BACK: &str = "https://app.example.com/callback";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server whose app has a redirect URL, and the owner's browser.
async fn open() -> (Door, Browser) {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let path = format!("/settings/apps/{}/redirects", door.client_id);
    owner.post(&path, &[("redirects", BACK)]).await.goes_to();
    (door, owner)
}

fn parameter(location: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(location).unwrap();
    url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn the_whole_code_grant_from_a_browser_to_the_api() {
    let (door, mut owner) = open().await;
    let mut ben = join(&door, &mut owner, "ben@northwind.example", "user").await;
    ben.post("/sign-out", &[]).await;
    let asked = format!(
        "{PATH}?client_id={}&state=a%26b&code_challenge={CHALLENGE}&code_challenge_method=S256",
        door.client_id
    );
    let with_slash = asked.replacen('?', "/?", 1);
    assert_eq!(ben.get(&with_slash).await.goes_to(), ben.get(&asked).await.goes_to(), "a slash means nothing");
    let sign_in = ben.get(&asked).await.goes_to().to_owned();
    ben.open(&sign_in).await;
    let fields = [("email", "ben@northwind.example"), ("password", PASSWORD), ("next", &*asked)];
    assert_eq!(ben.post("/sign-in", &fields).await.goes_to(), asked, "back to where one was");

    let answer = ben.get(&asked).await;
    let page = answer.page(200);
    assert!(page.contains("Let An app act for you?") && page.contains("https://app.example.com"), "{page}");
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https://app.example.com;"), "{policy}");

    let id = door.client_id.clone();
    let fields = [
        ("client_id", &*id),
        ("state", "a&b"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("decision", "agree"),
    ];
    let answer = ben.post(PATH, &fields).await;
    let location = answer.goes_to();
    assert!(location.starts_with(&format!("{BACK}?code=")), "{location}");
    assert_eq!(parameter(location, "state").as_deref(), Some("a&b"));
    let code = parameter(location, "code").unwrap();
    let mut asked =
        json!({"grant_type": "authorization_code", "client_id": id, "client_secret": door.client_secret, "code": code});
    let refused = door.bare("POST", "/v2/oauth2/token").json(&asked).send().await;
    assert_eq!(
        (refused.status, refused.json()["error"].as_str()),
        (400, Some("invalid_grant")),
        "without the verifier"
    );
    asked["code_verifier"] = VERIFIER.into();
    let tokens = door.bare("POST", "/v2/oauth2/token").json(&asked).send().await.json();
    let client = door.with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(client.read("/v2/users/me").await["email"], "ben@northwind.example");
    client.create(&json!({"firstName": "Ines"})).await;
}

#[tokio::test]
async fn whoever_refuses_goes_back_without_a_code() {
    let (door, mut owner) = open().await;
    let id = door.client_id.clone();
    let fields = [("client_id", &*id), ("state", "s"), ("decision", "refuse")];
    assert_eq!(owner.post(PATH, &fields).await.goes_to(), format!("{BACK}?error=access_denied&state=s"));
    assert_eq!(owner.post(PATH, &fields[..2]).await.goes_to(), format!("{BACK}?error=access_denied&state=s"));
    assert_eq!(door.number("select count(*) from codes"), 0);
    owner.post_bare(PATH, &[("client_id", &*id), ("decision", "agree")]).await.page(403);
}

#[tokio::test]
async fn nobody_is_sent_where_the_app_has_not_registered() {
    let (door, mut owner) = open().await;
    let id = door.client_id.clone();
    for wrong in [
        "https://evil.example/",
        "https://app.example.com/callback/x",
        "https://app.example.com:8443/callback",
        "javascript:alert(1)",
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(wrong.as_bytes()).collect();
        let answer = owner.get(&format!("{PATH}?client_id={id}&redirect_uri={encoded}")).await;
        assert!(answer.page(400).contains("is not registered for this app"), "{wrong}");
        let fields = [("client_id", &*id), ("redirect_uri", wrong), ("decision", "agree")];
        assert!(owner.post(PATH, &fields).await.header("location").is_none(), "{wrong}");
    }
    let named = "https%3A%2F%2Fapp.example.com%2Fcallback";
    owner.open(&format!("{PATH}?client_id={id}&redirect_uri={named}")).await;
    let answer = owner.post(PATH, &[("client_id", &*id), ("redirect_uri", BACK), ("decision", "agree")]).await;
    let code = parameter(answer.goes_to(), "code").unwrap();
    let asked =
        json!({"grant_type": "authorization_code", "client_id": id, "client_secret": door.client_secret, "code": code});
    assert_eq!(door.bare("POST", "/v2/oauth2/token").json(&asked).send().await.status, 400, "named once, named again");
    assert_eq!(door.number("select count(*) from codes"), 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_app_is_told_on_a_page() {
    let (door, mut owner) = open().await;
    let (id, other) = (door.client_id.clone(), door.another_company().await.client_id);
    let unknown = format!("{}-00000000000000000000000000000000", door.company());
    for (query, told) in [
        (String::new(), "does not say which app it is"),
        ("client_id=x".into(), "does not say which app it is"),
        (format!("client_id={unknown}"), "not known here"),
        (format!("client_id={other}"), "belongs to another company"),
    ] {
        let answer = owner.get(&format!("{PATH}?{query}")).await;
        assert!(answer.page(400).contains(told), "{query}: {}", answer.text());
    }
    let path = format!("/settings/apps/{id}");
    owner.post(&format!("{path}/redirects"), &[("redirects", "")]).await.goes_to();
    let page = owner.get(&format!("{PATH}?client_id={id}")).await;
    assert!(page.page(400).contains("no redirect URL yet"));
    owner.post(&format!("{path}/redirects"), &[("redirects", BACK)]).await.goes_to();
    owner.post(&format!("{path}/revoke"), &[("sure", "1")]).await.goes_to();
    assert!(owner.get(&format!("{PATH}?client_id={id}")).await.page(400).contains("was revoked"));
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_told_to_the_app() {
    let (door, mut owner) = open().await;
    let id = door.client_id.clone();
    for (query, error) in [
        ("response_type=token", "unsupported_response_type"),
        ("code_challenge=x&code_challenge_method=S256", "invalid_request"),
        ("code_challenge=x&code_challenge_method=plain", "invalid_request"),
        ("code_challenge_method=S256", "invalid_request"),
        (&*format!("code_challenge={CHALLENGE}&code_challenge_method=S512"), "invalid_request"),
    ] {
        let answer = owner.get(&format!("{PATH}?client_id={id}&state=s&{query}")).await;
        let location = answer.goes_to();
        assert!(location.starts_with(BACK), "{location}");
        assert_eq!(parameter(location, "error").as_deref(), Some(error), "{query}");
        assert_eq!(parameter(location, "state").as_deref(), Some("s"), "{query}");
    }
    owner.open(&format!("{PATH}?client_id={id}&response_type=code")).await;
}

#[tokio::test]
async fn whoever_is_somebody_else_signs_in_and_is_asked_the_same() {
    let (door, mut owner) = open().await;
    join(&door, &mut owner, "ben@northwind.example", "user").await;
    let asked = format!("{PATH}?client_id={}&state=a%26b", door.client_id);
    let answer = owner.get(&asked).await;
    let page = answer.page(200);
    assert!(page.contains("You are signed in as Nora Adeyemi.") && page.contains("Sign in as somebody else"), "{page}");
    let next = answer.between("name=\"next\" value=\"", "\"").unwrap().replace("&#38;", "&");
    assert_eq!(next, asked);
    let sign_in = owner.post("/sign-out", &[("next", &next)]).await.goes_to().to_owned();
    assert!(owner.open(&sign_in).await.contains(&format!("value=\"{}\"", asked.replace('&', "&#38;"))));
    let fields = [("email", "ben@northwind.example"), ("password", PASSWORD), ("next", &*next)];
    assert_eq!(owner.post("/sign-in", &fields).await.goes_to(), asked);
    assert!(owner.open(&asked).await.contains("You are signed in as Some Body."));
    for other in ["https://evil.example/", "//evil.example"] {
        owner.open("/customers").await;
        assert_eq!(owner.post("/sign-out", &[("next", other)]).await.goes_to(), "/sign-in?done=signed-out");
        owner.sign_in("nora@northwind.example", PASSWORD).await.goes_to();
    }
}
