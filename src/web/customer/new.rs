//! A new customer: one form for everything. The inputs are called as problems name their values, so each problem finds its input.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::field::{COUNTRY, PARTS, lines};
use super::likely::{self, Known, Likely};
use super::of_domain::{self, OfDomain};
use super::{href, labels};
use crate::actions::{self, customers};
use crate::domain::address::{AddressInput, AddressPart};
use crate::domain::customer::{Gender, TextField};
use crate::domain::customer_input::CustomerInput;
use crate::domain::entry::{EntryInput, EntryKind, LIST_MAX};
use crate::domain::problem::Problems;
use crate::domain::property::{PropertyOwner, PropertyType};
use crate::domain::property_value::{Given, PropertyInput};
use crate::store::properties::{self, Defined};
use crate::web::countries;
use crate::web::customers::{Choice, FIND_OR_MAKE};
use crate::web::form::{Form, input_of};
use crate::web::frame::Frame;
use crate::web::texts::Texts;
use crate::web::told::{self, Told};
use crate::web::who::Link;
use crate::web::{Error, Visitor, Web, WebState, go, page_of};

/// What stands before the slug of a property in the name of its input.
const PROPERTY: &str = "property.";

#[derive(Template)]
#[template(path = "customer_new.html")]
struct Page {
    t: &'static Texts,
    frame: Frame,
    problems: Vec<Problem>,
    likely: Vec<Likely>,
    of_domain: Option<OfDomain>,
    names: Vec<Input>,
    lists: Vec<List>,
    more_lists: Vec<List>,
    work: Vec<Input>,
    notes: Vec<Input>,
    properties: Vec<Input>,
    address: Vec<Input>,
    others: Vec<Input>,
    is_more_open: bool,
}

/// What is wrong with an input.
struct Problem {
    label: String,
    /// The identifier of the input.
    input: String,
    told: Told,
}

/// An input of the form.
#[derive(Clone, Debug, Default)]
struct Input {
    name: String,
    label: String,
    input: &'static str,
    /// What belongs in it where its browser cannot read what was typed.
    unread: String,
    value: String,
    choices: Vec<Choice>,
    suggest: &'static str,
    problem: String,
    is_first: bool,
    /// The most characters of a long text, and those that are left in words.
    max: usize,
    left: String,
}

/// The inputs of a list of entries.
#[derive(Debug)]
struct List {
    key: &'static str,
    label: String,
    mode: &'static str,
    entries: Vec<Entry>,
}

/// The inputs of one entry.
#[derive(Debug)]
struct Entry {
    at: usize,
    types: Vec<Choice>,
    value: String,
    problem: String,
    holder: Option<Link>,
}

/// What was typed: the inputs by their names.
#[derive(Clone, Debug, Default)]
struct Typed(Vec<(String, String)>);

/// `GET /customers/new`; what its address names stands in the form.
pub async fn show(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let query = query.unwrap_or_default();
    let typed = Typed(form_urlencoded::parse(query.as_bytes()).into_owned().collect());
    page(&web, &visitor, frame, &typed, Vec::new(), Vec::new()).await
}

