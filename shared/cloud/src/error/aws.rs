//! Reads the errors of the AWS SDK, one function per service.
//!
//! Invariant: the text that is kept is the code and the message of the service; it never holds an item.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{Error, Kind};

/// What the service or the connection said.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Said(String);

/// An error of the table.
pub(crate) fn dynamodb<E>(doing: &'static str, error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    mapped(doing, &error, |code, message| match code {
        "ConditionalCheckFailedException" => Kind::Conflict,
        "ItemCollectionSizeLimitExceededException" => Kind::Full,
        "ValidationException" if message.contains("size") => Kind::Full,
        "ResourceNotFoundException" => Kind::Broken,
        "TransactionConflictException"
        | "TransactionInProgressException"
        | "ProvisionedThroughputExceededException"
        | "LimitExceededException" => Kind::Busy,
        _ => common(code),
    })
}

/// An error of the objects.
pub(crate) fn s3<E>(doing: &'static str, error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    mapped(doing, &error, |code, _| match code {
        "NoSuchKey" | "NotFound" => Kind::NotFound,
        "NoSuchBucket" => Kind::Broken,
        "EntityTooLarge" | "MaxMessageLengthExceeded" => Kind::Full,
        "InvalidArgument" | "InvalidRequest" | "KeyTooLongError" => Kind::Invalid,
        _ => common(code),
    })
}

/// An error of the queues.
pub(crate) fn sqs<E>(doing: &'static str, error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    mapped(doing, &error, |code, _| {
        match code.rsplit('.').next().unwrap_or(code) {
            "QueueDoesNotExist" | "NonExistentQueue" => Kind::Broken,
            "BatchRequestTooLong" => Kind::Full,
            "ReceiptHandleIsInvalid" | "MessageNotInflight" => Kind::NotFound,
            "InvalidMessageContents" | "InvalidParameterValue" => Kind::Invalid,
            "KmsThrottled" => Kind::Busy,
            code => common(code),
        }
    })
}

/// Codes that mean the same everywhere.
fn common(code: &str) -> Kind {
    match code {
        "AccessDenied"
        | "AccessDeniedException"
        | "ExpiredToken"
        | "ExpiredTokenException"
        | "InvalidAccessKeyId"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "MissingAuthenticationTokenException"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => Kind::Denied,
        "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestLimitExceeded"
        | "TooManyRequestsException"
        | "SlowDown"
        | "ServiceUnavailable"
        | "InternalError"
        | "InternalFailure"
        | "InternalServerError"
        | "RequestTimeout" => Kind::Busy,
        "ValidationException" | "SerializationException" | "ValidationError" => Kind::Invalid,
        _ => Kind::Broken,
    }
}

fn mapped<E>(
    doing: &'static str,
    error: &SdkError<E, HttpResponse>,
    kind: impl FnOnce(&str, &str) -> Kind,
) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let SdkError::ServiceError(answer) = error else {
        return Error::new(transport(error), doing)
            .because(Said(DisplayErrorContext(error).to_string()));
    };
    let status = answer.raw().status().as_u16();
    let code = answer.err().code().unwrap_or_default();
    let message = answer.err().message().unwrap_or_default();
    let found = kind(code, message);
    let found = if found == Kind::Broken {
        by_status(status, code)
    } else {
        found
    };
    Error::new(found, doing).because(Said(format!("{status} {code}: {message}")))
}

/// What the status tells when the code tells nothing.
fn by_status(status: u16, code: &str) -> Kind {
    match status {
        429 | 500.. => Kind::Busy,
        404 if code.is_empty() => Kind::NotFound,
        403 if code.is_empty() => Kind::Denied,
        _ => Kind::Broken,
    }
}

/// A request that could not be built is wrong; one without an answer may be tried again.
fn transport<E>(error: &SdkError<E, HttpResponse>) -> Kind {
    let wrong = match error {
        SdkError::ConstructionFailure(_) => true,
        SdkError::DispatchFailure(failure) => failure.is_user(),
        SdkError::TimeoutError(_) | SdkError::ResponseError(_) | SdkError::ServiceError(_) | _ => {
            false
        }
    };
    if wrong { Kind::Invalid } else { Kind::Busy }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::error::ErrorMetadata;
    use aws_sdk_dynamodb::operation::get_item::GetItemError;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn answer(status: u16, code: &str, message: &str) -> SdkError<GetItemError, HttpResponse> {
        let metadata = ErrorMetadata::builder().code(code).message(message).build();
        let status = StatusCode::try_from(status).unwrap();
        SdkError::service_error(
            GetItemError::generic(metadata),
            HttpResponse::new(status, SdkBody::empty()),
        )
    }

    #[test]
    fn codes_of_the_table_become_kinds() {
        for (status, code, message, kind) in [
            (400, "ConditionalCheckFailedException", "", Kind::Conflict),
            (
                400,
                "ValidationException",
                "One or more parameter values",
                Kind::Invalid,
            ),
            (
                400,
                "ValidationException",
                "Item size has exceeded",
                Kind::Full,
            ),
            (
                400,
                "ProvisionedThroughputExceededException",
                "",
                Kind::Busy,
            ),
            (400, "AccessDeniedException", "", Kind::Denied),
            (400, "ResourceNotFoundException", "", Kind::Broken),
            (500, "Whatever", "", Kind::Busy),
            (400, "Whatever", "", Kind::Broken),
        ] {
            let error = dynamodb("read the ticket", answer(status, code, message));
            assert_eq!(error.kind, kind, "{code} {message}");
        }
    }

    #[test]
    fn codes_of_objects_and_queues_become_kinds() {
        let (missing, empty) = (answer(404, "NoSuchKey", ""), answer(404, "", ""));
        assert_eq!(s3("read the object", missing).kind, Kind::NotFound);
        assert_eq!(s3("read the object", empty).kind, Kind::NotFound);
        assert_eq!(
            s3("read the object", answer(503, "SlowDown", "")).kind,
            Kind::Busy
        );
        let gone = answer(400, "AWS.SimpleQueueService.NonExistentQueue", "");
        assert_eq!(sqs("send", gone).kind, Kind::Broken);
    }

    #[test]
    fn text_names_what_was_done_and_the_chain_what_was_said() {
        let error = dynamodb(
            "read the ticket",
            answer(400, "ThrottlingException", "slow down"),
        );
        assert_eq!(
            error.to_string(),
            "cannot read the ticket: the service is busy or did not answer; try again later"
        );
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "400 ThrottlingException: slow down");
    }

    #[test]
    fn no_answer_is_busy() {
        let lost: SdkError<GetItemError, HttpResponse> = SdkError::timeout_error("late");
        assert_eq!(dynamodb("read the ticket", lost).kind, Kind::Busy);
    }
}
