//! A Chromium with one person before it. What is done waits until it can be done, and what is looked for until it is there, up to a limit.

use crate::door::{Browser, Door};
use crate::rig::Rig;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use thirtyfour::action_chain::ActionChain;
use thirtyfour::common::cookie::SameSite;
use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, ChromiumLikeCapabilities, Cookie};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long it may take until something is there.
const LIMIT: Duration = Duration::from_secs(20);
/// How often it is looked for.
const PAUSE: Duration = Duration::from_millis(20);
/// How many browsers run at once: each is several processes, and the server wants to run too.
const AT_ONCE: usize = 2;

/// Nothing is loaded that the page does not ask for, and no name leads out of this machine.
const ARGUMENTS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,900",
    "--lang=en-US",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

/// A window of a browser with an empty profile; the browser goes with it.
pub struct Window {
    driver: WebDriver,
    /// Where the server is, without a slash at the end.
    url: String,
    _place: SemaphorePermit<'static>,
}

impl Window {
    /// Opens a browser before a server.
    pub async fn open(url: &str) -> Self {
        Self::open_with(url, true).await
    }

    /// Opens a browser in which scripts are switched off.
    pub async fn open_without_scripts(url: &str) -> Self {
        Self::open_with(url, false).await
    }

    /// Opens a browser in which the person of another one is signed in.
    pub async fn of(door: &Door, person: &Browser) -> Self {
        let window = Self::open(&door.url).await;
        window.go("/sign-in").await;
        window.take_session(person.cookie("cardfile_session").unwrap()).await;
        window
    }

    /// Takes a session in place of the one that it has, on a page of the server.
    pub async fn take_session(&self, token: &str) {
        let mut session = Cookie::new("cardfile_session", token);
        session.set_same_site(SameSite::Lax);
        session.set_path("/");
        self.driver.add_cookie(session).await.unwrap();
    }

    /// The token of the session that it has.
    pub async fn session(&self) -> String {
        self.driver.get_named_cookie("cardfile_session").await.unwrap().value
    }

