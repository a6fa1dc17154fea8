//! The first minutes with a server.

use super::{Window, opened, owner};
use crate::server_process::ServerProcess;

#[tokio::test]
async fn from_the_first_start_to_the_first_customer() {
    let server = ServerProcess::start();
    let greeting = server.greeting();
    let link = greeting.split_whitespace().find(|word| word.contains("/welcome/"));
    let link = link.unwrap_or_else(|| panic!("no link for the owner: {greeting}"));

    let window = Window::open(server.url()).await;
    window.go(link.strip_prefix(server.url()).unwrap()).await;
    window.fill("#firstName", "Nora").await;
    window.fill("#email", owner("email")).await;
    window.fill("#password", "too short").await;
    window.click("main button.main").await;
    window.reads("#of-password .refusal", "15").await;
    window.holds("#email", owner("email")).await;
    window.fill("#password", owner("password")).await;
    window.click("main button.main").await;
    window.reads(".rail-foot", "Nora").await;

    window.click(".rail a[href='/customers']").await;
    window.reads(".empty", "No customers yet").await;
    window.click(".empty a.main").await;
    window.arrives("/customers/new").await;
    window.fill("#firstName", "Ines").await;
    window.fill("#lastName", "Okoro").await;
    window.fill("[name='emails[0].value']", "ines@northwind.example").await;
    window.click(".form-foot button.main").await;
    opened(&window).await;
    window.reads("h1", "Ines Okoro").await;
    window.reads("[data-group=emails]", "ines@northwind.example").await;
    window.reads("[data-part=timeline]", "Nora").await;

    window.go(link.strip_prefix(server.url()).unwrap()).await;
    window.reads("h1", "This link does not work").await;
    window.close().await;
}
