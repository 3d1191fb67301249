//! Serves the agents' app beside the API, as the distribution in front of both does on AWS.
//!
//! Invariant: the app's files come with the policy its build wrote; a path of the API never reaches them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

/// What belongs to the API; everything else is a page of the app.
const API: [&str; 6] = [
    "/api",
    "/auth",
    "/health",
    "/docs",
    "/sidebar",
    "/openapi.json",
];

/// Where the app is when it was built beside this program's source.
#[must_use]
pub fn built() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist");
    folder.join("index.html").is_file().then_some(folder)
}

/// Puts the app of a folder in front of the API's routes. `files` is the origin of the bucket.
///
/// Files go out as the build compressed them, with Brotli or gzip, to whoever takes that.
///
/// # Errors
/// When the folder lacks what a build leaves there.
pub fn router(folder: &Path, files: &str, api: Router) -> std::io::Result<Router> {
    let policy = std::fs::read_to_string(folder.join("policy.txt"))?.replace("{files}", files);
    let policy = HeaderValue::from_str(policy.trim()).map_err(std::io::Error::other)?;
    let files = || {
        ServeDir::new(folder)
            .precompressed_br()
            .precompressed_gzip()
    };
    let index = ServeFile::new(folder.join("index.html"))
        .precompressed_br()
        .precompressed_gzip();
    let state = Arc::new(App {
        assets: files(),
        pages: files().fallback(index),
        policy,
        api,
    });
    Ok(Router::new().fallback(serve).with_state(state))
}

struct App {
    /// Names that carry a hash of their content; an unknown one is of another build and not a page.
    assets: ServeDir,
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
    let mut response = app.file(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, app.policy.clone());
    for (name, value) in [
        (header::VARY, "accept-encoding"),
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

impl App {
    /// A file with how long it may be kept and the `ETag` to ask again with.
    async fn file(&self, mut request: Request) -> Response {
        let asset = request.uri().path().strip_prefix("/assets/");
        let asset = asset.map(str::to_owned);
        let had = request.headers_mut().remove(header::IF_NONE_MATCH);
        if had.is_some() {
            // RFC 9110, 13.1.3: the tag decides alone.
            request.headers_mut().remove(header::IF_MODIFIED_SINCE);
        }
        let mut response = match &asset {
            Some(_) => self.assets.clone().oneshot(request).await.into_response(),
            None => self.pages.clone().oneshot(request).await.into_response(),
        };
        let fine = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        let cache = match (&asset, fine) {
            (Some(_), true) => "public, max-age=31536000, immutable",
            (None, true) => "no-cache",
            (_, false) => "no-store",
        };
        let tag = fine.then(|| tag(asset.as_deref(), &response)).flatten();
        if let (Some(had), Some(tag)) = (&had, &tag)
            && has(had, tag)
        {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

/// The name of an asset says what is in it; a page is told apart by its time and length. Weak, because the same file goes
/// out in several encodings.
fn tag(asset: Option<&str>, response: &Response) -> Option<HeaderValue> {
    let text = |name| {
        let value = response.headers().get(name)?;
        value.to_str().ok()
    };
    let what = match asset {
        Some(name) => name.to_owned(),
        None => format!(
            "{}-{}",
            text(header::LAST_MODIFIED)?.replace([' ', ',', ':'], ""),
            text(header::CONTENT_LENGTH).unwrap_or_default()
        ),
    };
    HeaderValue::from_str(&format!("W/\"{what}\"")).ok()
}

/// Whether a client that has these tags has this one.
fn has(had: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(had), Ok(tag)) = (had.to_str(), tag.to_str()) else {
        return false;
    };
    had.split(',')
        .map(str::trim)
        .any(|one| one == "*" || one == tag)
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;
