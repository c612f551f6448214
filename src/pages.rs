//! Pages: HTML from typed templates, and the files that screens load.
//!
//! Every template has a struct with its facts and a sample; all of them are rendered with their
//! samples at start, strictly, so that a slip in a template stops the start and not the counter.
//! A page of a live screen is a shell: its words and its small settings, and the module that brings
//! it to life.

mod assets;
mod casework;
mod copies;
mod documents;
mod ikm;
mod interface;
mod landing;
mod look;
mod people;
mod reports;
mod routes;
mod screens;
mod seal;
mod shell;
mod sight;
mod site;
mod skm;
mod templates;
mod trust;
mod ways;

pub use assets::Assets;
pub use landing::demo_devices;
pub use look::picture_kind;
pub use routes::{routes, shared};
pub use site::{Demo, Pages};
pub use templates::TemplateError;
pub use trust::{Trust, routes as trust};
