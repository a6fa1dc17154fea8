//! The list is taken as a file: its address follows what stands in the query box.

use super::open;

#[tokio::test]
async fn the_file_is_that_of_the_list_as_it_is_by_now() {
    let (door, window) = open().await;
    door.fill(3, "Ines", "Okoro").await;
    door.fill(2, "Thabo", "Mokoena").await;
    window.go("/customers").await;
    window.fill("main [name=q]", "okor").await;
    window.sees("[data-rows] tr", 3).await;
    window.click(".view-menu summary").await;
    window.choose("#view [name=sort]", "by last name").await;
    window.arrives("/customers?q=okor&sort=last").await;
    window.reads("#view .menu-foot", "3 customers").await;
    // Where the two buttons lead, as the browser would go there.
    let script = "const form = document.getElementById('export'); \
         const buttons = [...document.querySelectorAll('button[form=export]')]; \
         return buttons.map((own) => new URLSearchParams(new FormData(form, own)).toString())";
    let asked: Vec<String> = window.driver().execute(script, vec![]).await.unwrap().convert().unwrap();
    assert_eq!(asked, ["q=okor&sort=last", "every=1&q=okor&sort=last"]);

    window.fill("main [name=q]", "emial:x").await;
    window.reads(".query-fault mark", "emial").await;
    window.click("#view button[form=export]").await;
    window.arrives("/customers/export?q=emial").await;
    window.reads(".query-fault mark", "emial").await;
    window.close().await;
}
