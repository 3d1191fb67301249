//! The routes: served from the start of a function, described only when somebody asks for the description.
//!
//! Invariant: a handler is served and described by one line, with one statement of who may call it. Gathering the schemas of
//! all answers takes longer than everything else at the start of the function, so it is left to those who want to read them.

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::MethodRouter;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::access::Access;
use super::{document, guard};

/// One handler on its way into the table.
pub(crate) struct Handler {
    /// Its path, parameters in braces.
    pub(crate) path: String,
    /// The handler under its methods.
    pub(crate) methods: MethodRouter,
    /// What it asks of its caller.
    pub(crate) access: Access,
    /// Its description.
    pub(crate) describe: fn() -> UtoipaMethodRouter,
}

/// All routes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    router: Router,
    described: Vec<(Access, fn() -> UtoipaMethodRouter)>,
}

impl Routes {
    /// Adds one handler behind its guard.
    pub(crate) fn add(mut self, handler: Handler) -> Self {
        let access = handler.access;
        let guarded = handler.methods.route_layer(from_fn(move |request, next| {
            guard::guard(access, request, next)
        }));
        self.router = self.router.route(&handler.path, guarded);
        self.described.push((access, handler.describe));
        self
    }

    /// What is served.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// The description of all of it.
    pub(crate) fn document(&self) -> OpenApi {
        let empty = OpenApiRouter::<()>::with_openapi(document::base());
        let described = self.described.iter();
        let whole = described.fold(empty, |whole, (access, describe)| {
            whole.routes(document::described(describe(), *access))
        });
        whole.into_openapi()
    }
}

/// Registers handlers: their routes, their descriptions and what they ask of a caller.
macro_rules! add {
    ($routes:expr, $($handler:ident),+ $(,)?) => {{
        let routes = $routes;
        $(let routes = routes.add($crate::api::routes::Handler {
            path: utoipa_axum::paste!(<[<__path_ $handler>] as utoipa::Path>::path()),
            methods: {
                use utoipa_axum::PathItemExt as _;
                let methods = utoipa_axum::paste!(<[<__path_ $handler>] as utoipa::Path>::methods());
                methods.iter().fold(axum::routing::MethodRouter::new(), |router, method| {
                    router.on(method.to_method_filter(), $handler)
                })
            },
            access: $crate::api::access::access_of(&$handler),
            describe: || utoipa_axum::routes!($handler),
        });)+
        routes
    }};
}
pub(crate) use add;
