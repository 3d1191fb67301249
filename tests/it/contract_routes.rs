//! The routes of `template.yaml` against the routes of the API.
//!
//! Invariant: what the program serves can be reached, and what can be reached is served.

use lambdesk_functions::api;
use lambdesk_local::template::{Route, Template};

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

/// Routes of the program that the gateway does not open.
pub fn closed(template: &Template) -> Vec<String> {
    let served = api::routes();
    let unreached = served.iter().filter(|route| {
        let open = |open: &Route| covers(open, route.method, &route.path);
        !template.routes.iter().any(open)
    });
    let advice = |route: &api::Route| {
        let key = format!("{} {}", route.method, route.path);
        format!("{key}: add a route `RouteKey: {key}` to template.yaml, or serve it below /api/")
    };
    unreached.map(advice).collect()
}

/// Routes of the template that lead nowhere.
pub fn astray(template: &Template) -> Vec<String> {
    let served = api::routes();
    let mut problems = Vec::new();
    for route in &template.routes {
        let (id, leads) = (&route.id, &route.function);
        if leads != "ApiFunction" {
            problems.push(format!("{id}: leads to {leads}; lead it to ApiFunction"));
        }
        let known = |known: &api::Route| covers(route, known.method, &known.path);
        if !served.iter().any(known) {
            let key = route.key();
            problems.push(format!(
                "{id}: the program serves nothing under {key}; remove it"
            ));
        }
    }
    problems
}

#[test]
fn every_route_of_the_program_can_be_reached() {
    nothing(closed(&template()));
    assert!(api::routes().len() > 30);
}

#[test]
fn every_route_of_the_template_leads_to_a_handler() {
    nothing(astray(&template()));
    assert!(!template().routes.is_empty());
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
