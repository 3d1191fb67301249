//! Serves the agents' app beside the API, as the distribution in front of both does on AWS.
//!
//! Invariant: the app's files come with the policy its build wrote; a path of the API never reaches them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

/// What belongs to the API; everything else is a page of the app.
const API: [&str; 5] = ["/api", "/auth", "/health", "/docs", "/openapi.json"];

/// Where the app is when it was built beside this program's source.
#[must_use]
pub fn built() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    folder.join("index.html").is_file().then_some(folder)
}

/// Puts the app of a folder in front of the API's routes. `files` is the origin of the bucket.
///
/// # Errors
/// When the folder lacks what a build leaves there.
pub fn router(folder: &Path, files: &str, api: Router) -> std::io::Result<Router> {
    let policy = std::fs::read_to_string(folder.join("policy.txt"))?.replace("{files}", files);
    let policy = HeaderValue::from_str(policy.trim()).map_err(std::io::Error::other)?;
    let pages = ServeDir::new(folder).fallback(ServeFile::new(folder.join("index.html")));
    let state = Arc::new(App { pages, policy, api });
    Ok(Router::new().fallback(serve).with_state(state))
}

struct App {
    pages: ServeDir<ServeFile>,
    policy: HeaderValue,
    api: Router,
}

async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    let is_api = API.iter().any(|prefix| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if is_api || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return app.api.clone().oneshot(request).await.into_response();
    }
    // Names under assets/ carry a hash of their content.
    let cache = if path.starts_with("/assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = app.pages.clone().oneshot(request).await.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, app.policy.clone());
    for (name, value) in [
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
