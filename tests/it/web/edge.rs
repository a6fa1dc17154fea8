//! What is true of every page: headers, forms from elsewhere, errors, assets, the theme.

use crate::door::{Door, PASSWORD};

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    for fields in
        [&[("firstName", "Eve"), ("timezone", "UTC")][..], &[("firstName", "Eve"), ("timezone", "UTC"), ("csrf", "x")]]
    {
        let answer = owner.post_bare("/settings/account", fields).await;
        let page = answer.page(403);
        assert!(page.contains("That form is not from this session"), "{page}");
    }
    let mut other = door.browser();
    other.sign_in("nora@northwind.example", PASSWORD).await;
    let other_token = other.get("/customers").await.between("name=\"csrf\" content=\"", "\"").unwrap();
    let fields = [("firstName", "Eve"), ("timezone", "UTC"), ("csrf", &*other_token)];
    owner.post_bare("/settings/account", &fields).await.page(403);
    assert_eq!(door.text("select first_name from users where role = 'owner'"), "Nora");
}

#[tokio::test]
async fn a_form_that_another_site_sends_is_refused_even_with_the_token() {
    let door = Door::open().await;
    let owner = door.owner().await;
    let fields = [("firstName", "Eve"), ("timezone", "UTC")];
    let origin = format!("http://{}", door.host());
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", ""),
        ("origin", &*format!("{origin}.evil.example")),
    ] {
        owner.with(name, value).post("/settings/account", &fields).await.page(403);
        // Signing somebody in as somebody else is refused too.
        let mut browser = door.browser().with(name, value);
        browser.sign_in("nora@northwind.example", PASSWORD).await.page(403);
        assert_eq!(browser.cookie("cardfile_session"), None);
    }
    assert_eq!(door.text("select first_name from users where role = 'owner'"), "Nora");
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", &*origin)] {
        owner.with(name, value).post("/settings/account", &fields).await.goes_to();
    }
}

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    for path in ["/", "/sign-in", "/settings/account", "/nowhere", "/assets/x/cardfile.css"] {
        let answer = owner.get(path).await;
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self';"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("x-frame-options", "DENY")]
        {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
    assert_eq!(owner.get("/settings").await.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn pictures_come_from_elsewhere_only_where_photos_are_shown() {
    let photo = "https://photos.example/ines.jpg";
    for (shown, sources) in [(true, "img-src 'self' https:;"), (false, "img-src 'self';")] {
        let door = Door::open_with_pages(|web| web.shows_photos = shown).await;
        let path = door.create(&serde_json::json!({"firstName": "Ines", "photoUrl": photo})).await;
        let mut owner = door.owner().await;
        for page in [path.strip_prefix("/v2").unwrap(), "/customers", "/nowhere"] {
            let answer = owner.get(page).await;
            let policy = answer.header("content-security-policy").unwrap();
            assert!(policy.contains(sources), "{page}: {policy}");
            let is_loaded = answer.text().contains(&format!("<img src=\"{photo}\""));
            assert_eq!(is_loaded, shown && page != "/nowhere", "{page}");
        }
    }
}

#[tokio::test]
async fn no_page_has_anything_that_the_policy_forbids() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    let app = door.client_id.clone();
    for path in [
        "/",
        "/settings",
        "/settings/account",
        "/settings/people",
        "/settings/apps",
        &format!("/settings/apps/{app}"),
        "/nowhere",
    ] {
        let page = owner.get(path).await.text().to_owned();
        for inline in [" style=", " onclick=", "<style", "<script>", "javascript:", " onload="] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
        let from: Vec<&str> = page.split(" src=\"").skip(1).collect();
        assert!(from.iter().all(|rest| rest.starts_with('/')), "{path}: {from:?}");
    }
}

#[tokio::test]
async fn an_unknown_page_says_so_to_people_and_an_unknown_path_of_the_api_to_programs() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    for path in
        ["/nowhere", "/settings/nothing", "/favicon.ico", "//", "/%00", "/%FF", "/.env", "/settings/people/x", "/?x=%"]
    {
        let answer = owner.get(path).await;
        if path == "/?x=%" {
            assert_eq!(answer.goes_to(), "/first-steps?x=%");
            continue;
        }
        assert!(answer.page(404).contains("There is nothing here"), "{path}");
    }
    assert!(door.browser().get("/nowhere").await.page(404).contains("There is nothing here"));
    for path in
        ["/v2", "/v2/nothing", "/V2/customers", "/v1/customers", "/v3", "/docs/nothing", "/metrics/x", "/health"]
    {
        owner.get(path).await.sentence(404);
    }
    owner.post("/settings", &[]).await.page(405);
}

#[tokio::test]
async fn a_module_of_ours_is_told_in_a_piece_of_a_page() {
    let door = Door::open().await;
    let owner = door.owner().await;
    let mut module = owner.with("x-requested-with", "cardfile");
    let answer = module.get("/nowhere").await;
    assert_eq!(
        answer.page(404).trim(),
        r#"<p class="notice bad" role="alert">The address may be mistyped, or what was here is gone.</p>"#
    );
    assert_eq!(answer.headers.get_all("vary").iter().filter(|vary| *vary == "x-requested-with").count(), 1);
}

#[tokio::test]
async fn a_form_that_is_too_large_or_none_is_refused() {
    let door = Door::open_with(|api| api.body_limit = 2000).await;
    let mut owner = door.owner().await;
    let long = "x".repeat(2000);
    owner.post("/settings/account", &[("firstName", &long)]).await.page(413);
    let answer = door.bare("POST", "/sign-in").body("application/json", "{}").send().await;
    answer.page(415);
    let answer = door
        .bare("POST", "/sign-in")
        .body("application/x-www-form-urlencoded", vec![0xff, b'=', 0, b'&', b'%'])
        .send()
        .await;
    answer.page(422);
}

#[tokio::test]
async fn a_file_of_the_application_is_kept_for_ever_under_its_address() {
    let door = Door::open().await;
    let mut browser = door.browser();
    let page = browser.open("/sign-in").await;
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let address = rest.split('"').next().unwrap();
    let answer = browser.get(address).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let other = address.replace("/cardfile.css", "/none.css");
    assert_eq!(browser.get(&other).await.status, 404);
    assert_eq!(browser.get("/assets/0000000000000000/cardfile.css").await.status, 404);
}

#[tokio::test]
async fn the_theme_is_as_it_was_chosen() {
    let door = Door::open().await;
    let mut owner = door.owner().await;
    assert!(!owner.open("/settings").await.contains("<html lang=\"en\" data-theme"));
    assert_eq!(owner.post("/theme", &[("theme", "dark"), ("next", "/settings")]).await.goes_to(), "/settings");
    assert!(owner.open("/settings").await.contains("<html lang=\"en\" data-theme=\"dark\">"));
    let answer = owner.post("/theme", &[("theme", "\"><script>"), ("next", "//evil.example")]).await;
    assert_eq!(answer.goes_to(), "/");
    assert!(!owner.open("/settings").await.contains("<html lang=\"en\" data-theme"));
}

#[tokio::test]
async fn pages_are_compressed_and_counted() {
    let door = Door::open().await;
    let owner = door.owner().await;
    let answer = owner.with("accept-encoding", "br").get("/settings").await;
    assert_eq!(answer.header("content-encoding"), Some("br"));
    let counts = door.bare("GET", "/metrics").send().await.text().to_owned();
    assert!(counts.contains(r#"route="/settings",status="200""#), "{counts}");
}

#[tokio::test]
async fn every_page_has_a_reference_of_its_own() {
    let door = Door::open().await;
    let owner = door.owner().await;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/customers", "/customers/99999", "/nothing", "/sign-in"] {
        let answer = owner.clone().get(path).await;
        assert!(seen.insert(answer.header("correlation-id").unwrap().to_owned()), "{path}");
    }
}
