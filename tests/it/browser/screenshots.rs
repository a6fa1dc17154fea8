//! Pictures of every page, for people to look at: scripts/screenshots.

use super::Window;
use super::pages::{self, Page};
use std::path::{Path, PathBuf};

/// Where the pictures go.
const FOLDER: &str = "CARDFILE_SCREENSHOTS";

/// Of what each picture is taken: its name, the theme, the width and the height.
const KINDS: [(&str, &str, u32, u32); 3] =
    [("light", "light", 1440, 900), ("dark", "dark", 1440, 900), ("phone", "light", 390, 844)];

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
    take_box(&window, &folder).await;
    drop(window);
    let window = Window::open(&door.url).await;
    take(&window, &doors, &folder).await;
    println!("{} pages in {}", all.len() + doors.len(), folder.display());
}

/// The query box while it is used: what it proposes at the end of a query that is unfinished, how something was found, and the filter.
async fn take_box(window: &Window, folder: &Path) {
    for (kind, theme, width, height) in KINDS {
        window.prefer(theme).await;
        window.size(width, height, kind == "phone").await;
        window.go("/customers").await;
        window.press("/").await;
        window.press("organization:").await;
        window.reads(".search > .options", "Northwind").await;
        window.see(".query-fault.soft").await;
        let file = folder.join(format!("customers-proposals-{kind}.png"));
        window.driver().screenshot(&file).await.unwrap();
        window.go("/customers?q=northwind+NOT+(ines+OR+organization:contoso)").await;
        window.click(".how summary").await;
        window.reads(".how", "2 customers").await;
        let file = folder.join(format!("customers-how-{kind}.png"));
        window.driver().screenshot(&file).await.unwrap();
        window.go("/customers?q=northwind+AND+property.seats:*").await;
        window.click(".filter-menu summary").await;
        window.choose("#filter-field", "Plan").await;
        window.see("#filter [name=value]").await;
        let file = folder.join(format!("customers-filter-menu-{kind}.png"));
        window.driver().screenshot(&file).await.unwrap();
    }
}

async fn take(window: &Window, all: &[Page], folder: &Path) {
    for page in all {
        for (kind, theme, width, height) in KINDS {
            window.prefer(theme).await;
            window.size(width, height, kind == "phone").await;
            window.go(&page.path).await;
            let file = folder.join(format!("{}-{kind}.png", page.name));
            window.driver().screenshot(&file).await.unwrap();
        }
    }
}
