use super::*;

fn full(name: &str) -> Option<String> {
    let value = match name {
        "SIGNING_SECRET" => "0123456789abcdef0123456789abcdef",
        "PUBLIC_URL" => "https://desk.example.com/",
        "SYSTEM_SENDER" | "OWNER_EMAIL" | "SUPPORT_ADDRESS" => "Owner@Example.com",
        "REPLY_DOMAIN" => "Reply.Example.com",
        name if name.ends_with("_QUEUE_URL") => "https://sqs.example.com/1/queue",
        name if name.starts_with("AWS_ENDPOINT") || name == "AWS_SESSION_TOKEN" => return None,
        _ => "value",
    };
    Some(value.to_owned())
}

#[test]
fn every_role_reads_its_own_names_and_no_others() {
    for role in Role::ALL {
        let asked = std::cell::RefCell::new(Vec::new());
        let config = Config::read(role, &|name| {
            asked.borrow_mut().push(name.to_owned());
            full(name)
        })
        .unwrap();
        assert_eq!(config.role, role);
        let own: Vec<_> = asked
            .into_inner()
            .into_iter()
            .filter(|name| !name.starts_with("AWS_"))
            .collect();
        let mut wanted: Vec<_> = contract(role).env.to_vec();
        let mut own: Vec<_> = own.iter().map(String::as_str).collect();
        own.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(own, wanted, "{role}");
    }
}

#[test]
fn the_environment_sets_defaults_on_one_machine_only() {
    let set = |endpoint: &'static str| {
        move |name: &str| match name {
            "AWS_ENDPOINT_URL_KMS" => Some(endpoint.to_owned()),
            "OPENAI_API_KEY" => Some("sk-private".to_owned()),
            "SENTRY_AUTH_TOKEN" => Some("  ".to_owned()),
            name => full(name),
        }
    };
    let cases = [
        (Role::Triage, "http://127.0.0.1:9", true),
        (Role::Api, "http://localhost:9", true),
        (Role::Deliver, "http://127.0.0.1:9", false),
        (Role::Triage, "https://kms.example.com", false),
        (Role::Triage, "http://127.0.0.1.example.com:80", false),
    ];
    for (role, endpoint, expected) in cases {
        let config = Config::read(role, &set(endpoint)).unwrap();
        let found = config.defaults.get("OPENAI_API_KEY");
        assert_eq!(found.is_some(), expected, "{role} {endpoint}");
        assert!(config.defaults.get("SENTRY_AUTH_TOKEN").is_none());
        assert!(!format!("{config:?}").contains("sk-private"));
    }
}

#[test]
fn all_problems_are_reported_at_once_with_names() {
    let error = Config::read(Role::Api, &|name| match name {
        "PUBLIC_URL" => Some("desk.example.com".to_owned()),
        "SIGNING_SECRET" => Some("short".to_owned()),
        "AWS_ENDPOINT_URL_S3" => Some("localhost:9000".to_owned()),
        _ => None,
    })
    .unwrap_err();
    let text = error.to_string();
    for name in [
        "TABLE is missing",
        "MAIL_BUCKET is missing",
        "REPLY_DOMAIN is missing",
        "AWS_REGION is missing",
        "PUBLIC_URL must begin",
        "SIGNING_SECRET must have",
        "AWS_ENDPOINT_URL_S3 must begin",
    ] {
        assert!(text.contains(name), "{name} in {text}");
    }
    assert!(!text.contains("short"));
    assert!(!text.contains("METRICS_NAMESPACE"), "metrics are optional");
}

#[test]
fn values_are_brought_into_one_form() {
    let config = Config::read(Role::Deliver, &full).unwrap();
    assert_eq!(config.public_url, "https://desk.example.com");
    assert_eq!(config.reply_domain, "reply.example.com");
    assert_eq!(config.system_sender, "owner@example.com");
}

#[test]
fn secrets_do_not_show() {
    let config = Config::read(Role::Api, &full).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("0123456789abcdef"), "{shown}");
    assert_eq!(format!("{:?}", Secret::default()), "Secret(none)");
}

#[test]
fn roles_are_named_by_their_word() {
    for role in Role::ALL {
        assert_eq!(role.word().parse(), Ok(role));
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{role}\""));
        assert_eq!(contract(role).role, role);
    }
    assert!("bootstrap".parse::<Role>().is_err());
}
