use axum::body::to_bytes;
use axum::http::HeaderMap;
use axum::routing::get;
use tempfile::TempDir;

use super::*;

fn app() -> (TempDir, Router) {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("assets")).unwrap();
    for (name, text) in [
        ("policy.txt", "default-src 'self' {files}"),
        ("index.html", "the page"),
        ("index.html.br", "the page in Brotli"),
        ("index.html.gz", "the page in gzip"),
        ("assets/main-abc.js", "the script"),
        ("assets/main-abc.js.br", "the script in Brotli"),
        ("assets/tiny-abc.js", "small"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let api = Router::new().route("/api/x", get(|| async { "the API" }));
    let router = router(folder.path(), "http://files.test", api).unwrap();
    (folder, router)
}

async fn ask(app: &Router, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, String) {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10_000).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    (parts.status.as_u16(), parts.headers, text)
}

#[tokio::test]
async fn files_go_out_as_the_build_compressed_them_to_whoever_takes_that() {
    let (_folder, app) = app();
    for (path, takes, text, encoding) in [
        ("/", "", "the page", None),
        ("/", "gzip", "the page in gzip", Some("gzip")),
        ("/tickets/7", "gzip, br", "the page in Brotli", Some("br")),
        (
            "/assets/main-abc.js",
            "br",
            "the script in Brotli",
            Some("br"),
        ),
        ("/assets/main-abc.js", "gzip", "the script", None),
        ("/assets/tiny-abc.js", "br, gzip", "small", None),
    ] {
        let (status, headers, body) = ask(&app, path, &[("accept-encoding", takes)]).await;
        let found = headers.get("content-encoding");
        assert_eq!(
            (
                status,
                body.as_str(),
                found.map(|value| value.to_str().unwrap())
            ),
            (200, text, encoding),
            "{path} {takes}"
        );
        assert_eq!(headers["vary"], "accept-encoding");
        assert_eq!(
            headers["content-security-policy"],
            "default-src 'self' http://files.test"
        );
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_are_asked_for_again() {
    let (folder, app) = app();
    let forever = "public, max-age=31536000, immutable";
    for (path, kept) in [
        ("/assets/main-abc.js", forever),
        ("/", "no-cache"),
        ("/inbox", "no-cache"),
    ] {
        let (_, headers, _) = ask(&app, path, &[]).await;
        assert_eq!(headers["cache-control"], kept, "{path}");
        let tag = headers["etag"].to_str().unwrap().to_owned();
        let old = "Thu, 01 Jan 1970 00:00:00 GMT";
        let again = [("if-none-match", tag.as_str()), ("if-modified-since", old)];
        let (status, headers, body) = ask(&app, path, &again).await;
        assert_eq!((status, body.as_str()), (304, ""), "{path}");
        assert_eq!(headers["etag"], tag.as_str());
        assert_eq!(headers["cache-control"], kept);
        let (status, ..) = ask(&app, path, &[("if-none-match", "W/\"other\"")]).await;
        assert_eq!(status, 200, "{path}");
    }
    let tag = ask(&app, "/", &[]).await.1["etag"].clone();
    std::fs::write(folder.path().join("index.html"), "the next page").unwrap();
    let (status, _, body) = ask(&app, "/", &[("if-none-match", tag.to_str().unwrap())]).await;
    assert_eq!((status, body.as_str()), (200, "the next page"));
}

#[tokio::test]
async fn an_asset_of_another_build_is_missing_and_never_a_page() {
    let (_folder, app) = app();
    let (status, headers, body) = ask(&app, "/assets/main-old.js", &[]).await;
    assert_eq!((status, body.as_str()), (404, ""));
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(ask(&app, "/api/x", &[]).await.2, "the API");
    assert_eq!(ask(&app, "/api/y", &[]).await.0, 404);
}
