//! `/docs`: the page that renders the API, and what each rule means, without the network.

use crate::door::Door;
use cardfile::domain::problem::Rule;

#[tokio::test]
async fn the_page_and_everything_it_asks_for_come_from_the_server() {
    let door = Door::open().await;
    let moved = door.bare("GET", "/docs").send().await;
    assert!((300..400).contains(&moved.status), "{}", moved.status);
    assert_eq!(moved.header("location"), Some("/docs/"));
    let page = door.bare("GET", "/docs/").send().await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    let mut assets = 0;
    for attribute in
        page.text().split(['"', '\'']).filter(|text| text.contains('.') && !text.contains([' ', '<', '\n']))
    {
        assert!(!attribute.contains("//"), "{attribute} is on another host");
        let path = format!("/docs/{}", attribute.trim_start_matches("./"));
        let asset = door.bare("GET", &path).send().await;
        assert_eq!(asset.status, 200, "{path}");
        assets += 1;
    }
    assert!(assets >= 4, "styles and scripts: {}", page.text());
}

#[tokio::test]
async fn styles_and_scripts_ask_no_other_host() {
    let door = Door::open().await;
    let start = door.bare("GET", "/docs/swagger-initializer.js").send().await;
    assert!(start.text().contains("/openapi.json"), "{}", start.text());
    assert!(!start.text().contains("http://") && !start.text().contains("https://"), "{}", start.text());
    assert!(
        start.text().contains("\"validatorUrl\": \"none\""),
        "a validator would be asked over the network: {}",
        start.text()
    );
    for style in ["/docs/swagger-ui.css", "/docs/index.css"] {
        let style = door.bare("GET", style).send().await;
        assert_eq!(style.status, 200);
        for call in ["url(http", "url(\"http", "url('http", "url(//", "@import"] {
            assert!(!style.text().contains(call), "{call}");
        }
    }
}

#[tokio::test]
async fn the_errors_page_explains_every_rule_and_asks_for_nothing_more() {
    let door = Door::open().await;
    let page = door.bare("GET", "/docs/errors").send().await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let of_the_wire = [
        "NotEmpty",
        "EnumValue",
        "Size",
        "Email",
        "NotNull",
        "TooMany",
        "Duplicate",
        "UnknownProperty",
        "ReadOnly",
        "Pattern",
    ];
    for anchor in Rule::EXPLAINED.iter().map(|(anchor, _)| *anchor).chain(of_the_wire) {
        assert_eq!(page.text().matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
    for call in ["src=", "href=\"http", "url(", "<script", "@import"] {
        assert!(!page.text().contains(call), "{call}");
    }
}

#[tokio::test]
async fn nothing_of_the_documentation_runs_what_is_not_its_own_or_stands_in_a_frame() {
    let door = Door::open().await;
    for path in [
        "/docs",
        "/docs/",
        "/docs/index.html",
        "/docs/swagger-ui-bundle.js",
        "/docs/errors",
        "/docs/errors.css",
        "/docs/none",
        "/openapi.json",
    ] {
        let answer = door.bare("GET", path).send().await;
        let policy = answer.header("content-security-policy").unwrap_or_else(|| panic!("{path}"));
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer")]
        {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
    }
    for path in ["/docs/", "/docs/errors"] {
        let page = door.bare("GET", path).send().await;
        for inline in [" style=", "<style", "<script>", " onload=", " onclick="] {
            assert!(!page.text().contains(inline), "{path}: {inline}");
        }
    }
}
