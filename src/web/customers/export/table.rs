//! The file as it is made: a page of customers, and the next one when that has been taken. Whoever goes away takes no more, and nothing is
//! read for them any longer.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use csv::{Terminator, WriterBuilder};
use futures_core::Stream;

use super::cell::harmless;
use super::field::Field;
use super::pages::Pages;
use crate::domain::id::{CompanyId, UserId};
use crate::store::customers::Found;
use crate::web::customers::read;
use crate::web::{Error, Visitor, WebState};

/// Without it (U+FEFF in UTF-8) spreadsheets read the bytes as an older code of one byte a character.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What is needed to go on.
#[derive(Debug)]
pub(super) struct Table {
    web: WebState,
    company: CompanyId,
    fields: Vec<Field>,
    pages: Pages,
}

/// The lines of some customers, and how many there are.
struct Lines(Vec<u8>, usize);

type Coming = Pin<Box<dyn Future<Output = Result<(Lines, Table), Error>> + Send>>;

/// A file on its way: its beginning is there, the rest comes as it is taken. When the rest cannot be read it ends with an error, so that
/// the connection breaks and nobody takes the part for the whole.
pub(super) struct Made {
    first: Option<Lines>,
    coming: Option<Coming>,
    told: Told,
}

/// The line in the log that says who took how much. It is written when the file ends, however that is.
#[derive(Debug)]
struct Told {
    company: CompanyId,
    user: UserId,
    /// None before anything is taken: whoever asks for the head alone takes nothing.
    rows: Option<usize>,
    is_whole: bool,
}

impl Table {
    /// A file that is not begun.
    pub(super) fn new(web: &WebState, visitor: &Visitor, fields: Vec<Field>, pages: Pages) -> Self {
        Self { web: Arc::clone(web), company: visitor.company.id, fields, pages }
    }

    /// Reads the first customers.
    pub(super) async fn begin(self, by: &Visitor) -> Result<Made, Error> {
        let told = Told { company: self.company, user: by.user.id, rows: None, is_whole: false };
        let headings = self.fields.iter().map(|field| field.name().into_owned()).collect();
        let (Lines(page, rows), table) = self.page(Some(headings)).await?;
        let first = Lines([BYTE_ORDER_MARK, &page].concat(), rows);
        Ok(Made { first: Some(first), coming: table.go_on(), told })
    }

    /// The next page, if there is one.
    fn go_on(self) -> Option<Coming> {
        if self.pages.is_over() { None } else { Some(Box::pin(self.page(None))) }
    }

    /// The lines of the next customers, below the headings where there are any.
    async fn page(mut self, headings: Option<Vec<String>>) -> Result<(Lines, Self), Error> {
        let found = self.pages.next(&self.web.directory.store, self.company).await?;
        Ok((Lines(self.lines(headings, &found)?, found.len()), self))
    }

    fn lines(&self, headings: Option<Vec<String>>, found: &[Found]) -> Result<Vec<u8>, Error> {
        let broken = |error: csv::Error| Error::Broken(error.to_string());
        let mut lines = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        if let Some(headings) = headings {
            lines.write_record(headings).map_err(broken)?;
        }
        for one in found {
            let customer = read(one)?;
            for field in &self.fields {
                lines.write_field(&*harmless(&field.value(one, &customer))).map_err(broken)?;
            }
            lines.write_record(None::<&[u8]>).map_err(broken)?;
        }
        lines.into_inner().map_err(|error| Error::Broken(error.to_string()))
    }
}

impl Stream for Made {
    type Item = Result<Vec<u8>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let made = self.get_mut();
        let lines = if let Some(first) = made.first.take() {
            first
        } else if let Some(coming) = &mut made.coming {
            let page = ready!(coming.as_mut().poll(context));
            made.coming = None;
            match page {
                Ok((lines, table)) => {
                    made.coming = table.go_on();
                    lines
                }
                Err(error) => {
                    tracing::error!(%error, "a file of customers could not be made to its end");
                    return Poll::Ready(Some(Err(error)));
                }
            }
        } else {
            made.told.is_whole = true;
            return Poll::Ready(None);
        };
        made.told.rows = Some(made.told.rows.unwrap_or_default() + lines.1);
        Poll::Ready(Some(Ok(lines.0)))
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let Self { company, user, rows, is_whole } = self;
        if let Some(rows) = rows {
            tracing::info!(%company, %user, rows, is_whole, "customers were taken as a file");
        }
    }
}