    async fn open_with(url: &str, is_scripted: bool) -> Self {
        static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
        let place = PLACES.acquire().await.unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            wanted.add_arg(argument).unwrap();
        }
        if !is_scripted {
            let settings = json!({"profile.managed_default_content_settings.javascript": 2});
            wanted.add_experimental_option("prefs", settings).unwrap();
        }
        wanted.set("goog:loggingPrefs", json!({"browser": "ALL"})).unwrap();
        let chromedriver = tokio::task::spawn_blocking(chromedriver).await.unwrap();
        let driver = WebDriver::new(chromedriver, wanted).await.unwrap();
        Self { driver, url: url.to_owned(), _place: place }
    }

    /// The driver itself.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Has the system prefer a theme, and nothing that moves.
    pub async fn prefer(&self, theme: &str) {
        let wanted = [("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")];
        let features = wanted.map(|(name, value)| json!({"name": name, "value": value}));
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", json!({"features": features})).await.unwrap();
    }

    /// Gives the page a size, on a screen of a phone or not.
    pub async fn size(&self, width: u32, height: u32, is_phone: bool) {
        let wanted = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone});
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", wanted).await.unwrap();
    }

    /// Opens a page.
    pub async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.url)).await.unwrap();
    }

    /// Waits until the address begins so, from the path on; and gives it.
    pub async fn arrives(&self, start: &str) -> String {
        self.arrives_where(start, |path| path.starts_with(start)).await
    }

    /// Waits until the address, from the path on, is one that is wanted; and gives it.
    pub async fn arrives_where(&self, wanted: &str, is_it: impl Fn(&str) -> bool) -> String {
        let look = async || {
            let address = self.driver.current_url().await.ok()?;
            Some(self.within(address.as_str())).filter(|path| is_it(path))
        };
        self.until(wanted, look).await
    }

    /// Waits until an element is seen.
    pub async fn see(&self, css: &str) -> WebElement {
        self.until(css, async || self.look(css).await).await
    }

    /// Waits until no such element is seen.
    pub async fn gone(&self, css: &str) {
        self.until(&format!("no {css}"), async || self.look(css).await.is_none().then_some(())).await;
    }

    /// Waits until so many such elements are on the page.
    pub async fn sees(&self, css: &str, count: usize) {
        let look = async || (self.driver.find_all(By::Css(css)).await.ok()?.len() == count).then_some(());
        self.until(&format!("{count} of {css}"), look).await;
    }

    /// Waits until the text of an element that is seen has another in it; and gives it.
    pub async fn reads(&self, css: &str, text: &str) -> String {
        let look = async || self.look(css).await?.text().await.ok().filter(|found| found.contains(text));
        self.until(&format!("{text:?} in {css}"), look).await
    }

    /// Waits until the page has a title.
    pub async fn is_titled(&self, title: &str) {
        let look = async || self.driver.title().await.ok().filter(|found| found.contains(title));
        self.until(&format!("the title {title:?}"), look).await;
    }

    /// Waits until a field has a value.
    pub async fn holds(&self, css: &str, value: &str) {
        let look = async || self.look(css).await?.value().await.ok().flatten().filter(|found| found == value);
        self.until(&format!("{value:?} in {css}"), look).await;
    }

    /// Clicks on an element.
    pub async fn click(&self, css: &str) {
        let wanted = format!("a click on {css}");
        self.until(&wanted, async || was_done(self.look(css).await?.click().await).ok()).await;
    }

    /// Moves the pointer onto an element.
    pub async fn point_at(&self, css: &str) {
        let element = self.see(css).await;
        self.driver.action_chain().move_to_element_center(&element).perform().await.unwrap();
    }

    /// Types into a field, in place of what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        let wanted = format!("{css} to type in");
        let field = self.until(&wanted, async || {
            let field = self.look(css).await?;
            field.clear().await.ok()?;
            Some(field)
        });
        was_done(field.await.send_keys(text).await).unwrap();
    }

    /// Chooses an option of a field by its words.
    pub async fn choose(&self, css: &str, words: &str) {
        let look = async || {
            for option in self.look(css).await?.find_all(By::Tag("option")).await.ok()? {
                if option.text().await.ok()?.trim() == words {
                    return option.click().await.ok();
                }
            }
            None
        };
        self.until(&format!("{words:?} to choose in {css}"), look).await;
    }

    /// Presses keys, wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        self.perform(self.driver.action_chain().send_keys(keys)).await;
    }

    /// Presses a key while Control is held.
    pub async fn press_with_control(&self, key: impl Into<char>) {
        let key = key.into();
        let chain = self.driver.action_chain().key_down(Key::Control).key_down(key);
        self.perform(chain.key_up(key).key_up(Key::Control)).await;
    }

    /// Does what is in a chain, and lets go of the keys that a change of pages left held.
    async fn perform(&self, chain: ActionChain) {
        let done = chain.perform().await;
        if done.is_err() {
            was_done(done).unwrap();
            let reset = async || was_done(self.driver.action_chain().reset_actions().await).ok();
            self.until("the keys to be let go", reset).await;
        }
    }

    /// Goes by the tab key until the focus is on an element, as somebody without a mouse does.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..200 {
            if self.has_focus(css).await {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("the tab key does not lead to {css}: {}", self.told().await);
    }

    /// Waits until the focus is on an element.
    pub async fn focus(&self, css: &str) {
        let wanted = format!("the focus on {css}");
        self.until(&wanted, async || self.has_focus(css).await.then_some(())).await;
    }

    async fn has_focus(&self, css: &str) -> bool {
        let script = "return document.activeElement.matches(arguments[0])";
        let answer = self.driver.execute(script, vec![css.into()]).await;
        answer.is_ok_and(|answer| answer.json() == &serde_json::Value::Bool(true))
    }

    /// Holds that the browser had nothing to complain of, such as a script that failed or something that the page's policy forbids, and
    /// ends it. A status that a page is answered with is no complaint.
    pub async fn close(self) {
        let all = self.until("what the browser told", async || self.driver.browser_log().await.ok()).await;
        let is_complaint = |entry: &&BrowserLogEntry| {
            matches!(&*entry.level, "SEVERE" | "WARNING") && !entry.message.contains("Failed to load resource")
        };
        let complaints: Vec<&str> = all.iter().filter(is_complaint).map(|entry| &*entry.message).collect();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// The first such element that is seen.
    async fn look(&self, css: &str) -> Option<WebElement> {
        for element in self.driver.find_all(By::Css(css)).await.ok()? {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Waits until something is found.
    pub async fn until<T>(&self, wanted: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if begun.elapsed() > LIMIT {
                panic!("waited for {wanted}: {}", self.told().await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What is seen, for whoever reads why a test failed.
    async fn told(&self) -> String {
        let text = match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        let address = self.driver.current_url().await.map(|address| self.within(address.as_str()));
        format!("at {}:\n{text}", address.unwrap_or_default())
    }

    /// An address, from the path on when it is one of the server's.
    fn within(&self, address: &str) -> String {
        address.strip_prefix(&self.url).unwrap_or(address).to_owned()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Not left to the driver's own end, which waits for connections that only this thread could go on with.
        let _ = self.driver.clone().leak();
        let (session, server) = (self.driver.session_id().to_string(), self.driver.server_url());
        let host = format!("{}:{}", server.host_str().unwrap_or_default(), server.port().unwrap_or_default());
        if let Ok(mut connection) = TcpStream::connect(&host) {
            let _ =
                write!(connection, "DELETE /session/{session} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            // It keeps the connection open after its answer.
            let _ = connection.set_read_timeout(Some(LIMIT)).and_then(|()| connection.read(&mut [0; 512]));
        }
    }
}

/// What leads to another page is done, though the driver says that the change of pages came before its own answer.
fn was_done(done: WebDriverResult<()>) -> WebDriverResult<()> {
    done.or_else(|error| if error.to_string().contains("aborted by navigation") { Ok(()) } else { Err(error) })
}

/// Where the chromedriver listens that the tests of this process share.
fn chromedriver() -> &'static str {
    static SHARED: OnceLock<(Rig, String)> = OnceLock::new();
    &SHARED.get_or_init(|| Rig::start("chromium")).1
}
