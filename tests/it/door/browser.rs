//! A browser without scripts: it keeps cookies, sends what forms hold, and says where it comes from.

use super::Answer;
use reqwest::Method;
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// Who the owner says to be.
pub const OWNER: [(&str, &str); 5] = [
    ("firstName", "Nora"),
    ("lastName", "Adeyemi"),
    ("email", "nora@northwind.example"),
    ("timezone", "UTC"),
    ("password", PASSWORD),
];

/// A password that is taken.
pub const PASSWORD: &str = "quiet lamp over the sea";

/// A browser. Its connections are shared by its clones, its cookies are not.
#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    url: String,
    cookies: BTreeMap<String, String>,
    csrf: String,
    headers: Vec<(String, String)>,
}

impl Browser {
    pub(super) fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder().no_gzip().no_brotli().redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.build().unwrap(),
            url: format!("http://{address}"),
            cookies: BTreeMap::new(),
            csrf: String::new(),
            headers: Vec::new(),
        }
    }

    /// The same browser with one more header in every request.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// A cookie that it has.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Gives it a cookie.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page as it is answered, without following where it leads.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(self.http.request(Method::GET, format!("{}{path}", self.url))).await
    }

    /// Opens a page that has to be there, and gives its text.
    pub async fn open(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "GET {path}: {:?} {}", answer.headers, answer.text());
        answer.text().to_owned()
    }

    /// Sends a form with the token of the page that was opened last, as a browser does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
        self.post_bare(path, &all).await
    }

    /// Sends a form with nothing added.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.request(Method::POST, format!("{}{path}", self.url));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        self.send(request).await
    }

    /// Follows a link that begins an account, and fills its form.
    pub async fn accept(&mut self, link: &str, fields: impl AsRef<[(&'static str, &'static str)]>) {
        self.open(link).await;
        let answer = self.post(link, fields.as_ref()).await;
        assert_eq!(answer.goes_to(), "/?done=welcome");
        self.open("/customers").await;
    }

    /// Signs in.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    /// Opens what may break off before its end.
    pub async fn try_get(&mut self, path: &str) -> reqwest::Result<Answer> {
        self.try_send(self.http.request(Method::GET, format!("{}{path}", self.url))).await
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    async fn try_send(&mut self, mut request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer { status, headers, body: response.bytes().await?.to_vec() };
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(csrf) = answer.between("<meta name=\"csrf\" content=\"", "\"") {
            self.csrf = csrf;
        }
        Ok(answer)
    }
}

impl Answer {
    /// Where a page leads to after a form.
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", String::from_utf8_lossy(&self.body));
        self.header("location").expect("Location")
    }

    /// A page, with its status.
    pub fn page(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{:?} {}", self.headers, self.text());
        assert_eq!(self.header("content-type"), Some("text/html; charset=utf-8"));
        self.text()
    }

    /// What stands between two marks of the page.
    pub fn between(&self, before: &str, after: &str) -> Option<String> {
        let text = std::str::from_utf8(&self.body).ok()?;
        let (_, rest) = text.split_once(before)?;
        Some(rest.split_once(after)?.0.to_owned())
    }
}
