//! Tests of reading requests.

use http::HeaderValue;
use lambdesk_domain::status::Status;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    #[serde(default, deserialize_with = "present")]
    team: Option<Option<String>>,
}

fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(name, HeaderValue::from_static(value));
    headers
}

#[test]
fn absent_null_and_given_are_three_things() {
    let team = |text: &str| parse::<Sample>(text.as_bytes()).unwrap().team;
    assert_eq!(team("{}"), None);
    assert_eq!(team(r#"{"team":null}"#), Some(None));
    assert_eq!(team(r#"{"team":"a"}"#), Some(Some("a".to_owned())));
}

#[test]
fn bad_json_says_where_and_bad_data_says_what() {
    let broken = parse::<Sample>(b"{\"team\":").unwrap_err();
    assert_eq!(broken.code(), Code::BadRequest);
    assert!(
        broken.body("r")["detail"]
            .as_str()
            .unwrap()
            .contains("line 1 column")
    );
    let unknown = parse::<Sample>(b"{\"tem\":1}").unwrap_err();
    assert_eq!(unknown.code(), Code::Invalid);
    assert!(
        unknown.body("r")["detail"]
            .as_str()
            .unwrap()
            .contains("unknown field `tem`")
    );
}

#[test]
fn only_json_is_json() {
    for good in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/merge-patch+json",
    ] {
        assert!(is_json(&with(header::CONTENT_TYPE, good)), "{good}");
    }
    for bad in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
    ] {
        assert!(!is_json(&with(header::CONTENT_TYPE, bad)), "{bad}");
    }
}

#[test]
fn etags_round_trip_and_strange_ones_never_match() {
    assert_eq!(
        if_match(&with(header::IF_MATCH, "\"v12\"")).unwrap(),
        Some(12)
    );
    assert_eq!(
        if_match(&with(header::IF_MATCH, "W/\"v12\"")).unwrap(),
        Some(12)
    );
    assert_eq!(if_match(&with(header::IF_MATCH, "*")).unwrap(), None);
    assert_eq!(
        if_match(&with(header::IF_MATCH, "12")).unwrap_err().code(),
        Code::VersionMismatch
    );
    assert_eq!(
        must_match(&HeaderMap::new()).unwrap_err().code(),
        Code::IfMatchMissing
    );
    assert!(is_current(
        &with(header::IF_NONE_MATCH, "\"v1\", W/\"v12\""),
        &etag(12)
    ));
    assert!(!is_current(
        &with(header::IF_NONE_MATCH, "\"v1\""),
        &etag(12)
    ));
}

#[test]
fn tickets_are_named_by_id_or_number() {
    let read = |text: &str| serde_json::from_value::<TicketRef>(serde_json::json!(text));
    assert_eq!(read("17").unwrap(), TicketRef::Number(17));
    let id = TicketId::new(1, [1; 10]);
    assert_eq!(read(id.as_str()).unwrap(), TicketRef::Id(id));
    assert!(read("msg_1").is_err() && read("-1").is_err() && read("").is_err());
}

#[test]
fn word_lists_name_the_field() {
    assert_eq!(
        words::<Status>("status", Some("open, closed,")).unwrap(),
        [Status::Open, Status::Closed]
    );
    assert!(words::<Status>("status", None).unwrap().is_empty());
    let problem = words::<Status>("status", Some("done")).unwrap_err();
    assert!(
        problem.body("r")["detail"]
            .as_str()
            .unwrap()
            .starts_with("status: unknown value")
    );
}

#[test]
fn lines_are_bounded_and_hold_no_breaks() {
    assert!(line("name", " Ann ", 10).is_ok_and(|n| n == "Ann"));
    for bad in ["", "   ", "a\r\nBcc: x", "12345678901"] {
        assert!(line("name", bad, 10).is_err(), "{bad:?}");
    }
    assert!(email("email", "Ann@Example.com").is_ok_and(|e| e == "ann@example.com"));
    assert!(email("email", "nobody").is_err());
}
