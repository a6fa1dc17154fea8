//! A client of one company: an app with a token.

use super::{Answer, documented};
use reqwest::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// An app's calls. Its connections are shared by its clones.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Where the server is, without a slash at the end.
    pub url: String,
    /// The app's id.
    pub client_id: String,
    /// The app's secret.
    pub client_secret: String,
    /// An access token of the app.
    pub token: String,
}

impl Client {
    /// The client of an app, with a token that it asks for.
    pub async fn new(address: SocketAddr, client_id: String, client_secret: String) -> Self {
        let http = reqwest::Client::builder().no_gzip().no_brotli().redirect(reqwest::redirect::Policy::none());
        let http = http.build().unwrap();
        let mut client =
            Self { http, url: format!("http://{address}"), client_id, client_secret, token: String::new() };
        client.token = client.new_token().await;
        client
    }

    /// A new access token.
    pub async fn new_token(&self) -> String {
        let (id, secret) = (&self.client_id, &self.client_secret);
        let asked = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        let answer = self.bare("POST", "/v2/oauth2/token").json(&asked).send().await;
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// The same app with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    /// A request with the token.
    pub fn request(&self, method: &str, path: &str) -> Request {
        self.bare(method, path).header("authorization", &format!("Bearer {}", self.token))
    }

    /// A request without a token.
    pub fn bare(&self, method: &str, path: &str) -> Request {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Request(self.http.request(method, format!("{}{path}", self.url)))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.request("POST", path).json(body).send().await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.request("PUT", path).json(body).send().await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.request("PATCH", path).json(body).send().await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.request("DELETE", path).send().await
    }

    /// Makes a customer, which has to succeed, and answers its path.
    pub async fn create(&self, body: &Value) -> String {
        self.post("/v2/customers", body).await.made()
    }

    /// What stands at a path, which has to be there.
    pub async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
        answer.json()
    }

    /// Makes a property definition, which has to succeed.
    pub async fn define(&self, body: &Value) {
        self.post("/v2/customer-properties", body).await.made();
    }
}

/// A request that is put together.
pub struct Request(reqwest::RequestBuilder);

impl Request {
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self(self.0.header("content-type", media_type).body(body.into()))
    }

    pub async fn send(self) -> Answer {
        let (http, request) = self.0.build_split();
        let request = request.unwrap();
        let (method, url) = (request.method().clone(), request.url().clone());
        let response = http.execute(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer { status, headers, body: response.bytes().await.unwrap().to_vec() };
        documented::check(method.as_str(), url.path(), &answer);
        answer
    }
}
