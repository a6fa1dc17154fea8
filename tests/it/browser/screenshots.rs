//! Pictures of every page, for people to look at: scripts/screenshots.

use super::Window;
use super::pages::{self, Page};
use std::path::{Path, PathBuf};

/// Where the pictures go.
const FOLDER: &str = "CARDFILE_SCREENSHOTS";

#[tokio::test]
#[ignore = "it checks nothing; scripts/screenshots runs it"]
async fn every_page_in_both_themes_and_on_a_phone() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap_or_else(|| panic!("{FOLDER} is not set")));
    std::fs::create_dir_all(&folder).unwrap();
    let (door, mut owner, customer) = pages::peopled().await;
    let all = pages::all(&door, &mut owner, &customer).await;
    let doors = pages::doors(&door, &mut owner).await;
    let window = Window::of(&door, &owner).await;
    take(&window, &all, &folder).await;
    drop(window);
    let window = Window::open(&door.url).await;
    take(&window, &doors, &folder).await;
    println!("{} pages in {}", all.len() + doors.len(), folder.display());
}

async fn take(window: &Window, all: &[Page], folder: &Path) {
    for page in all {
        for (kind, theme, width, height) in
            [("light", "light", 1440, 900), ("dark", "dark", 1440, 900), ("phone", "light", 390, 844)]
        {
            window.prefer(theme).await;
            window.size(width, height, kind == "phone").await;
            window.go(&page.path).await;
            let file = folder.join(format!("{}-{kind}.png", page.name));
            window.driver().screenshot(&file).await.unwrap();
        }
    }
}