/// `POST /customers`: makes the customer. When somebody like this is here already and that was not seen yet, it is shown first.
pub async fn create(
    State(web): State<WebState>,
    visitor: Visitor,
    frame: Frame,
    form: Form,
) -> Result<Response, Error> {
    let typed = Typed(form.fields().map(|(name, value)| (name.to_owned(), lines(value))).collect());
    let (store, company) = (&web.directory.store, visitor.company.id);
    if form.get("seen").is_empty() {
        let likely = likely::of(&web, &visitor, frame.t, &typed.known()).await?;
        if !likely.is_empty() {
            return page(&web, &visitor, frame, &typed, Vec::new(), likely).await;
        }
    }
    let definitions = properties::list(store, company, PropertyOwner::Customer).await?;
    let input = typed.input(&definitions);
    let problems = match customers::create(&web.directory, &visitor.caller(), input, Problems::default()).await {
        Ok(id) => return Ok(go::and_tell(&href(id), "customer-made")),
        Err(actions::Error::Invalid(problems) | actions::Error::Conflict(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let problems = told::tell(store, company, &problems, frame.t).await?;
    page(&web, &visitor, frame, &typed, problems, Vec::new()).await
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    frame: Frame,
    typed: &Typed,
    problems: Vec<Told>,
    likely: Vec<Likely>,
) -> Result<Response, Error> {
    let definitions = properties::list(&web.directory.store, visitor.company.id, PropertyOwner::Customer).await?;
    let t = frame.t;
    let form = Asked { typed, problems: &problems, t };
    let text = |field: TextField| form.input(field.name().to_owned(), labels::of_name(field.name(), t).to_owned());
    let mut names: Vec<Input> = [TextField::FirstName, TextField::LastName].into_iter().map(text).collect();
    if let Some(first) = names.first_mut() {
        first.is_first = problems.is_empty();
    }
    let mut organization = form.input("organization".to_owned(), labels::of_name("organization", t).to_owned());
    organization.suggest = FIND_OR_MAKE;
    let mut notes = text(TextField::Background);
    notes.input = "textarea";
    notes.max = TextField::Background.max();
    notes.left = t.customer.left.replace("{}", &notes.max.saturating_sub(notes.value.chars().count()).to_string());
    let address = PARTS.map(|part| {
        let mut input = form.input(format!("address.{part}"), labels::of_name(part, t).to_owned());
        match part {
            "lines" => input.input = "textarea",
            COUNTRY => input.choices = countries::choices(&input.value, t),
            _ => {}
        }
        input
    });
    let mut gender = form.input("gender".to_owned(), labels::of_name("gender", t).to_owned());
    let chosen = if gender.value.is_empty() { Gender::default().as_str() } else { &gender.value };
    let choice = |gender: Gender| Choice {
        value: gender.as_str().to_owned(),
        label: labels::of_type(gender.as_str(), t),
        is_chosen: gender.as_str() == chosen,
    };
    gender.choices = Gender::ALL.into_iter().map(choice).collect();
    let others = [TextField::Location, TextField::Age, TextField::PhotoUrl].map(text);
    let others: Vec<Input> = others.into_iter().chain([gender]).collect();
    let is_open = |input: &Input| !input.problem.is_empty() || !typed.get(&input.name).is_empty();
    let lists = [EntryKind::Email, EntryKind::Phone];
    let more_lists = EntryKind::ALL.into_iter().filter(|kind| !lists.contains(kind)).map(|kind| form.list(kind));
    let more_lists: Vec<List> = more_lists.collect();
    let is_filled = |list: &List| list.entries.iter().any(|entry| !entry.value.is_empty());
    let is_more_open = more_lists.iter().any(is_filled)
        || address.iter().chain(&others).any(|input| is_open(input) && input.name != "gender");
    let emails = typed.values(EntryKind::Email);
    let of_domain = of_domain::of_new(web, visitor, t, typed.get("organization"), &emails).await?;
    let status =
        if problems.is_empty() && likely.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        names,
        lists: lists.map(|kind| form.list(kind)).into(),
        more_lists,
        work: vec![organization, text(TextField::JobTitle)],
        notes: vec![notes],
        properties: definitions.iter().map(|defined| form.property(defined)).collect(),
        address: address.into(),
        others,
        is_more_open,
        likely,
        of_domain,
        t,
        problems: problems.iter().map(|told| Problem::of(told, &definitions, t)).collect(),
        frame: frame.at("customers"),
    };
    page_of(status, &page)
}

impl Problem {
    fn of(told: &Told, definitions: &[Defined], t: &Texts) -> Self {
        let path = &*told.path;
        let entry = path.strip_suffix(".value").or_else(|| path.strip_suffix(".type")).unwrap_or(path);
        let name = entry.split('[').next().unwrap_or_default();
        let property = |slug| definitions.iter().find(|own| own.value.slug == slug).map(|own| own.value.name.clone());
        let (label, input) = match EntryKind::ALL.into_iter().find(|kind| kind.rules().field == name) {
            Some(kind) => (labels::of_kind(kind, t), entry),
            None => match path.strip_prefix(PROPERTY).and_then(property) {
                Some(label) => (label, path),
                None => (labels::of_name(name.rsplit('.').next().unwrap_or_default(), t).to_owned(), name),
            },
        };
        Self { label, input: input.to_owned(), told: told.clone() }
    }
}

/// What the form shows: what was typed, and what is wrong with it.
struct Asked<'a> {
    typed: &'a Typed,
    problems: &'a [Told],
    t: &'static Texts,
}

impl Asked<'_> {
    /// The problem of an input; one inside a list of lines is told at the whole of it.
    fn problem(&self, name: &str) -> Option<&Told> {
        let is_of =
            |told: &&Told| told.path == name || told.path.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
        self.problems.iter().find(is_of)
    }

    fn input(&self, name: String, label: String) -> Input {
        let problem = self.problem(&name).map_or_else(String::new, |told| told.text.clone());
        Input { value: self.typed.get(&name).to_owned(), name, label, input: "text", problem, ..Input::default() }
    }

    fn property(&self, defined: &Defined) -> Input {
        let definition = &defined.value;
        let mut input = self.input(format!("{PROPERTY}{}", definition.slug), definition.name.clone());
        let meant = definition.property_type.input();
        input.input = input_of(meant, &input.value);
        input.unread = self.t.belongs(meant);
        if definition.property_type == PropertyType::Dropdown {
            let choice = |value: &str, label: &str| Choice {
                value: value.to_owned(),
                label: label.to_owned(),
                is_chosen: input.value == value,
            };
            let options = definition.options.iter().map(|option| choice(&option.id, &option.label));
            input.choices = std::iter::once(choice("", self.t.customer.empty)).chain(options).collect();
        }
        input
    }

    fn list(&self, kind: EntryKind) -> List {
        let rules = kind.rules();
        let entry = |at: usize| {
            let path = format!("{}[{at}]", rules.field);
            let problem = self.problem(&format!("{path}.value")).or_else(|| self.problem(&format!("{path}.type")));
            let named = self.typed.get(&format!("{path}.type"));
            let chosen = if named.is_empty() { rules.default_type.unwrap_or_default() } else { named };
            let choice = |name: &&str| Choice {
                value: (*name).to_owned(),
                label: labels::of_type(name, self.t),
                is_chosen: *name == chosen,
            };
            Entry {
                at,
                types: rules.types.iter().map(choice).collect(),
                value: self.typed.get(&format!("{path}.value")).to_owned(),
                problem: problem.map_or_else(String::new, |told| told.text.clone()),
                holder: problem.and_then(|told| told.holder.clone()),
            }
        };
        let mut places = self.typed.places(rules.field);
        if places.is_empty() {
            places.push(0);
        }
        List {
            key: rules.field,
            label: labels::of_kind(kind, self.t),
            mode: rules.input_mode,
            entries: places.into_iter().map(entry).collect(),
        }
    }
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// A value; none when it is empty.
    fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name).to_owned()).filter(|value| !value.trim().is_empty())
    }

    /// What may tell that somebody is here already. An address that somebody has is refused in any case, and says whose it is.
    fn known(&self) -> Known {
        Known {
            names: ["firstName", "lastName"].map(|name| self.get(name).to_owned()),
            emails: Vec::new(),
            phones: self.values(EntryKind::Phone),
        }
    }

    /// The values of the entries of a kind.
    fn values(&self, kind: EntryKind) -> Vec<String> {
        let field = kind.rules().field;
        self.places(field).iter().filter_map(|at| self.some(&format!("{field}[{at}].value"))).collect()
    }

    /// The numbers of the entries of a list, in order.
    fn places(&self, list: &str) -> Vec<usize> {
        let number = |(name, _): &(String, String)| {
            let rest = name.strip_prefix(list)?.strip_prefix('[')?;
            rest.split_once(']').and_then(|(number, _)| number.parse().ok())
        };
        let mut places: Vec<usize> = self.0.iter().filter_map(number).filter(|place| *place <= LIST_MAX).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn input(&self, definitions: &[Defined]) -> CustomerInput {
        let mut input = CustomerInput {
            texts: TextField::ALL.map(|field| self.some(field.name())),
            organization: self.some("organization"),
            gender: self.some("gender"),
            address: Some(self.address()),
            ..CustomerInput::default()
        };
        for (list, kind) in input.entries.iter_mut().zip(EntryKind::ALL) {
            let field = kind.rules().field;
            // As many as there are numbers, so that a problem's number is the input's; blank ones are passed over.
            for place in 0..self.places(field).last().map_or(0, |last| last + 1) {
                let entry_type = self.some(&format!("{field}[{place}].type"));
                list.push(EntryInput { value: self.some(&format!("{field}[{place}].value")), entry_type });
            }
        }
        for defined in definitions {
            let name = format!("{PROPERTY}{}", defined.value.slug);
            input.properties.extend(self.some(&name).map(|value| PropertyInput {
                slug: defined.value.slug.clone(),
                value: Given::Text(value),
                slug_path: name.clone(),
                value_path: name,
            }));
        }
        input
    }

    fn address(&self) -> AddressInput {
        let lines = self.get("address.lines").lines().map(ToOwned::to_owned).collect();
        let mut input = AddressInput { lines, ..AddressInput::default() };
        for part in AddressPart::ALL {
            *input.part_mut(part) = self.some(&format!("address.{}", part.name()));
        }
        input
    }
}
