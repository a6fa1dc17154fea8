//! Links from a create to what was made: whoever follows the document can read, change and remove a new record by its `Resource-ID`.

use std::collections::BTreeMap;

use utoipa::openapi::link::Link;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

/// Adds them to every answer 201 that has a `Resource-ID`.
pub fn describe(document: &mut OpenApi) {
    let targets = targets(document);
    for (path, item) in &mut document.paths.paths {
        let Some(RefOr::T(made)) = item.post.as_mut().and_then(|create| create.responses.responses.get_mut("201"))
        else {
            continue;
        };
        if !made.headers.contains_key("Resource-ID") {
            continue;
        }
        for target in targets.iter().filter(|target| target.path.starts_with(path.as_str())) {
            let Some(parameters) = parameters(path, &target.path) else { continue };
            let link = Link::builder().operation_id(&target.operation_id);
            let link = parameters.into_iter().fold(link, |link, (name, from)| link.parameter(name, from));
            made.links.insert(target.operation_id.clone(), link.build().into());
        }
    }
}

/// An operation that a link may lead to.
struct Target {
    path: String,
    operation_id: String,
}

fn targets(document: &OpenApi) -> Vec<Target> {
    let operations = |item: &PathItem| [&item.get, &item.put, &item.patch, &item.post, &item.delete].map(Option::clone);
    let of = |(path, item): (&String, &PathItem)| {
        let named = |operation: Operation| Some(Target { path: path.clone(), operation_id: operation.operation_id? });
        operations(item).into_iter().flatten().filter_map(named).collect::<Vec<_>>()
    };
    document.paths.paths.iter().flat_map(of).collect()
}

/// Where a target's parameters come from: those of the create's own path from its request, and one more from its answer. None for a path
/// that is not below the new record.
fn parameters(create: &str, target: &str) -> Option<BTreeMap<String, String>> {
    let names = |path: &str| -> Vec<String> {
        path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned())).collect()
    };
    let (own, all) = (names(create), names(target));
    let rest = target.strip_prefix(create)?;
    // An address has the identifier of its customer, so nothing more is asked for there.
    let further = all.strip_prefix(own.as_slice())?;
    let from_answer = match further {
        [] if rest.is_empty() && !own.is_empty() => None,
        [id] if rest.starts_with("/{") => Some((id.clone(), "$response.header.Resource-ID".to_owned())),
        _ => return None,
    };
    let from_request = own.into_iter().map(|name| (name.clone(), format!("$request.path.{name}")));
    Some(from_request.chain(from_answer).collect())
}
