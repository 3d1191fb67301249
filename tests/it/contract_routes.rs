//! The routes of `template.yaml` against the routes of the API.
//!
//! Invariant: what the program serves can be reached, and what can be reached is served.

use lambdesk_functions::api;
use lambdesk_local::template::Route;

use crate::contract_template::{nothing, template};

/// Whether API Gateway sends a request of this method and path by the route.
fn covers(route: &Route, method: &str, path: &str) -> bool {
    let method_fits = route.method == "ANY" || route.method == method;
    let path_fits = match route.path.split_once("{proxy+}") {
        Some((before, "")) => path
            .strip_prefix(before)
            .is_some_and(|rest| !rest.is_empty()),
        _ => shape(&route.path) == shape(path),
    };
    method_fits && path_fits
}

/// A path whose parameters are all alike.
fn shape(path: &str) -> Vec<&str> {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect()
}

#[test]
fn every_route_of_the_program_can_be_reached() {
    let template = template();
    let served = api::routes();
    assert!(served.len() > 30, "{}", served.len());
    let unreached = served.iter().filter(|route| {
        !template
            .routes
            .iter()
            .any(|open| covers(open, route.method, &route.path))
    });
    nothing(
        unreached
            .map(|route| {
                let key = format!("{} {}", route.method, route.path);
                format!(
                    "{key}: add a route `RouteKey: {key}` to template.yaml, or serve it below /api/"
                )
            })
            .collect(),
    );
}

#[test]
fn every_route_of_the_template_leads_to_a_handler() {
    let template = template();
    let served = api::routes();
    let mut problems = Vec::new();
    for route in &template.routes {
        if route.function != "ApiFunction" {
            problems.push(format!(
                "{}: leads to {}; lead it to ApiFunction",
                route.id, route.function
            ));
        }
        if !served
            .iter()
            .any(|known| covers(route, known.method, &known.path))
        {
            problems.push(format!(
                "{}: the program serves nothing under {}; remove it",
                route.id,
                route.key()
            ));
        }
    }
    nothing(problems);
    assert!(!template.routes.is_empty());
}

#[test]
fn the_gateway_waits_a_little_longer_than_the_function() {
    let template = template();
    let function = template.function_for("api").unwrap();
    for (id, integration) in template.of_type("AWS::ApiGatewayV2::Integration") {
        let waits = integration["TimeoutInMillis"].as_u64().unwrap_or(30_000);
        let runs = u64::try_from(function.timeout.as_millis()).unwrap();
        assert!(
            waits > runs,
            "{id}: TimeoutInMillis must exceed the function's {runs}, or answers are cut off"
        );
    }
}
