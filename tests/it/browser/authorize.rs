//! An app is let in by somebody at a browser, and acts for them.

use super::{Window, sign_in};
use crate::door::Door;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An app on this machine that waits for one visit to its redirect URL; the path of it.
async fn visited(listener: TcpListener) -> String {
    let (connection, _) = listener.accept().await.unwrap();
    let mut connection = BufReader::new(connection);
    let (mut first, mut line) = (String::new(), String::new());
    connection.read_line(&mut first).await.unwrap();
    while connection.read_line(&mut line).await.unwrap() > 2 {
        line.clear();
    }
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 22\r\nconnection: close\r\n\r\n<title>Back</title>Hi.";
    connection.write_all(page.as_bytes()).await.unwrap();
    first.split(' ').nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn an_app_gets_a_code_in_the_browser_and_calls_the_api_with_it() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let back = format!("http://{}/callback", listener.local_addr().unwrap());
    let registered = owner.post(&format!("/settings/apps/{}/redirects", door.client_id), &[("redirects", &back)]).await;
    registered.goes_to();
    let app = tokio::spawn(visited(listener));

    let window = Window::open(&door.url).await;
    let id = &door.client_id;
    window
        .go(&format!(
            "/authentication/authorizeClientApplication?client_id={id}&state=a%26b\
             &code_challenge={CHALLENGE}&code_challenge_method=S256"
        ))
        .await;
    window.arrives("/sign-in").await;
    sign_in(&window).await;
    window.reads("h1", "Let An app act for you?").await;
    window.click("button[value=agree]").await;
    let path = app.await.unwrap();
    window.is_titled("Back").await;

    let url = url::Url::parse(&format!("http://app.example{path}")).unwrap();
    let sent: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert_eq!(url.path(), "/callback");
    assert_eq!((sent[0].0.as_str(), &sent[1..]), ("code", &[("state".to_owned(), "a&b".to_owned())][..]));
    let asked = json!({
        "grant_type": "authorization_code", "client_id": id, "client_secret": door.client_secret,
        "code": sent[0].1, "code_verifier": VERIFIER,
    });
    let tokens = door.bare("POST", "/v2/oauth2/token").json(&asked).send().await.json();
    let client = door.with_token(tokens["access_token"].as_str().unwrap());
    assert_eq!(client.read("/v2/users/me").await["email"], super::owner("email"));
    let made = client.create(&json!({"firstName": "Ines"})).await;

    window.go(made.strip_prefix("/v2").unwrap()).await;
    window.reads("[data-part=timeline]", "An app").await;
    window.close().await;
}
