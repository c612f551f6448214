//! The templates with their facts.

use super::ways::Ways;
use crate::domain::ticket::Lang;
use crate::texts::{self, Texts};
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "templates/pages"]
struct Files;

/// Why the templates cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("template {name}: {source}")]
pub struct TemplateError {
    name: String,
    source: minijinja::Error,
}

/// A template with its facts.
pub(super) trait Template: Serialize {
    /// Its file.
    const FILE: &'static str;
    /// Facts to try it with.
    fn sample() -> Self;
}

/// All templates, ready to render.
pub(super) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Compiles all templates and tries each with its sample, in both languages.
    pub(super) fn load(texts: Arc<Texts>) -> Result<Templates, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        for name in Files::iter() {
            let Some(file) = Files::get(&name) else { continue };
            let source = String::from_utf8_lossy(&file.data).into_owned();
            environment
                .add_template_owned(name.to_string(), source)
                .map_err(|source| TemplateError { name: name.to_string(), source })?;
        }
        environment.add_function("t", move |lang: &str, message: &str| {
            let lang = texts::lang(lang);
            if texts.has(message) {
                Ok(texts.get(lang, message))
            } else {
                let what = format!("there is no message \"{message}\"");
                Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, what))
            }
        });
        let templates = Templates { environment };
        templates.try_out::<Shell>()?;
        templates.try_out::<SignIn>()?;
        templates.try_out::<Landing>()?;
        templates.try_out::<Accounts>()?;
        templates.try_out::<Notice>()?;
        templates.try_out::<super::people::Me>()?;
        templates.try_out::<super::people::Setup>()?;
        templates.try_out::<super::ikm::IkmPage>()?;
        templates.try_out::<super::documents::PaperPage>()?;
        templates.try_out::<super::documents::PaperList>()?;
        templates.try_out::<super::seal::SealPage>()?;
        templates.try_out::<super::seal::KeysPage>()?;
        templates.try_out::<super::trust::TrustPage>()?;
        Ok(templates)
    }

    fn try_out<T: Template>(&self) -> Result<(), TemplateError> {
        for lang in [Lang::Id, Lang::En] {
            let office = "DPMPTSP";
            let page = Page { build: "0", office, lang, facts: T::sample() };
            self.render(&page).map_err(|source| TemplateError { name: T::FILE.to_string(), source })?;
        }
        Ok(())
    }

    /// Renders a page.
    pub(super) fn render<T: Template>(&self, page: &Page<'_, T>) -> Result<String, minijinja::Error> {
        let template = self.environment.get_template(T::FILE)?;
        template.render(context! {
            build => page.build,
            office => page.office,
            lang => texts::tag(page.lang),
            page => Value::from(Serde(&page.facts)),
        })
    }
}

/// What every page has, and its own facts.
pub(super) struct Page<'a, T> {
    pub(super) build: &'a str,
    pub(super) office: &'a str,
    pub(super) lang: Lang,
    pub(super) facts: T,
}

/// A live screen: a shell that loads its module.
#[derive(Serialize)]
pub(super) struct Shell {
    /// Title of the window.
    pub(super) title: String,
    /// Class of the body.
    pub(super) screen: &'static str,
    /// Path of the module below the build.
    pub(super) module: &'static str,
    /// Paths of style sheets below the build.
    pub(super) styles: Vec<&'static str>,
    /// Settings for the module.
    pub(super) settings: serde_json::Value,
}

impl Template for Shell {
    const FILE: &'static str = "screen.html";

    fn sample() -> Shell {
        Shell {
            title: "Papan".to_string(),
            screen: "board",
            module: "display/board.js",
            styles: vec!["display/board.css"],
            settings: json!({ "zone": "utama" }),
        }
    }
}

/// Signing in.
#[derive(Serialize)]
pub(super) struct SignIn {
    /// Where to go afterwards; empty for the account's own home.
    pub(super) next: String,
}

impl Template for SignIn {
    const FILE: &'static str = "sign-in.html";

    fn sample() -> SignIn {
        SignIn { next: "/kiosk".to_string() }
    }
}

/// The first page: every screen by one click in the demonstration, else the way in.
#[derive(Serialize)]
pub(super) struct Landing {
    /// Whether this is the demonstration.
    pub(super) demo: bool,
    /// What the demonstration's clock says, when it is not the machine's.
    pub(super) clock: Option<String>,
    /// The screens, in groups.
    pub(super) groups: Vec<Group>,
}

/// A group of screens.
#[derive(Serialize)]
pub(super) struct Group {
    /// Name of the message that heads it.
    pub(super) heading: &'static str,
    /// Its screens.
    pub(super) screens: Vec<ScreenLink>,
}

/// A screen to open.
#[derive(Serialize)]
pub(super) struct ScreenLink {
    /// What kind of screen; messages and its drawing go by it.
    pub(super) what: &'static str,
    /// Its address.
    pub(super) path: String,
    /// Which one, when there are several.
    pub(super) name: String,
    /// Who uses it.
    pub(super) who: String,
    /// The demonstration's account for it; empty when none is needed.
    pub(super) login: String,
}

impl Template for Landing {
    const FILE: &'static str = "landing.html";

    fn sample() -> Landing {
        let link = ScreenLink {
            what: "kiosk",
            path: "/kiosk".to_string(),
            name: String::new(),
            who: "Pemohon".to_string(),
            login: "kiosk".to_string(),
        };
        let groups = vec![Group { heading: "landing-visitors", screens: vec![link] }];
        Landing { demo: true, clock: Some("Senin, 23 November 2026 08.00 WITA".to_string()), groups }
    }
}

/// The administrator's list of accounts.
#[derive(Serialize)]
pub(super) struct Accounts {
    pub(super) ways: Vec<Ways>,
}

impl Template for Accounts {
    const FILE: &'static str = "accounts.html";

    fn sample() -> Accounts {
        Accounts { ways: Ways::sample() }
    }
}

/// Why a person gets no other page.
#[derive(Serialize)]
pub(super) struct Notice {
    /// `missing`, `forbidden` or `fault`, the name of its messages.
    pub(super) kind: &'static str,
}

impl Template for Notice {
    const FILE: &'static str = "notice.html";

    fn sample() -> Notice {
        Notice { kind: "missing" }
    }
}
