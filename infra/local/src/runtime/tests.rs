use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::json;

use super::*;
use crate::events::MOST_PAYLOAD;
use crate::template::{Parameters, parse};

/// The test that is also the child's program: started by itself with a Runtime API, it serves it.
const CHILD: &str = "runtime::tests::a_child_gets_the_event_and_the_environment_of_lambda";
const PATIENCE: Duration = Duration::from_secs(20);

fn processes(most: usize, variables: &str) -> Processes {
    let text = format!(
        "Resources:\n  Echo:\n    Type: AWS::Serverless::Function\n    Properties: {{ Handler: echo, MemorySize: 512, \
         Environment: {{ Variables: {{ TABLE: desk, {variables} }} }} }}\n"
    );
    let template = parse(&text, Parameters::default()).unwrap();
    let settings = ProcessSettings {
        arguments: vec![
            CHILD.to_owned(),
            "--exact".to_owned(),
            "--nocapture".to_owned(),
        ],
        environment: [(
            "AWS_ENDPOINT_URL_SQS".to_owned(),
            "http://127.0.0.1:1".to_owned(),
        )]
        .into(),
        most,
        output: Output::Discard,
        ..ProcessSettings::new(std::env::current_exe().unwrap())
    };
    Processes::new(&template, settings)
}

async fn call(processes: &Processes, event: Value) -> Result<Value, InvokeError> {
    processes
        .invoke("Echo", event, Instant::now() + PATIENCE)
        .await
}

/// A blocking client of the Runtime API, as small as one can be.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn request(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> (u16, Vec<(String, String)>, Vec<u8>) {
        let path = format!("/2018-06-01/runtime/{path}");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.stream
            .get_mut()
            .write_all(format!("{head}{body}").as_bytes())
            .unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim().split_once(": ") else {
                break;
            };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .unwrap();
        let mut body = vec![0; length.1.parse().unwrap()];
        self.stream.read_exact(&mut body).unwrap();
        (status, headers, body)
    }
}

/// What the child does with each event.
fn serve(api: &OsString) {
    let stream = BufReader::new(TcpStream::connect(api.to_str().unwrap()).unwrap());
    let mut client = Client { stream };
    if std::env::var_os("BROKEN").is_some() {
        client.request(
            "POST",
            "init/error",
            r#"{"errorType":"Config","errorMessage":"TABLE is missing"}"#,
        );
        std::process::exit(1);
    }
    for served in 1.. {
        let (status, headers, body) = client.request("GET", "invocation/next", "");
        assert_eq!(status, 200);
        let event: Value = serde_json::from_slice(&body).unwrap();
        let header = |name: &str| {
            headers
                .iter()
                .find(|(known, _)| known == name)
                .unwrap()
                .1
                .clone()
        };
        let id = header("lambda-runtime-aws-request-id");
        let (path, body) = match event["do"].as_str().unwrap_or("echo") {
            "fail" => (
                "error",
                json!({"errorType": "Refused", "errorMessage": "no"}).to_string(),
            ),
            "hang" => loop {
                std::thread::park();
            },
            "crash" => std::process::exit(3),
            "large" => ("response", format!("\"{}\"", "x".repeat(MOST_PAYLOAD))),
            "garbage" => ("response", "{".to_owned()),
            "nothing" => ("response", String::new()),
            _ => {
                let variables: BTreeMap<_, _> = std::env::vars().collect();
                let answer = json!({
                    "event": event, "served": served, "pid": std::process::id(), "variables": variables,
                    "deadline": header("lambda-runtime-deadline-ms"),
                    "arn": header("lambda-runtime-invoked-function-arn"),
                    "trace": header("lambda-runtime-trace-id"),
                });
                ("response", answer.to_string())
            }
        };
        let wrong = client.request("POST", "invocation/another/response", "1");
        assert_eq!(wrong.0, 400, "only the event that is out can be answered");
        let (status, _, _) = client.request("POST", &format!("invocation/{id}/{path}"), &body);
        assert!([202, 413].contains(&status), "{status}");
    }
}

