//! Local names and ARNs of declared resources. Invariant: two resources never share a name, because an
//! open name is made of the stack and the logical id.

use std::collections::BTreeMap;

use serde_json::Value;

use super::conditions::single;
use super::error::Problem;
use super::parameters::{Parameters, scalar};
use super::resolve::Scope;

/// What references to one resource give.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) kind: String,
    /// Physical name.
    pub(crate) name: String,
    /// What `Ref` gives.
    pub(crate) reference: String,
    /// What `Arn` gives.
    pub(crate) arn: String,
    attributes: BTreeMap<&'static str, String>,
    /// A type whose attributes this module knows; others give a made-up text for any attribute.
    known: bool,
}

impl Thing {
    /// What `Fn::GetAtt` gives; `None` for an attribute a known type lacks.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        if name == "Arn" {
            return Some(self.arn.clone());
        }
        let found = self.attributes.get(name).cloned();
        found.or_else(|| (!self.known).then(|| format!("{}.{name}", self.name)))
    }
}

/// The property that fixes the physical name, per type.
fn name_property(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::SQS::Queue" => "QueueName",
        "AWS::DynamoDB::Table" => "TableName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::Serverless::Function" | "AWS::Lambda::Function" => "FunctionName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::SES::ConfigurationSet" | "AWS::SecretsManager::Secret" => "Name",
        _ => return None,
    })
}

/// The names of one resource.
pub(crate) fn thing(logical: &str, resource: &Value, scope: &Scope) -> Result<Thing, Problem> {
    let kind = resource
        .get("Type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let properties = resource.get("Properties").unwrap_or(&Value::Null);
    let fixed = match name_property(kind).and_then(|name| properties.get(name)) {
        Some(value) => scalar(&scope.resolve(value)?),
        None => None,
    };
    let given = &scope.given;
    let name = fixed.unwrap_or_else(|| open_name(kind, logical, properties, given));
    Ok(describe(kind, logical, &name, given))
}

fn open_name(kind: &str, logical: &str, properties: &Value, given: &Parameters) -> String {
    let stack = &given.stack;
    let fifo = properties
        .get("FifoQueue")
        .and_then(scalar)
        .is_some_and(|flag| flag == "true");
    match kind {
        "AWS::SQS::Queue" if fifo => format!("{stack}-{logical}.fifo"),
        "AWS::S3::Bucket" => format!("{stack}-{logical}").to_lowercase(),
        _ if name_property(kind).is_some() => format!("{stack}-{logical}"),
        _ => logical.to_owned(),
    }
}

/// The types whose attributes are all known here.
const KNOWN: [&str; 5] = [
    "AWS::SQS::Queue",
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::Serverless::Function",
    "AWS::Lambda::Function",
];

fn describe(kind: &str, logical: &str, name: &str, given: &Parameters) -> Thing {
    let arn = arn(kind, logical, name, given);
    let Parameters {
        region, queue_base, ..
    } = given;
    let url = format!("{queue_base}/{name}");
    let (reference, attributes) = match kind {
        "AWS::SQS::Queue" => {
            let attributes = vec![("QueueUrl", url.clone()), ("QueueName", name.to_owned())];
            (url, attributes)
        }
        "AWS::DynamoDB::Table" => (
            name.to_owned(),
            vec![("StreamArn", format!("{arn}/stream/local"))],
        ),
        "AWS::S3::Bucket" => {
            let regional = format!("{name}.s3.{region}.amazonaws.com");
            let global = format!("{name}.s3.amazonaws.com");
            let attributes = vec![("DomainName", global), ("RegionalDomainName", regional)];
            (name.to_owned(), attributes)
        }
        "AWS::ApiGatewayV2::Api" | "AWS::Serverless::HttpApi" => {
            let endpoint = ("ApiEndpoint", given.api_endpoint.clone());
            (
                name.to_owned(),
                vec![endpoint, ("ApiId", logical.to_owned())],
            )
        }
        "AWS::SecretsManager::Secret" => (arn.clone(), Vec::new()),
        _ => (name.to_owned(), Vec::new()),
    };
    Thing {
        kind: kind.to_owned(),
        name: name.to_owned(),
        reference,
        arn,
        attributes: attributes.into_iter().collect(),
        known: KNOWN.contains(&kind),
    }
}

fn arn(kind: &str, logical: &str, name: &str, given: &Parameters) -> String {
    let Parameters {
        region, account, ..
    } = given;
    match kind {
        "AWS::SQS::Queue" => format!("arn:aws:sqs:{region}:{account}:{name}"),
        "AWS::DynamoDB::Table" => format!("arn:aws:dynamodb:{region}:{account}:table/{name}"),
        "AWS::S3::Bucket" => format!("arn:aws:s3:::{name}"),
        "AWS::Serverless::Function" | "AWS::Lambda::Function" => {
            format!("arn:aws:lambda:{region}:{account}:function:{name}")
        }
        "AWS::IAM::Role" => format!("arn:aws:iam::{account}:role/{name}"),
        "AWS::SecretsManager::Secret" => {
            format!("arn:aws:secretsmanager:{region}:{account}:secret:{name}")
        }
        "AWS::ApiGatewayV2::Api" | "AWS::Serverless::HttpApi" => {
            format!("arn:aws:apigateway:{region}::/apis/{logical}")
        }
        _ => format!("arn:aws:local:{region}:{account}:{name}"),
    }
}

/// The logical id an untouched reference names: of `!Ref X`, `!GetAtt X.Arn` or a plain `X`.
pub(crate) fn logical_id(value: &Value) -> Option<&str> {
    match single(value) {
        Some(("Ref", Value::String(name))) => Some(name),
        Some(("Fn::GetAtt", Value::Array(parts))) => parts.first().and_then(Value::as_str),
        Some(("Fn::Sub", Value::String(pattern))) => {
            let inner = pattern.strip_prefix("${")?.strip_suffix('}')?;
            Some(inner.split('.').next().unwrap_or(inner))
        }
        _ => value.as_str(),
    }
}
