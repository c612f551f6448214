//! What every page has at hand.

use super::TemplateError;
use super::assets::Assets;
use super::templates::{Notice, Page, Template, Templates};
use crate::documents::Documents;
use crate::domain::account::Account;
use crate::domain::profile::Profile;
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::doors::Signed;
use crate::office::OfficeHandle;
use crate::texts::Texts;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

/// Everything that pages need.
#[derive(Clone)]
pub struct Pages {
    inner: Arc<Inner>,
}

struct Inner {
    office: OfficeHandle,
    templates: Templates,
    assets: Assets,
    texts: Arc<Texts>,
    documents: Documents,
    public_url: Arc<str>,
    demo: Option<Demo>,
}

/// What the demonstration adds to the first page.
#[derive(Clone)]
pub struct Demo {
    /// What its clock said at the start, when that is not the machine's.
    pub clock: Option<Moment>,
}

impl Pages {
    /// Compiles and tries all templates.
    ///
    /// # Errors
    /// [`TemplateError`] names the template.
    pub fn load(
        office: OfficeHandle,
        texts: Arc<Texts>,
        assets: Assets,
        documents: Documents,
        public_url: Arc<str>,
        demo: Option<Demo>,
    ) -> Result<Pages, TemplateError> {
        let templates = Templates::load(texts.clone())?;
        let inner = Inner { office, templates, assets, texts, documents, public_url, demo };
        Ok(Pages { inner: Arc::new(inner) })
    }

    pub(super) fn page<T: Template>(&self, lang: Lang, facts: T) -> Response {
        let inner = &self.inner;
        let office = &inner.office.profile().office.name;
        let page = Page { build: inner.assets.build(), office, lang, facts };
        match inner.templates.render(&page) {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, template = T::FILE, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    pub(super) fn missing(&self, lang: Lang) -> Response {
        self.notice(lang, StatusCode::NOT_FOUND)
    }

    /// The page that says why there is no other: it is not there, not for this person, or the program failed.
    pub fn notice(&self, lang: Lang, status: StatusCode) -> Response {
        let kind = match status {
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::INTERNAL_SERVER_ERROR => "fault",
            _ => "missing",
        };
        (status, self.page(lang, Notice { kind })).into_response()
    }

    pub(super) fn office(&self) -> &OfficeHandle {
        &self.inner.office
    }

    pub(super) fn account(&self, signed: Option<Extension<Signed>>) -> Option<Account> {
        let Extension(signed) = signed?;
        self.inner.office.committed().state.account(signed.account).cloned()
    }

    /// What is shown of the demonstration; none in an office.
    pub(super) fn demo(&self) -> Option<&Demo> {
        self.inner.demo.as_ref()
    }

    pub(super) fn assets(&self) -> &Assets {
        &self.inner.assets
    }

    pub(super) fn build(&self) -> &str {
        self.inner.assets.build()
    }

    pub(super) fn now(&self) -> Moment {
        self.inner.office.now()
    }

    pub(super) fn documents(&self) -> &Documents {
        &self.inner.documents
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.inner.texts
    }

    pub(super) fn public_url(&self) -> &str {
        &self.inner.public_url
    }

    pub(super) fn profile(&self) -> &Profile {
        self.inner.office.profile()
    }
}