#[tokio::test]
async fn a_child_gets_the_event_and_the_environment_of_lambda() {
    if let Some(api) = std::env::var_os("AWS_LAMBDA_RUNTIME_API") {
        return serve(&api);
    }
    let processes = processes(1, "AWS_REGION: nowhere");
    let before = crate::events::now_ms();
    let answer = call(&processes, json!({"a": "ü"})).await.unwrap();
    assert_eq!(answer["event"], json!({"a": "ü"}));
    let variables = &answer["variables"];
    for (name, value) in [
        ("_HANDLER", "echo"),
        ("TABLE", "desk"),
        ("AWS_REGION", "nowhere"),
        ("AWS_LAMBDA_FUNCTION_NAME", "lambdesk-Echo"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
        ("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1"),
    ] {
        assert_eq!(variables[name], value, "{name}");
    }
    assert!(
        variables.get("HOME").is_none(),
        "the environment is not inherited"
    );
    let deadline: i64 = answer["deadline"].as_str().unwrap().parse().unwrap();
    assert!(
        (19_000..=25_000).contains(&(deadline - before)),
        "{deadline} after {before}"
    );
    assert_eq!(
        answer["arn"],
        "arn:aws:lambda:eu-central-1:000000000000:function:lambdesk-Echo"
    );
    assert!(answer["trace"].as_str().unwrap().starts_with("Root=1-"));
}

#[tokio::test]
async fn a_child_is_used_again_also_after_an_error() {
    let processes = processes(1, "");
    let first = call(&processes, json!({})).await.unwrap();
    let error = call(&processes, json!({"do": "fail"})).await.unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (Failed::Function, "Refused: no")
    );
    assert_eq!(
        call(&processes, json!({"do": "nothing"})).await.unwrap(),
        Value::Null
    );
    let error = call(&processes, json!({"do": "garbage"}))
        .await
        .unwrap_err();
    assert_eq!(error.kind, Failed::Function);
    let error = call(&processes, json!({"do": "large"})).await.unwrap_err();
    assert!(
        error.kind == Failed::Function && error.message.contains("6 MB"),
        "{error}"
    );
    let error = call(&processes, json!("x".repeat(MOST_PAYLOAD)))
        .await
        .unwrap_err();
    assert!(
        error.kind == Failed::Function && error.message.contains("6 MB"),
        "{error}"
    );
    let last = call(&processes, json!({})).await.unwrap();
    assert_eq!((&last["pid"], &last["served"]), (&first["pid"], &json!(6)));
}

#[tokio::test]
async fn a_child_that_hangs_or_crashes_is_replaced() {
    let processes = processes(1, "");
    let first = call(&processes, json!({})).await.unwrap();
    let soon = Instant::now() + Duration::from_millis(200);
    let error = processes
        .invoke("Echo", json!({"do": "hang"}), soon)
        .await
        .unwrap_err();
    assert_eq!(error.kind, Failed::Timeout);
    assert!(processes.idle("Echo").is_empty());
    let second = call(&processes, json!({})).await.unwrap();
    assert_ne!(second["pid"], first["pid"]);
    let error = call(&processes, json!({"do": "crash"})).await.unwrap_err();
    assert!(
        error.kind == Failed::Crash && error.message.contains('3'),
        "{error}"
    );
    assert_eq!(call(&processes, json!({})).await.unwrap()["served"], 1);
}

#[tokio::test]
async fn a_child_that_died_while_idle_is_replaced_unnoticed() {
    let processes = processes(1, "");
    call(&processes, json!({})).await.unwrap();
    let pid = processes.idle("Echo")[0];
    let killed = tokio::process::Command::new("kill")
        .args(["-9", &pid.to_string()])
        .status()
        .await
        .unwrap();
    assert!(killed.success());
    let begun = Instant::now();
    while !processes.idle("Echo").is_empty() {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(call(&processes, json!({})).await.unwrap()["served"], 1);
}

#[tokio::test]
async fn children_are_added_up_to_the_limit() {
    let processes = processes(2, "");
    let calls = (0..6).map(|number| call(&processes, json!({ "number": number })));
    let answers = futures_util::future::join_all(calls).await;
    let mut pids: Vec<u64> = answers
        .iter()
        .map(|a| a.as_ref().unwrap()["pid"].as_u64().unwrap())
        .collect();
    pids.sort_unstable();
    pids.dedup();
    assert_eq!(pids.len(), 2);
    assert_eq!(processes.idle("Echo").len(), 2);
    processes.stop().await;
    assert_eq!(processes.idle("Echo").len(), 0);
}

#[tokio::test]
async fn a_start_that_fails_says_why() {
    let error = call(&processes(1, "BROKEN: 'yes'"), json!({}))
        .await
        .unwrap_err();
    assert!(
        error.kind == Failed::Crash && error.message.contains("Config: TABLE is missing"),
        "{error}"
    );
    let template = parse(
        "Resources: { Echo: { Type: AWS::Serverless::Function, Properties: { Handler: echo } } }",
        Parameters::default(),
    );
    let missing = Processes::new(
        &template.unwrap(),
        ProcessSettings::new("/nowhere/functions".into()),
    );
    let error = call(&missing, json!({})).await.unwrap_err();
    assert!(
        error.message.contains("/nowhere/functions") && error.message.contains("build"),
        "{error}"
    );
    let error = missing
        .invoke("Other", json!({}), Instant::now() + PATIENCE)
        .await
        .unwrap_err();
    assert_eq!(error.kind, Failed::Crash);
}

#[tokio::test]
async fn output_goes_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("functions.log");
    let mut processes = processes(1, "");
    for pool in processes.pools.values_mut() {
        let settings = ProcessSettings {
            output: Output::File(log.clone()),
            ..(*pool.spec.settings).clone()
        };
        pool.spec.settings = Arc::new(settings);
    }
    call(&processes, json!({})).await.unwrap();
    // The test harness of the child writes its first line before it serves.
    assert!(
        std::fs::read_to_string(&log)
            .unwrap()
            .contains("running 1 test")
    );
}
