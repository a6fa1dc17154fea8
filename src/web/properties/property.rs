//! One definition: made, and changed.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::options::{self, Field};
use super::{COUNTED, Of, count};
use crate::actions;
use crate::actions::properties::{self, Manner};
use crate::domain::problem::Problems;
use crate::domain::property::{Definition, DefinitionInput, PropertyType, SLUG_MAX};
use crate::domain::tag::{self, Tags};
use crate::domain::text;
use crate::store;
use crate::store::properties::Defined;
use crate::web::customers::alike;
use crate::web::form::{Faults, Form};
use crate::web::frame::Frame;
use crate::web::parameter;
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

#[derive(Template)]
#[template(path = "property.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    of: Of,
    title: String,
    action: String,
    may_change: bool,
    draft: Draft,
    /// Those that are there; none of one that is new.
    fixed: Option<Fixed>,
    kinds: Vec<(&'static str, String)>,
    has_options: bool,
    options: Vec<Field>,
    faults: Faults,
    told: String,
    theirs: Option<Theirs>,
    options_gone: String,
}

/// What stands in the form.
#[derive(Clone, Debug, Default)]
struct Draft {
    name: String,
    slug: String,
    kind: String,
    version: String,
    options: Vec<Field>,
}

/// What of a definition cannot change.
#[derive(Debug)]
struct Fixed {
    slug: String,
    kind: String,
    held: String,
    holders: Option<String>,
}

/// A definition as it is now, where somebody else changed it.
#[derive(Debug)]
struct Theirs {
    name: String,
    options: String,
}

/// What is said with the form: what is wrong, what somebody else did, what goes with options.
#[derive(Debug, Default)]
struct Said {
    faults: Faults,
    has_moved: bool,
    gone: i64,
}

/// `GET /properties/new?of=`.
pub async fn ask(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    visitor.manages()?;
    let of = parameter::get(query.as_deref(), "of").and_then(|of| Of::parse(&of).ok()).unwrap_or(Of::CUSTOMERS);
    let draft = Draft { kind: PropertyType::Text.as_str().to_owned(), ..Draft::default() };
    answer(&web, &visitor, frame, of, None, draft, Said::default()).await
}

