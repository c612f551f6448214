//! Papers of the thermal printers, as ESC/POS bytes.
//!
//! A paper is composed when it is sent, from the facts of its job and the office as committed, so a
//! copy made later tells the same. Text is reduced to characters that every printer has in every
//! code page; control characters never reach the wire, so a name cannot smuggle a command.

mod complaint;
mod lacking;
mod logo;
mod preparation;
mod raster;
mod receipt;
mod shape;
mod sheet;
mod shortfall;
mod ticket;
mod trial;

use crate::domain::berkas::Berkas;
use crate::domain::complaint::Complaint;
use crate::domain::ids::{BerkasId, ComplaintId, TicketId};
use crate::domain::paper::{Paper, PrintJob};
use crate::domain::profile::PrinterPlan;
use crate::domain::sop::Place;
use crate::domain::ticket::{Lang, Ticket};
use crate::domain::time::Moment;
use crate::office::OfficeHandle;
use crate::store::StoreError;
use crate::texts::{self, Texts};
pub use logo::check as check_logo;
use raster::Raster;
use sheet::Sheet;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Why a paper cannot be composed.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// What it is about is not there.
    #[error("what the paper is about is not there any more")]
    Gone,
    /// The rows cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The byte builder refused.
    #[error("composing: {0}")]
    Compose(#[from] escpos::errors::PrinterError),
    /// The QR code does not hold so much.
    #[error("drawing a QR code: {0}")]
    Qr(#[from] qrcode::types::QrError),
}

/// Composes papers. Cheap to clone.
#[derive(Clone)]
pub struct Composer {
    office: OfficeHandle,
    texts: Arc<Texts>,
    public_url: Arc<str>,
    logos: Arc<Mutex<Logos>>,
}

/// The office's logo as dots, made once per width of paper.
type Logos = BTreeMap<u16, Option<Arc<Raster>>>;

impl Composer {
    /// A composer whose QR codes open `public_url`.
    pub fn new(office: OfficeHandle, texts: Arc<Texts>, public_url: Arc<str>) -> Composer {
        Composer { office, texts, public_url, logos: Arc::default() }
    }

    /// The bytes of a job for a printer, from `ESC @` to the last cut, and how many millimetres of paper they take.
    ///
    /// # Errors
    /// [`PaperError`]; a job that cannot be composed can never be printed.
    pub fn compose(&self, job: &PrintJob, printer: &PrinterPlan) -> Result<(Vec<u8>, u32), PaperError> {
        let sheet = Sheet::new(printer)?;
        let page = Page { composer: self, job };
        let sheet = match &job.paper {
            Paper::Ticket(id) => ticket::compose(page, sheet, &*self.ticket(*id)?),
            Paper::Receipt(id) => receipt::compose(page, sheet, &*self.berkas(*id)?),
            Paper::Shortfall { ticket, permit, checklist, note } => {
                let ticket = self.ticket(*ticket)?;
                shortfall::compose(page, sheet, &ticket, permit, checklist, note.as_deref())
            }
            Paper::Lacking { berkas, lacking, reason } => {
                lacking::compose(page, sheet, &*self.berkas(*berkas)?, lacking, reason)
            }
            Paper::Complaint(id) => complaint::compose(page, sheet, &*self.complaint(*id)?),
            Paper::Trial => trial::compose(page, sheet),
            Paper::Preparation { permit, missing } => preparation::compose(page, sheet, permit, missing),
        }?;
        Ok(sheet.finish())
    }

    /// The office's logo for paper of so many dots.
    fn logo(&self, dots: u16) -> Option<Arc<Raster>> {
        let mut logos = self.logos.lock().unwrap_or_else(PoisonError::into_inner);
        let made = logos.entry(dots).or_insert_with(|| {
            let png = self.office.profile().office.logo_thermal.as_deref()?;
            // It was read once when the office's file was checked.
            logo::draw(png, dots).map(Arc::new).ok()
        });
        made.clone()
    }

    fn ticket(&self, id: TicketId) -> Result<Arc<Ticket>, PaperError> {
        match self.office.committed().state.tickets.get(&id) {
            Some(ticket) => Ok(ticket.clone()),
            None => self.office.reader().ticket(id)?.ok_or(PaperError::Gone),
        }
    }

    fn complaint(&self, id: ComplaintId) -> Result<Arc<Complaint>, PaperError> {
        self.office.reader().complaint(id)?.ok_or(PaperError::Gone)
    }

    fn berkas(&self, id: BerkasId) -> Result<Arc<Berkas>, PaperError> {
        match self.office.committed().state.berkas.get(&id) {
            Some(berkas) => Ok(berkas.clone()),
            None => self.office.reader().berkas(id)?.ok_or(PaperError::Gone),
        }
    }
}

/// What every paper is written with.
#[derive(Clone, Copy)]
struct Page<'a> {
    composer: &'a Composer,
    job: &'a PrintJob,
}

impl Page<'_> {
    fn lang(&self) -> Lang {
        self.job.lang
    }

    /// A message of `papers.ftl`, without its `paper-`.
    fn say(&self, message: &str) -> String {
        self.composer.texts.get(self.lang(), &format!("paper-{message}"))
    }

    fn say_with(&self, message: &str, facts: &[(&str, String)]) -> String {
        self.composer.texts.with(self.lang(), &format!("paper-{message}"), facts)
    }

    /// `Senin, 23 November 2026`.
    fn date(&self, at: Moment) -> String {
        texts::date(self.lang(), self.composer.office.profile().calendar.offset.local(at).date())
    }

    /// `08.14 WITA`.
    fn hour(&self, at: Moment) -> String {
        let profile = self.composer.office.profile();
        let local = profile.calendar.offset.local(at);
        format!("{} {}", texts::hour(local.time()), profile.office.zone_name)
    }

    /// Where a berkas is registered: its loket, as a line in the middle.
    fn bring_to(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        let profile = self.composer.office.profile();
        if let Place::Counter(purpose) = &profile.sop.registration().place
            && let Some(loket) = profile.lokets_for(purpose).next()
        {
            let facts = [("loket", loket.id.to_string()), ("name", loket.name.clone())];
            sheet.centre(&self.say_with("bring-to", &facts), true)?;
        }
        Ok(())
    }

    /// What a QR code opens. Capitals keep the code small (alphanumeric mode).
    fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.composer.public_url).to_uppercase()
    }

    /// The office's name, and the word SALINAN on a copy.
    fn head(&self, sheet: &mut Sheet) -> Result<(), PaperError> {
        if let Some(logo) = self.composer.logo(sheet.dots()) {
            sheet.picture(&logo)?;
        }
        sheet.centre(&self.composer.office.profile().office.name, true)?;
        if self.job.copy_of.is_some() {
            let committed = self.composer.office.committed();
            let who =
                self.job.by.and_then(|by| committed.state.account(by)).map(|account| account.name.clone());
            let facts = [
                ("hour", self.hour(self.job.ordered)),
                ("date", self.date(self.job.ordered)),
                ("name", who.unwrap_or_default()),
            ];
            sheet.reverse(&self.say("copy"))?;
            sheet.centre(&self.say_with("copied", &facts), false)?;
            sheet.centre(&self.say_with("copied-by", &facts), false)?;
        }
        Ok(())
    }
}
