//! The form of a berkas as officers see it, with what looks unusual in it.

use super::berkas::name_of;
use super::{Millis, Scene, millis};
use crate::domain::annex::Annex;
use crate::domain::berkas::Berkas;
use crate::domain::form::{self, FieldKind, FieldWarning, MOST_VALUE};
use schemars::JsonSchema;
use serde::Serialize;

/// The form.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug, Default)]
pub struct FormView {
    /// The fields of the permit type, in its order, whether filled in or not.
    pub fields: Vec<FieldView>,
    /// Longest value, in characters.
    pub most: usize,
    /// Who saved it last.
    pub by: Option<String>,
    /// When.
    pub at: Option<Millis>,
    /// Whether it may still be changed.
    pub open: bool,
    /// The roles that change it.
    pub roles: Vec<String>,
    /// Whether the berkas is at the step that enters it.
    pub here: bool,
    /// Whether what stands there is not told, because the berkas is restricted.
    pub hidden: bool,
}

/// A field.
#[derive(Serialize, JsonSchema, Clone, PartialEq, Debug)]
pub struct FieldView {
    /// Its name in the profile.
    pub name: String,
    /// `date`, `date-or-words`, `number`, `long`, `text`.
    pub kind: &'static str,
    /// What stands there.
    pub value: String,
    /// What looks unusual; see [`warning_code`].
    pub warning: Option<&'static str>,
}

impl FormView {
    /// The form of a berkas, with what lies beside it. That of a restricted one is told to whoever may open it and no
    /// further, see [`FormView::opened`].
    pub fn of(scene: Scene<'_>, berkas: &Berkas, annex: Option<&Annex>) -> FormView {
        let opened = FormView::opened(scene, berkas, annex);
        if !scene.state.restrictions.contains_key(&berkas.id) {
            return opened;
        }
        let blank = |field: FieldView| FieldView { value: String::new(), warning: None, ..field };
        let fields = opened.fields.into_iter().map(blank).collect();
        FormView { fields, open: false, hidden: true, ..opened }
    }

    /// The form with what stands in it, whoever asks. What was restricted is not changed.
    pub fn opened(scene: Scene<'_>, berkas: &Berkas, annex: Option<&Annex>) -> FormView {
        let profile = scene.profile;
        let entered = annex.and_then(|annex| annex.form.as_ref());
        let names = profile.permit(&berkas.permit).map(|permit| permit.fields.as_slice()).unwrap_or_default();
        let today = profile.calendar.offset.day(scene.now).0;
        let field = |name: &String| {
            let value = entered.and_then(|form| form.value(name)).unwrap_or_default();
            let warning = form::warning(name, value, &berkas.applicant.nik, today);
            FieldView {
                name: name.clone(),
                kind: kind_code(form::kind(name)),
                value: value.to_string(),
                // Nothing has been entered yet, so nothing looks forgotten.
                warning: warning.filter(|_| entered.is_some()).map(warning_code),
            }
        };
        let entering = profile.sop.steps().iter().filter(|step| step.enters_data);
        FormView {
            fields: names.iter().filter(|name| form::is_entered(name)).map(field).collect(),
            most: MOST_VALUE,
            by: entered.map(|form| name_of(scene, form.by)),
            at: entered.map(|form| millis(form.at)),
            open: berkas.is_open()
                && berkas.sk.is_none()
                && !scene.state.restrictions.contains_key(&berkas.id),
            hidden: false,
            roles: entering.map(|step| step.actor.to_string()).collect(),
            here: profile.sop.step(&berkas.step).is_some_and(|step| step.enters_data),
        }
    }
}

fn kind_code(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Date => "date",
        FieldKind::DateOrWords => "date-or-words",
        FieldKind::Number => "number",
        FieldKind::Long => "long",
        FieldKind::Text => "text",
    }
}

/// The code of a warning; the message is `doc-warn-<code>`.
pub fn warning_code(warning: FieldWarning) -> &'static str {
    match warning {
        FieldWarning::Empty => "empty",
        FieldWarning::NotADate => "not-a-date",
        FieldWarning::InTheFuture => "in-the-future",
        FieldWarning::Over => "over",
        FieldWarning::BirthDateDiffers => "birth-date-differs",
        FieldWarning::NoDigits => "no-digits",
    }
}