/// `POST /properties/{of}`: makes one.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path(of): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let of = Of::parse(&of)?;
    let mut draft = Draft::read(&form);
    if form.has("act") {
        options::act(&mut draft.options, form.get("act"));
        return answer(&web, &visitor, frame, of, None, draft, Said::default()).await;
    }
    let slug = if draft.slug.is_empty() { slug_of(&draft.name) } else { draft.slug.clone() };
    let input = DefinitionInput {
        property_type: Some(draft.kind.clone()),
        slug: Some(slug),
        name: Some(draft.name.clone()),
        options: (draft.kind == PropertyType::Dropdown.as_str()).then(|| options::inputs(&draft.options)),
        of_options: Problems::default(),
    };
    match properties::create(&web.directory, &visitor.caller(), of.0, input, Problems::default()).await {
        Ok(slug) => Ok(go::to(&format!("{}?done=property-made#{slug}", of.list()))),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            let said = Said { faults: problems.into(), ..Said::default() };
            answer(&web, &visitor, frame, of, None, draft, said).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /properties/{of}/{slug}`.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path((of, slug)): Path<(String, String)>,
) -> Result<Response, Error> {
    let of = Of::parse(&of)?;
    let defined = read(&web, &visitor, of, &slug).await?;
    let draft = Draft::of(&defined);
    answer(&web, &visitor, frame, of, Some(defined), draft, Said::default()).await
}

/// `POST /properties/{of}/{slug}`: changes the name and the options. Options that somebody holds go only when that is meant.
pub async fn save(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    Path((of, slug)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    visitor.manages()?;
    let of = Of::parse(&of)?;
    let defined = read(&web, &visitor, of, &slug).await?;
    let mut draft = Draft::read(&form);
    if form.has("act") {
        options::act(&mut draft.options, form.get("act"));
        return answer(&web, &visitor, frame, of, Some(defined), draft, Said::default()).await;
    }
    let gone = held_by_gone(&web, &visitor, &defined.value, &draft).await?;
    if gone > 0 && form.get("sure") != "1" {
        let said = Said { gone, ..Said::default() };
        return answer(&web, &visitor, frame, of, Some(defined), draft, said).await;
    }
    let input = DefinitionInput {
        name: Some(draft.name.clone()),
        options: Some(options::inputs(&draft.options)),
        ..DefinitionInput::default()
    };
    let mut caller = visitor.caller();
    caller.expected = Some(Tags::List(vec![draft.version.clone()]));
    let nothing = Problems::default();
    let said = match properties::update(&web.directory, &caller, of.0, &slug, Manner::Overwrite, input, nothing).await {
        Ok(()) => return Ok(go::to(&format!("{}?done=saved#{slug}", of.list()))),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => {
            Said { faults: problems.into(), ..Said::default() }
        }
        Err(actions::Error::Precondition) => Said { has_moved: true, ..Said::default() },
        Err(error) => return Err(error.into()),
    };
    let defined = read(&web, &visitor, of, &slug).await?;
    draft.version = version_of(&defined);
    answer(&web, &visitor, frame, of, Some(defined), draft, said).await
}

impl Draft {
    fn read(form: &Form) -> Self {
        let get = |name: &str| form.get(name).trim().to_owned();
        Self {
            name: get("name"),
            slug: get("slug"),
            kind: get("type"),
            version: get("version"),
            options: options::read(form),
        }
    }

    fn of(defined: &Defined) -> Self {
        let definition = &defined.value;
        Self {
            name: definition.name.clone(),
            slug: definition.slug.clone(),
            kind: definition.property_type.as_str().to_owned(),
            version: version_of(defined),
            options: options::fields_of(&definition.options),
        }
    }
}

async fn read(web: &Web, visitor: &Visitor, of: Of, slug: &str) -> Result<Defined, Error> {
    let found = store::properties::get(&web.directory.store, visitor.company.id, of.0, slug).await?;
    found.ok_or(Error::NotFound)
}

fn version_of(defined: &Defined) -> String {
    tag::of_definition(defined.value.anchor, defined.version)
}

/// How many records hold an option that the form no longer has.
async fn held_by_gone(web: &Web, visitor: &Visitor, definition: &Definition, draft: &Draft) -> Result<i64, Error> {
    let stays = |id: &str, label: &str| {
        // A new field with the label of an option is that option.
        draft.options.iter().any(|own| own.id == id || own.id.is_empty() && text::fold(&own.label) == text::fold(label))
    };
    let gone = definition.options.iter().filter(|option| !stays(&option.id, &option.label));
    let anchors: Vec<_> = gone.map(|option| option.anchor).collect();
    Ok(store::properties::holding(&web.directory.store, visitor.company.id, &anchors).await?)
}

async fn answer(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    of: Of,
    defined: Option<Defined>,
    draft: Draft,
    said: Said,
) -> Result<Response, Error> {
    let t = frame.t;
    let status = match said {
        Said { has_moved: true, .. } => StatusCode::CONFLICT,
        Said { gone: 0, ref faults, .. } if faults.is_empty() => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let holders = store::properties::holders(&web.directory.store, visitor.company.id, COUNTED).await?;
    let definition = defined.as_ref().map(|defined| &defined.value);
    let held = |anchors: &[crate::domain::id::AnchorId]| {
        let counts: Vec<i64> = anchors.iter().filter_map(|anchor| holders.get(anchor).copied()).collect();
        (counts.iter().sum::<i64>(), counts.iter().all(|held| *held <= COUNTED))
    };
    let mut options = options::laid_out(draft.options.clone());
    for field in &mut options {
        field.problem = ["label", "id"].map(|part| said.faults.of(&format!("options[{}].{part}", field.at))).concat();
        let option = definition.and_then(|own| own.options.iter().find(|option| option.id == field.id));
        let Some((definition, option)) = definition.zip(option) else { continue };
        let (held, is_counted) = held(&[option.anchor]);
        if held > 0 {
            field.holders = of.holders(held, || Some(alike::with_option(definition, option)));
            field.held = t.fill(t.properties.holders, &[&count(held, is_counted, &frame)]);
        }
    }
    let fixed = definition.map(|own| {
        let (held, is_counted) = held(&own.anchors());
        Fixed {
            slug: own.slug.clone(),
            kind: t.properties.of_type(own.property_type),
            held: count(held, is_counted, &frame),
            holders: of.holders(held, || Some(alike::holding(own))),
        }
    });
    let theirs = definition.filter(|_| said.has_moved).map(|own| Theirs {
        name: own.name.clone(),
        options: own.options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>().join(", "),
    });
    let told = if said.has_moved { t.properties.moved.to_owned() } else { said.faults.of("options") };
    let title = definition.map_or_else(|| t.properties.create_title[of.place()].to_owned(), |own| own.name.clone());
    let page = Page {
        action: definition.map_or_else(|| of.list(), |own| of.href(&own.slug)),
        may_change: visitor.is_manager(),
        kinds: PropertyType::ALL.map(|kind| (kind.as_str(), t.properties.of_type(kind))).into(),
        // Before a type is kept, its options are asked for in case.
        has_options: definition.is_none_or(|own| own.property_type == PropertyType::Dropdown),
        options_gone: match said.gone {
            0 => String::new(),
            1 => t.properties.option_gone.to_owned(),
            gone => t.fill(t.properties.options_gone, &[&frame.format.number(gone)]),
        },
        faults: said.faults,
        frame: frame.at("properties"),
        t,
        of,
        title,
        draft,
        fixed,
        options,
        told,
        theirs,
    };
    page_of(status, &page)
}

/// A slug made from a name: its ASCII letters and digits in lower case, with one - for everything between them.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in text::fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(SLUG_MAX);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn a_slug_is_made_from_the_letters_of_a_name() {
        for (name, slug) in
            [("Plan", "plan"), (" Contract ends (day) ", "contract-ends-day"), ("Größe 2", "gr-sse-2"), ("プラン", "")]
        {
            assert_eq!(slug_of(name), slug);
        }
        assert_eq!(slug_of(&"ab".repeat(60)).len(), 100);
    }
}
