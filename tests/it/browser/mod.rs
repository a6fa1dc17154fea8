//! The web application as people meet it: in a Chromium that does what they would do.

mod accessibility;
mod authorize;
mod bulk;
mod choices;
mod columns;
mod customers;
mod export;
mod filter;
mod first_start;
mod keyboard;
mod keys;
mod million;
mod pages;
mod palette;
mod passkeys;
mod place;
mod proposals;
mod query_box;
mod recent;
mod record;
mod saved_views;
mod screenshots;
mod settings;
mod sign_in;
mod unscripted;
mod window;

use crate::door::{Door, OWNER};
use window::Window;

/// A field's value in [`OWNER`].
fn owner(field: &str) -> &'static str {
    OWNER.iter().find(|(name, _)| *name == field).unwrap().1
}

/// Signs the owner in by the form.
async fn sign_in(window: &Window) {
    window.fill("#email", owner("email")).await;
    window.fill("#password", owner("password")).await;
    window.click("main button.main").await;
}

/// A server, and a window in which its owner is signed in.
async fn open() -> (Door, Window) {
    let door = Door::open().await;
    let owner = door.owner().await;
    let window = Window::of(&door, &owner).await;
    (door, window)
}

/// The identifier of the customer whose page is open.
async fn opened(window: &Window) -> String {
    let is_record = |path: &str| {
        path.strip_prefix("/customers/").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let path = window.arrives_where("the page of a customer", is_record).await;
    path["/customers/".len()..].chars().take_while(char::is_ascii_digit).collect()
}
